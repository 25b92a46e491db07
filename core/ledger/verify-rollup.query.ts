import { report } from '../chain/verify-chain.query.ts'
import type { Reader } from '../context.ts'
import type { Refusal } from '../kernel/result.ts'
import { type RollupRow, RollupRows, type RollupSpan } from './rollup.ts'
import { addPlace, placesInSum } from './rollup.query.ts'

const STORED = `SELECT legal, from_on AS fromOn, until_on AS untilOn, end_on AS endOn, next_on AS nextOn, month, chart, account, debit_cents AS debit, credit_cents AS credit
  FROM rollup JOIN rollup_span ON rollup_span.id = span_id WHERE debit_cents <> 0 OR credit_cents <> 0`
const PAIRS = `SELECT pair FROM (SELECT pair, SUM(cents) AS cents, COUNT(*) AS halves, MIN(on_date) AS first_on, MAX(on_date) AS last_on
    FROM pair_half JOIN line USING (entry_id, line_no) GROUP BY pair) AS again FULL JOIN pair_sum AS kept USING (pair)
  WHERE kept.cents IS NOT again.cents OR kept.halves IS NOT again.halves OR kept.first_on IS NOT again.first_on OR kept.last_on IS NOT again.last_on LIMIT 100`

/** Makes the roll-up of the sum of all books and the sums of pairs again, and names what differs: `rollup_wrong`, `pair_sum_wrong`. */
export function checkRollup(reader: Reader, problems: Refusal[]): void {
  for (const { pair } of reader.read<{ pair: string }>(PAIRS).all()) report(problems, { code: 'pair_sum_wrong', pair })
  if (!reader.read("SELECT 1 FROM setting WHERE key = 'rollup'").get()) return
  const again = new RollupRows()
  for (const place of placesInSum(reader)) addPlace(reader, again, place)
  for (const row of reader.read<RollupRow & RollupSpan>(STORED).all()) again.add(row, row.month, row.account, -row.debit, -row.credit)
  for (const { span, rows } of again.spans.values()) {
    for (const { account, month, debit, credit } of rows.values()) {
      if (debit !== 0 || credit !== 0) report(problems, { code: 'rollup_wrong', account, month: month === '' ? span.untilOn : month })
    }
  }
}
