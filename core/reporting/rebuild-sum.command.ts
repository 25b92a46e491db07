import type { Context, Outcome } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { rebuildRollup } from '../ledger/rollup.apply.ts'

/** Makes the roll-up of the sum of all books again from the kept balances of every book: what to do when `verify` finds it wrong. */
export function rebuildSum(ctx: Context): Outcome<{ readonly rows: number }> {
  return ctx.write((tx) => {
    rebuildRollup(tx)
    tx.changed('ledger')
    return ok({ rows: tx.read<{ count: number }>('SELECT COUNT(*) AS count FROM rollup').get()?.count ?? 0 })
  })
}
