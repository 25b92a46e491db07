import type { Context, Outcome } from '../../context.ts'
import { ok } from '../../kernel/result.ts'

/** Marks notices as read: those named, or all of them. Answers how many were not read before. */
export function readNotices(ctx: Context, ids?: readonly number[]): Outcome<{ readonly read: number }> {
  return ctx.write((tx) => {
    const now = tx.ports.now()
    const { changes } = ids
      ? tx.write('UPDATE notice SET read_at = ? WHERE read_at IS NULL AND id IN (SELECT value FROM json_each(?))').run(now, JSON.stringify(ids))
      : tx.write('UPDATE notice SET read_at = ? WHERE read_at IS NULL').run(now)
    if (changes > 0) tx.changed('sync')
    return ok({ read: changes })
  })
}
