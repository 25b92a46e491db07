import { ownHead } from '../chain/append-fact.command.ts'
import type { Writer } from '../context.ts'
import { assert } from '../kernel/assert.ts'
import { spanOf } from '../kernel/ids.ts'
import { IN_BULK } from './entry-rows.apply.ts'
import { setAside } from './set-aside.apply.ts'

/** The triggers that look at each row as it comes; those that refuse changing or deleting it are never touched. */
const ROW_BY_ROW = ['line_before_entry', 'entry_is_right', 'fact_follows'] as const

/** Fewer entries than this are booked row by row: checking them all at once would not be cheaper. */
export const BULK = 500

/**
 * Books many entries of this machine at once. The same invariants hold, checked by the same database in the same transaction, but over all
 * the new rows together before it commits: called for every row, the triggers cost half of what inserting them does. They are made again
 * from their own text; whatever goes wrong, the rollback brings back rows and triggers alike.
 */
export function inBulk<T>(tx: Writer, entityId: number, count: number, work: () => T): T {
  if (count < BULK) return work()
  const { stream, sequence } = ownHead(tx, entityId)
  return rowsTogether(tx, new Map([[stream.id, spanOf(stream.id)[0] + sequence + 1]]), work)
}

/** The same for facts of any streams: `firsts` is filled, while they come in, with the first new row of each. */
export function rowsTogether<T>(tx: Writer, firsts: Map<number, number>, work: () => T): T {
  const restore = setAside(tx, ROW_BY_ROW)
  tx.memory.set(IN_BULK, firsts)
  const result = work()
  tx.memory.delete(IN_BULK)
  for (const [stream, first] of firsts) checkTogether(tx, first, spanOf(stream)[1])
  restore()
  return result
}

const CHECKS: Readonly<Record<string, string>> = {
  entry_unbalanced: `SELECT entry_id FROM line WHERE entry_id >= ? AND entry_id < ? GROUP BY entry_id HAVING COUNT(*) < 2 OR SUM(debit_cents) <> SUM(credit_cents)
    OR MIN(on_date) <> MAX(on_date) OR MIN(on_date) IS NOT (SELECT on_date FROM entry WHERE id = entry_id)`,
  // Every group of lines has its entry, says the check before: as many groups as entries leave no entry without lines.
  entry_without_lines: `SELECT 1 FROM (SELECT COUNT(DISTINCT entry_id) AS groups FROM line WHERE entry_id >= ? AND entry_id < ?),
    (SELECT COUNT(*) AS entries FROM entry WHERE id >= ? AND id < ?) WHERE groups <> entries`,
  // Each series in the order of its index: nothing is sorted, so that a million entries take no memory.
  entry_number_gap: `WITH touched AS MATERIALIZED (SELECT DISTINCT journal_id, year_id, stream_id FROM entry WHERE id >= ? AND id < ?) SELECT 1 FROM touched WHERE
    (SELECT MAX(number) <> COUNT(*) OR MIN(number) <> 1 FROM entry INDEXED BY entry_by_number
     WHERE entry.journal_id = touched.journal_id AND entry.year_id = touched.year_id AND entry.stream_id = touched.stream_id)`,
  entry_outside_year: `SELECT 1 FROM entry WHERE id >= ? AND id < ? AND NOT EXISTS
    (SELECT 1 FROM fiscal_year WHERE fiscal_year.id = year_id AND fiscal_year.entity_id = entry.entity_id AND on_date BETWEEN start_on AND end_on
      AND on_date = CASE nature WHEN 'opening' THEN start_on WHEN 'closing' THEN end_on ELSE on_date END)
    AND NOT (nature = 'ordinary' AND EXISTS (SELECT 1 FROM reference WHERE reference.id = year_id AND kind = 'year' AND reference.entity_id = entry.entity_id)
      AND EXISTS (SELECT 1 FROM fiscal_year WHERE fiscal_year.entity_id = entry.entity_id AND on_date BETWEEN start_on AND end_on))`,
  period_closed: `SELECT 1 FROM closing JOIN entry ON entry.entity_id = closing.entity_id AND on_date <= until AND nature = 'ordinary'
    LEFT JOIN closing_position ON closing_id = closing.id AND closing_position.stream_id = entry.stream_id
    WHERE entry.id >= ? AND entry.id < ? AND reopened_by IS NULL AND entry.id > ifnull(last_id, 0)`,
  // From the last fact there was before.
  fact_out_of_sequence: `SELECT 1 FROM (SELECT MAX(id) - MIN(id) + 1 AS span, COUNT(*) AS facts FROM fact WHERE id >= ? - 1 AND id < ?) WHERE span <> facts`,
}

function checkTogether(tx: Writer, first: number, end: number): void {
  for (const [name, sql] of Object.entries(CHECKS)) {
    const range = sql.split('?').length === 5 ? [first, end, first, end] : [first, end]
    assert(tx.read(`${sql} LIMIT 1`).get(...range) === undefined, name)
  }
}
