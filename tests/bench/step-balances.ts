import { performance } from 'node:perf_hooks'
import { addDays, type CalendarDate, calendarDate } from '../../core/kernel/calendar-date.ts'
import type { Context } from '../../core/context.ts'
import { books } from '../../core/ledger/books.query.ts'
import { ledgerPage, type LedgerCursor } from '../../core/ledger/ledger-page.query.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { BANK, CUSTOMERS, WORKING_DATE, YEARS } from './generator.ts'
import { median, medianWall } from './measure.ts'
import { booksPath } from './step-posting.ts'
import { entityOf, open } from './workspace.ts'

const MONTH_END = calendarDate('2026-10-31')

// What a program without kept balances does: every line of the range, by the day that its entry carries.
const SCAN = `SELECT code AS account, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents FROM line JOIN entry ON entry.id = entry_id
  JOIN reference ON reference.id = account_id WHERE entry.entity_id = ? AND entry.on_date BETWEEN ? AND ? AND nature <> 'closing' GROUP BY account_id`
// The best a recomputation can do: the covering index in its own order, nothing sorted.
const RECOMPUTED = 'SELECT account_id, SUM(debit_cents), SUM(credit_cents) FROM line INDEXED BY line_by_account GROUP BY account_id'
const RECOMPUTED_YEAR = `SELECT account.id, SUM(debit_cents), SUM(credit_cents) FROM account NOT INDEXED CROSS JOIN line INDEXED BY line_by_account
  ON account_id = account.id AND on_date >= ? AND on_date <= ? WHERE account.entity_id = ? GROUP BY account.id`

interface Row { readonly account: string; readonly debitCents: number; readonly creditCents: number }

export async function balances(size: number, folder: string): Promise<Record<string, number>> {
  const workspace = await open(booksPath(folder, size), true)
  const { ctx } = workspace
  const entityId = entityOf(workspace)
  const year = YEARS[2]?.startOn as CalendarDate
  const kept = medianWall(50, () => trialBalance(ctx, entityId, MONTH_END))
  const recomputed = medianWall(5, () => ctx.read(RECOMPUTED).all())
  const recomputedYear = medianWall(5, () => ctx.read(RECOMPUTED_YEAR).all(year, WORKING_DATE, entityId))
  const days = Array.from({ length: 12 }, (_, at) => addDays(year, 9 + at * 27))
  const asOf: number[] = []
  const scanned: number[] = []
  for (const day of days) {
    asOf.push(medianWall(5, () => trialBalance(ctx, entityId, day)))
    const start = performance.now()
    const slow = ctx.read<Row>(SCAN).all(entityId, year, day)
    scanned.push(performance.now() - start)
    compare(trialBalance(ctx, entityId, day).rows, slow, day)
  }
  const worst = Math.max(...asOf)
  workspace.close()
  return { kept, recomputed, recomputedYear, asOf: median(asOf), asOfWorst: worst, scanned: median(scanned) }
}

/** The quick answer is the exact one, or the report is not written. */
function compare(quick: readonly Row[], slow: readonly Row[], day: CalendarDate): void {
  const bySlow = new Map(slow.map((row) => [row.account, row]))
  for (const row of quick) {
    const same = bySlow.get(row.account)
    if (row.debitCents !== (same?.debitCents ?? 0) || row.creditCents !== (same?.creditCents ?? 0)) throw new Error(`account ${row.account} on ${day} differs from the scan`)
  }
  const known = new Set(quick.map((row) => row.account))
  for (const row of slow) if (!known.has(row.account)) throw new Error(`account ${row.account} on ${day} is missing`)
}

const PLACE = `SELECT on_date AS date, entry_id AS entryId, line_no AS line FROM line INDEXED BY line_by_account WHERE account_id = ?
  AND on_date >= ? ORDER BY on_date, entry_id, line_no LIMIT 1 OFFSET ?`
const PAGE = 100

export async function ledgerPages(size: number, folder: string): Promise<Record<string, number>> {
  const workspace = await open(booksPath(folder, size), true)
  const { ctx } = workspace
  const entityId = entityOf(workspace)
  const range = { from: YEARS[0]?.startOn, to: WORKING_DATE }
  const answer: Record<string, number> = {}
  for (const [name, account] of [['bank', BANK], ['customers', CUSTOMERS]] as const) {
    const id = books(ctx, entityId).accounts.get(account)?.id ?? 0
    const count = ctx.read<{ count: number }>('SELECT COUNT(*) AS count FROM line WHERE account_id = ?').get(id)?.count ?? 0
    const places = { first: undefined, middle: cursor(ctx, id, Math.floor(count / 2)), last: cursor(ctx, id, count - PAGE - 1) }
    answer[`${name}Lines`] = count
    for (const [place, after] of Object.entries(places)) answer[`${name}_${place}`] = medianWall(60, () => ledgerPage(ctx, entityId, account, range, after, PAGE))
  }
  const firsts = [...books(ctx, entityId).accounts.keys()].map((account) => medianWall(3, () => ledgerPage(ctx, entityId, account, {}, undefined, PAGE)))
  workspace.close()
  return { ...answer, firstPageWorst: Math.max(...firsts) }
}

function cursor(ctx: Context, account: number, offset: number): LedgerCursor | undefined {
  return ctx.read<LedgerCursor>(PLACE).get(account, YEARS[0]?.startOn ?? '', Math.max(offset, 0))
}
