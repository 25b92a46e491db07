import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { procedures } from '../../core/procedures.ts'
import { freshness } from '../../core/reporting/freshness.query.ts'
import { sumOfBooks } from '../../core/reporting/sum-of-books.query.ts'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { createWorkspace } from '../../electron/machine/workspace.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { must } from '../fixtures/books.ts'
import { WORKING_DATE } from './generator.ts'
import { medianWall, Stopwatch } from './measure.ts'
import { open, remove } from './workspace.ts'
import { join } from 'node:path'

/** At the largest size five thousand Activités of a thousand lines each. */
const ENTRIES_A_YEAR = 350
const SIZE_OF_ONE = 200
const [MONTH_END, MIDDLE] = [calendarDate('2026-10-31'), calendarDate('2026-10-20')]

// What bare SQL does over the same rows: one pass that adds up each account, whatever year it is of.
const BARE = `SELECT code, SUM(debit_cents), SUM(credit_cents) FROM balance JOIN reference ON reference.id = account_id WHERE month <= '2026-10' GROUP BY code`
const BARE_KEPT = `SELECT account, SUM(debit_cents), SUM(credit_cents) FROM rollup WHERE month <= '2026-10' GROUP BY account`
// The floor: every kept balance read once and added, nothing looked up.
const FLOOR = 'SELECT SUM(debit_cents), SUM(credit_cents) FROM balance'

/** A simulated federation, the sum of all its books made again from kept balances, and the same from the roll-up. */
export async function sumsOfBooks(size: number, folder: string): Promise<Record<string, number>> {
  const path = join(folder, `federation-${size}.archipel`)
  const entities = Math.max(10, Math.trunc(size / SIZE_OF_ONE))
  remove(path)
  await createWorkspace(path, { kind: 'headquarters', country: 'BE', name: 'Siège', demonstration: true }, { files: new MemoryFiles(), progress: () => {}, on: WORKING_DATE }, (ctx) => {
    must(openEntity(ctx, { code: 'SIEGE', name: 'Archipel Commun SC', kind: 'headquarters', country: 'BE', demonstration: true }))
    return true
  })
  const workspace = await open(path)
  const { ctx, connection } = workspace
  const door = procedures['federation.simulate']
  const watch = new Stopwatch()
  const made = watch.run(() => must(door.run(ctx, door.input.parse({ entities, years: 1, entriesPerYear: ENTRIES_A_YEAR }))))
  connection.pragma('wal_checkpoint(TRUNCATE)')
  const count = (table: string): number => connection.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get() as number
  const [again, kept] = [must(sumOfBooks(ctx, MONTH_END, undefined, true)), must(sumOfBooks(ctx, MONTH_END))]
  if (JSON.stringify(again.rows) !== JSON.stringify(kept.rows)) throw new Error('the roll-up and the kept balances differ')
  // Halves that did not come explain all that comptes internes and their mirrors lack.
  if (kept.internal.otherCents !== 0 || kept.totals.balanceCents !== 0) throw new Error('the books do not add up')
  // Another day each time: what was read of one is remembered until something is written.
  const days = ['11', '14', '17', '20', '23'].map((day) => calendarDate(`2026-10-${day}`))
  const figures = {
    entities, entries: made.entries, lines: count('line'), balances: count('balance'), rollupRows: count('rollup'), simulate: watch.wall,
    again: medianWall(3, () => sumOfBooks(ctx, MONTH_END, undefined, true)), bare: medianWall(3, () => ctx.read(BARE).all()), floor: medianWall(3, () => ctx.read(FLOOR).all()),
    kept: medianWall(20, () => sumOfBooks(ctx, MONTH_END)), bareKept: medianWall(20, () => ctx.read(BARE_KEPT).all()), anyDay: medianWall(3, () => sumOfBooks(ctx, days.pop() ?? MIDDLE)), sameDay: medianWall(5, () => sumOfBooks(ctx, MIDDLE)),
    freshness: medianWall(5, () => freshness(ctx, { order: 'lastPliAt', descending: false, incompleteOnly: false, offset: 0, limit: 200 })),
  }
  workspace.close()
  remove(path)
  return figures
}
