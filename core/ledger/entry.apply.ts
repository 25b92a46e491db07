import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import { monthOf } from '../kernel/calendar-date.ts'
import type { FactId } from '../kernel/ids.ts'
import { addToBalance, balancesOf } from './balance.apply.ts'
import { findFact } from './fact-name.query.ts'
import type { EntryPosted, PostedLine } from './ledger-facts.ts'
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

/** Set in the memory of a connection while entries are booked in bulk: no trigger looks at each row, and lines may go in together. */
export const IN_BULK = 'bulk'

/** The lines first, then the entry that seals them (the triggers check the whole at that moment), and the kept balances. */
export function applyEntryPosted(tx: Writer, fact: AppliedFact<EntryPosted>): void {
  const { body, id, stream } = fact
  const { lines, date } = body
  const entity = stream.entityId
  const year = referenceTo(tx, entity, 'year', body.year)
  const month = body.nature === 'closing' ? 'closing' : monthOf(date)
  const balances = balancesOf(tx, month)
  const together = lines.length >= 2 && lines.length <= 4 && tx.memory.has(IN_BULK) && lines.every(isPlain)
  const values: (string | number | null)[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as PostedLine
    const account = referenceTo(tx, entity, 'account', line.account)
    const party = line.party === undefined ? null : referenceTo(tx, entity, 'party', line.party)
    const debit = line.debitCents ?? 0
    const credit = line.creditCents ?? 0
    if (together) values.push(id, account, date, debit, credit, party)
    else if (isPlain(line)) tx.write(LINE).run(id, at + 1, account, date, debit, credit, party)
    else insertFullLine(tx, id, at + 1, account, party, date, line, entity)
    addToBalance(balances, year, month, account, debit, credit)
  }
  if (together) tx.write(LINES[lines.length - 2] as string).run(...values)
  insertEntry(tx, id, entity, year, body)
  if (body.nature === 'opening' || body.reverses) rollupTouched(tx, entity)
}

function isPlain(line: PostedLine): boolean {
  return line.project === undefined && line.funder === undefined && line.label === undefined
    && line.documentRef === undefined && line.documentOn === undefined && line.currency === undefined
}

function insertFullLine(tx: Writer, id: FactId, lineNo: number, account: number, party: number | null, date: string, line: PostedLine, entity: number): void {
  tx.write(FULL_LINE).run(
    id, lineNo, account, date, line.debitCents ?? 0, line.creditCents ?? 0, party,
    line.project === undefined ? null : referenceTo(tx, entity, 'project', line.project),
    line.funder === undefined ? null : referenceTo(tx, entity, 'funder', line.funder),
    line.label ?? null, line.documentRef ?? null, line.documentOn ?? null, line.currency ?? null, line.currencyCents ?? null,
  )
}

function insertEntry(tx: Writer, id: FactId, entity: number, year: number, body: EntryPosted): void {
  const journal = referenceTo(tx, entity, 'journal', body.journal)
  const { number, date, label, validatedOn, nature, reverses, reason } = body
  const [documentRef, documentOn, source] = [body.documentRef ?? null, body.documentOn ?? null, body.source ?? null]
  if (nature === undefined && reverses === undefined && reason === undefined) {
    tx.write(ENTRY).run(id, entity, journal, year, number, date, label, documentRef, documentOn, validatedOn, source)
  } else {
    const reversed = reverses ? findFact(tx, entity, reverses) as FactId : null
    tx.write(FULL_ENTRY).run(id, entity, journal, year, number, date, label, documentRef, documentOn, validatedOn, source, nature ?? 'ordinary', reversed, reason ?? null)
  }
}
