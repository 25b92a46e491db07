import type { AppliedFact } from '../chain/fact.ts'
import { referenceTo } from '../chain/reference.apply.ts'
import type { Writer } from '../context.ts'
import { monthOf } from '../kernel/calendar-date.ts'
import type { FactId } from '../kernel/ids.ts'
import { addToBalance } from './balance.apply.ts'
import { findFact } from './fact-name.query.ts'
import type { EntryPosted, PostedLine } from './ledger-facts.ts'

const LINE = `INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id, project_id, funder_id,
  label, document_ref, document_on, currency, currency_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
// Most lines say nothing that their entry does not: binding eight absent values for each costs as much as its index.
const PLAIN_LINE = 'INSERT INTO line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents) VALUES (?, ?, ?, ?, ?, ?)'
const ENTRY = `INSERT INTO entry (id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on,
  nature, reverses_id, reason, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** The lines first, then the entry that seals them (the triggers check the whole at that moment), and the kept balances. */
export function applyEntryPosted(tx: Writer, fact: AppliedFact<EntryPosted>): void {
  const { body, id, stream } = fact
  const entity = stream.entityId
  const date = body.date
  const year = referenceTo(tx, entity, 'year', body.year)
  const month = body.nature === 'closing' ? 'closing' : monthOf(date)
  for (let at = 0; at < body.lines.length; at += 1) {
    const line = body.lines[at] as PostedLine
    const account = referenceTo(tx, entity, 'account', line.account)
    const debit = line.debitCents ?? 0
    const credit = line.creditCents ?? 0
    if (isPlain(line)) tx.write(PLAIN_LINE).run(id, at + 1, account, date, debit, credit)
    else insertFullLine(tx, id, at + 1, account, date, line, entity)
    addToBalance(tx, year, month, account, debit, credit)
  }
  tx.write(ENTRY).run(
    id, entity, referenceTo(tx, entity, 'journal', body.journal), year, body.number, date, body.label,
    body.documentRef ?? null, body.documentOn ?? null, body.validatedOn, body.nature ?? 'ordinary',
    body.reverses ? findFact(tx, entity, body.reverses) as FactId : null, body.reason ?? null, body.source ?? null,
  )
}

function isPlain(line: PostedLine): boolean {
  return line.party === undefined && line.project === undefined && line.funder === undefined && line.label === undefined
    && line.documentRef === undefined && line.documentOn === undefined && line.currency === undefined
}

function insertFullLine(tx: Writer, id: FactId, lineNo: number, account: number, date: string, line: PostedLine, entity: number): void {
  tx.write(LINE).run(
    id, lineNo, account, date, line.debitCents ?? 0, line.creditCents ?? 0,
    line.party === undefined ? null : referenceTo(tx, entity, 'party', line.party),
    line.project === undefined ? null : referenceTo(tx, entity, 'project', line.project),
    line.funder === undefined ? null : referenceTo(tx, entity, 'funder', line.funder),
    line.label ?? null, line.documentRef ?? null, line.documentOn ?? null, line.currency ?? null, line.currencyCents ?? null,
  )
}
