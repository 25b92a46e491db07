import { insertRows, rowForm } from '../chain/insert-rows.apply.ts'
import type { SqlValue, Writer } from '../context.ts'

/** Set in the memory of a connection while entries are booked in bulk: no trigger looks at each row, and rows may go in together. */
export const IN_BULK = 'bulk'

const WAITING = 'bulk:rows'
const LINES = rowForm('line (entry_id, line_no, account_id, on_date, debit_cents, credit_cents, party_id)', '(?, ?, ?, ?, ?, ?, ?)')
const ENTRIES = rowForm(
  'entry (id, entity_id, journal_id, year_id, number, on_date, label, document_ref, document_on, validated_on, source, nature)', "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ordinary')",
)

/** Values of rows that are not in their tables yet, one after the other. */
export interface EntryRows {
  readonly lines: SqlValue[]
  readonly entries: SqlValue[]
}

/** Where ordinary entries and their lines may wait for others; undefined when each must be in the tables at once. */
export function waitingRows(tx: Writer): EntryRows | undefined {
  return tx.memory.get(WAITING) as EntryRows | undefined
}

/** Runs work that takes in many entries: in bulk, the rows of ordinary ones go in together, at the latest when it ends. */
export function entriesTogether(tx: Writer, work: () => void): void {
  if (!tx.memory.has(IN_BULK)) {
    work()
    return
  }
  tx.memory.set(WAITING, { lines: [], entries: [] } satisfies EntryRows)
  work()
  putEntriesIn(tx)
  tx.memory.delete(WAITING)
}

/** To be called before anything looks for entries or lines. */
export function putEntriesIn(tx: Writer): void {
  const rows = waitingRows(tx)
  if (!rows || rows.entries.length === 0) return
  insertRows(tx, LINES, rows.lines)
  insertRows(tx, ENTRIES, rows.entries)
  rows.lines.length = 0
  rows.entries.length = 0
}
