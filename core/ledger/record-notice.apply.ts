import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import { entryReference } from './entry-reference.ts'
import type { AccountRecorded, AxisValueRecorded, JournalRecorded, LedgerFacts, PartyRecorded } from './ledger-facts.ts'
import { tellOfBooks } from './notice.apply.ts'

/** A record that a code names: what it is (a field of the sentences), its code, its name. */
interface Named { readonly field: string; readonly record: string; readonly label: string }

const ACCOUNT = "SELECT label FROM account WHERE entity_id = ? AND 'account' = ? AND number = ?"
const JOURNAL = "SELECT label FROM journal WHERE entity_id = ? AND 'journal' = ? AND code = ?"
const PARTY = "SELECT name AS label FROM party WHERE entity_id = ? AND 'party' = ? AND code = ?"
const AXIS = 'SELECT label FROM axis_value WHERE entity_id = ? AND axis = ? AND code = ?'

const NAMED: { readonly [Kind in keyof LedgerFacts]?: { readonly sql: string; readonly of: (body: never) => Named } } = {
  AccountRecorded: { sql: ACCOUNT, of: (body: AccountRecorded) => ({ field: 'account', record: body.number, label: body.label }) },
  JournalRecorded: { sql: JOURNAL, of: (body: JournalRecorded) => ({ field: 'journal', record: body.code, label: body.label }) },
  PartyRecorded: { sql: PARTY, of: (body: PartyRecorded) => ({ field: 'party', record: body.code, label: body.name }) },
  AxisValueRecorded: { sql: AXIS, of: (body: AxisValueRecorded) => ({ field: body.axis, record: body.code, label: body.label }) },
}

/**
 * Takes a fact of another machine, and tells when a code that these books have comes with another name: the latest one stands, and a person sees
 * whether it is a new name or two things under one code. Answers what `take` answers.
 */
export function tellingOfRecord(tx: Writer, fact: AppliedFact, take: () => string | undefined): string | undefined {
  const named = NAMED[fact.kind as keyof LedgerFacts]
  if (!named) return take()
  const { entityId, device } = fact.stream
  const { field, record, label } = named.of(fact.body as never)
  const standing = (): string | undefined => tx.read<{ label: string }>(named.sql).get(entityId, field, record)?.label
  const before = standing()
  const needs = take()
  if (needs !== undefined || before === undefined || before === label) return needs
  if (standing() === label) tellOfBooks(tx, entityId, { code: 'record_renamed', field, record, before, label, device })
  else tellOfBooks(tx, entityId, { code: 'record_name_kept', field, record, label: before, aside: label, device })
  return needs
}

interface Late { readonly account: string; readonly closedOn: string; readonly journal: string; readonly year: string; readonly number: number; readonly device: string; readonly label: string }

// What ends a year or undoes an entry may use a closed account; an entry moved by a closing asks for its own day.
const LATE = `SELECT account.number AS account, closed_on AS closedOn, journal.code AS journal, year.code AS year, entry.number, device, entry.label
  FROM account INDEXED BY account_closed CROSS JOIN line INDEXED BY line_by_account ON account_id = account.id AND line.on_date > closed_on CROSS JOIN entry ON entry.id = line.entry_id
  JOIN stream ON stream.id = entry.stream_id JOIN reference AS journal ON journal.id = journal_id JOIN reference AS year ON year.id = year_id
  LEFT JOIN entry_move ON entry_move.entry_id = entry.id
  WHERE account.entity_id = ? AND closed_on IS NOT NULL AND nature = 'ordinary' AND reverses_id IS NULL AND ifnull(asked_on, entry.on_date) > closed_on`

/** Tells of each entry that uses an account after the day on which it was closed: written where that was not known yet. It counts. */
export function tellOfClosedAccounts(tx: Writer, entityId: number): void {
  for (const { account, closedOn, journal, year, number, device, label } of tx.read<Late>(LATE).all(entityId)) {
    tellOfBooks(tx, entityId, { code: 'account_used_closed', account, closedOn, entry: entryReference(journal, year, number, device), label })
  }
}
