import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import { type CalendarDate, monthOf } from '../kernel/calendar-date.ts'
import type { FactId } from '../kernel/ids.ts'
import { addToBalance, balancesOf } from './balance.apply.ts'
import { type EntryRows, IN_BULK, waitingRows } from './entry-rows.apply.ts'
import type { EntryPosted, PostedLine } from './ledger-facts.ts'
import { appliedEntry } from './meeting.query.ts'
import { rollupTouched } from './rollup.apply.ts'

// Binding a value that is absent costs as much as one that is there, and most lines and entries say little: hence the shorter forms.
const FULL_LINE = `INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id, project_id, funder_id,
  label, document_ref, document_on, currency, currency_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const COLUMNS = '(entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id)'
const LINE = `INSERT INTO line ${COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?)`
// OR ROLLBACK and not ABORT, which would keep a journal of each statement of several rows: whatever is refused here ends the transaction anyway.
const LINES = [2, 3, 4].map((count) => `INSERT OR ROLLBACK INTO line ${COLUMNS} VALUES ${Array.from({ length: count }, (_, at) => `(?, ${at + 1}, ?, ?, ?, ?, ?)`).join(', ')}`)
const FULL_ENTRY = `INSERT INTO entry (id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on,
  source, nature, reverses_id, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const ENTRY = `INSERT INTO entry (id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on,
  source, nature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ordinary')`

const PAIR = 'INSERT INTO pair_half (entry_id, line_no, entity_id, pair, with_uid, cents) VALUES (?, ?, ?, ?, ?, ?)'

/** Books an entry of this machine on its own day, in its own year. */
export function applyEntryPosted(tx: Writer, fact: AppliedFact<EntryPosted>): void {
  writeEntry(tx, fact, fact.body.date, referenceTo(tx, fact.stream.entityId, 'year', fact.body.year))
}

/**
 * The lines first, then the entry that seals them (the triggers check the whole at that moment), and the kept balances. It stands on
 * `on`, and its balances belong to the year `balanceYear` that contains that day; its number is of its own year.
 */
export function writeEntry(tx: Writer, fact: AppliedFact<EntryPosted>, on: CalendarDate, balanceYear: number): void {
  const { body, id, stream } = fact
  const { lines } = body
  const entity = stream.entityId
  const month = body.nature === 'closing' ? 'closing' : monthOf(on)
  const balances = balancesOf(tx, month)
  const rows = isOrdinary(body) && lines.every(isPlain) ? waitingRows(tx) : undefined
  const together = !rows && lines.length >= 2 && lines.length <= 4 && tx.memory.has(IN_BULK) && lines.every(isPlain)
  const values: (string | number | null)[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as PostedLine
    const account = referenceTo(tx, entity, 'account', line.account)
    const party = line.party === undefined ? null : referenceTo(tx, entity, 'party', line.party)
    const debit = line.debitCents ?? 0
    const credit = line.creditCents ?? 0
    if (rows) rows.lines.push(id, at + 1, account, on, debit, credit, party)
    else if (together) values.push(id, account, on, debit, credit, party)
    else if (isPlain(line)) tx.write(LINE).run(id, at + 1, account, on, debit, credit, party)
    else insertFullLine(tx, id, at + 1, account, party, on, line, entity)
    addToBalance(balances, balanceYear, month, account, debit, credit)
  }
  if (together) tx.write(LINES[lines.length - 2] as string).run(...values)
  insertEntry(tx, id, entity, on, body, rows)
  if (body.nature === 'opening' || body.reverses) rollupTouched(tx, entity)
}

/** Its row has the shorter form. */
function isOrdinary({ nature, reverses, reason }: EntryPosted): boolean {
  return nature === undefined && reverses === undefined && reason === undefined
}

function isPlain(line: PostedLine): boolean {
  return line.project === undefined && line.funder === undefined && line.label === undefined
    && line.documentRef === undefined && line.documentOn === undefined && line.currency === undefined && line.pair === undefined
}

function insertFullLine(tx: Writer, id: FactId, lineNo: number, account: number, party: number | null, date: string, line: PostedLine, entity: number): void {
  tx.write(FULL_LINE).run(
    id, lineNo, account, date, line.debitCents ?? 0, line.creditCents ?? 0, party,
    line.project === undefined ? null : referenceTo(tx, entity, 'project', line.project),
    line.funder === undefined ? null : referenceTo(tx, entity, 'funder', line.funder),
    line.label ?? null, line.documentRef ?? null, line.documentOn ?? null, line.currency ?? null, line.currencyCents ?? null,
  )
  if (line.pair) tx.write(PAIR).run(id, lineNo, entity, line.pair.id, line.pair.with, (line.debitCents ?? 0) - (line.creditCents ?? 0))
}

/** A moved entry keeps the day its fact asks for as the date of its document, unless it has one. */
function insertEntry(tx: Writer, id: FactId, entity: number, on: CalendarDate, body: EntryPosted, rows: EntryRows | undefined): void {
  const journal = referenceTo(tx, entity, 'journal', body.journal)
  const year = referenceTo(tx, entity, 'year', body.year)
  const { number, date, label, validatedOn, reverses } = body
  const [documentRef, documentOn, source] = [body.documentRef ?? null, body.documentOn ?? (on === date ? null : date), body.source ?? null]
  if (rows) {
    rows.entries.push(id, entity, journal, year, number, on, label, documentRef, documentOn, validatedOn, source)
  } else if (isOrdinary(body)) {
    tx.write(ENTRY).run(id, entity, journal, year, number, on, label, documentRef, documentOn, validatedOn, source)
  } else {
    // What it undid may count nowhere, signed after a revocation: it then stands alone.
    const reversed = reverses ? (appliedEntry(tx, entity, reverses) ?? null) : null
    tx.write(FULL_ENTRY).run(id, entity, journal, year, number, on, label, documentRef, documentOn, validatedOn, source, body.nature ?? 'ordinary', reversed, body.reason ?? null)
  }
}
