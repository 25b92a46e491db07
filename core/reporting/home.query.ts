import type { Reader } from '../context.ts'
import { addMonths, type CalendarDate, type Month, monthOf } from '../kernel/calendar-date.ts'
import { accountsNamed, type Books, books, yearOn } from '../ledger/books.query.ts'
import { playsRole, type Role } from '../ledger/chart.ts'
import { type EntryHead, recentEntries } from '../ledger/entry.query.ts'
import { type TrialBalanceRow, trialBalance } from '../ledger/trial-balance.query.ts'

/** An amount with the accounts that make it up: every figure opens. */
export interface Sum {
  readonly cents: number
  readonly accounts: readonly { readonly account: string; readonly label: string; readonly cents: number }[]
}

export interface Home {
  readonly asOf: CalendarDate
  readonly from: CalendarDate
  /** What do I have: bank, cash and the compte interne. */
  readonly have: Sum
  /** Over the period, as positive amounts. */
  readonly income: Sum
  readonly expense: Sum
  readonly owedToMe: Sum
  readonly iOwe: Sum
  readonly vat: Sum
  /** The twelve months that end with `asOf`. */
  readonly months: readonly { readonly month: Month; readonly incomeCents: number; readonly expenseCents: number }[]
  /** Counted up to a thousand. */
  readonly missing: { readonly drafts: number; readonly withoutDocument: number; readonly unmatched: number; readonly templatesDue: number; readonly suspense: Sum }
  readonly lastEntryOn: CalendarDate | null
  readonly recent: readonly EntryHead[]
}

/** The four questions of the home page, from kept balances: the cost does not grow with the books. */
export function home(reader: Reader, entityId: number, asOf: CalendarDate, from?: CalendarDate): Home {
  const known = books(reader, entityId)
  const balance = trialBalance(reader, entityId, asOf, from)
  const sum = (roles: readonly Role[], amount: (row: TrialBalanceRow) => number): Sum => {
    const accounts = balance.rows
      .filter((row) => roles.some((role) => playsRole(known.chart, row.account, role)))
      .map((row) => ({ account: row.account, label: row.label, cents: amount(row) }))
      .filter((row) => row.cents !== 0)
    return { cents: accounts.reduce((total, row) => total + row.cents, 0), accounts }
  }
  const stands = (row: TrialBalanceRow): number => row.balanceCents
  const moved = (row: TrialBalanceRow): number => row.debitCents - row.creditCents
  const against = (amount: (row: TrialBalanceRow) => number) => (row: TrialBalanceRow): number => -amount(row)
  return {
    asOf,
    from: balance.from,
    have: sum(['bank', 'cash', 'internal_account'], stands),
    income: sum(['income'], against(moved)),
    expense: sum(['expense'], moved),
    owedToMe: sum(['customer'], stands),
    iOwe: sum(['supplier'], against(stands)),
    vat: sum(['vat_due', 'vat_deductible'], against(stands)),
    months: monthlyFlow(reader, known, asOf),
    missing: { ...missing(reader, known, asOf), suspense: sum(['suspense'], stands) },
    lastEntryOn: lastEntryOn(reader, entityId),
    recent: recentEntries(reader, entityId, 8),
  }
}

const FLOW = `SELECT month, account_id AS accountId, SUM(credit_cents - debit_cents) AS cents FROM balance JOIN fiscal_year ON fiscal_year.id = year_id
  WHERE entity_id = ? AND month >= ? AND month <= ? GROUP BY month, account_id`

function monthlyFlow(reader: Reader, known: Books, asOf: CalendarDate): Home['months'] {
  const last = monthOf(asOf)
  const first = addMonths(last, -11)
  const kinds = new Map<number, 'income' | 'expense'>()
  for (const account of accountsNamed(known)) {
    if (playsRole(known.chart, account.number, 'income')) kinds.set(account.id, 'income')
    else if (playsRole(known.chart, account.number, 'expense')) kinds.set(account.id, 'expense')
  }
  const flow = new Map<Month, { income: number; expense: number }>()
  for (let month = first; month <= last; month = addMonths(month, 1)) flow.set(month, { income: 0, expense: 0 })
  for (const row of reader.read<{ month: Month; accountId: number; cents: number }>(FLOW).all(known.entity.id, first, last)) {
    const kind = kinds.get(row.accountId)
    const month = flow.get(row.month)
    if (kind && month) month[kind] += kind === 'income' ? row.cents : -row.cents
  }
  return [...flow].map(([month, { income, expense }]) => ({ month, incomeCents: income, expenseCents: expense }))
}

const COUNTED = 1000

const WITHOUT_DOCUMENT = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM journal CROSS JOIN entry INDEXED BY entry_by_number ON journal.id = journal_id AND entry.year_id = ?
  WHERE kind IN ('purchases', 'sales') AND reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM entry_document WHERE entry_id = entry.id) LIMIT ${COUNTED})`
const UNMATCHED = `SELECT COUNT(*) AS count FROM (SELECT 1 FROM line INDEXED BY line_by_account JOIN entry ON entry.id = line.entry_id
  WHERE account_id = ? AND line.on_date <= ? AND (nature = 'ordinary' OR nature = 'opening' AND year_id = ?)
  AND NOT EXISTS (SELECT 1 FROM line_match WHERE line_match.entry_id = line.entry_id AND line_match.line_no = line.line_no) LIMIT ${COUNTED})`

function missing(reader: Reader, known: Books, asOf: CalendarDate): Omit<Home['missing'], 'suspense'> {
  const count = (sql: string, ...values: (string | number)[]): number => reader.read<{ count: number }>(sql).get(...values)?.count ?? 0
  const year = yearOn(known.years, asOf)
  let unmatched = 0
  for (const account of known.accounts.values()) {
    if (!playsRole(known.chart, account.number, 'customer') && !playsRole(known.chart, account.number, 'supplier')) continue
    if (unmatched < COUNTED) unmatched = Math.min(COUNTED, unmatched + count(UNMATCHED, account.id, asOf, known.years[0]?.id ?? 0))
  }
  return {
    drafts: count('SELECT COUNT(*) AS count FROM draft WHERE entity_id = ?', known.entity.id),
    withoutDocument: year ? count(WITHOUT_DOCUMENT, year.id) : 0,
    unmatched,
    templatesDue: count('SELECT COUNT(*) AS count FROM template WHERE entity_id = ? AND next_on <= ?', known.entity.id, asOf),
  }
}

/** The last day with a movement, from the last kept month: a walk of one month at most. */
function lastEntryOn(reader: Reader, entityId: number): CalendarDate | null {
  const month = reader
    .read<{ yearId: number; month: string | null }>(
      `SELECT year_id AS yearId, MAX(month) AS month FROM balance JOIN fiscal_year ON fiscal_year.id = year_id
       WHERE entity_id = ? AND month <> 'closing' GROUP BY year_id ORDER BY month DESC LIMIT 1`,
    )
    .get(entityId)
  if (!month?.month) return null
  const day = reader
    .read<{ date: CalendarDate | null }>(
      `SELECT MAX((SELECT MAX(on_date) FROM line INDEXED BY line_by_account WHERE line.account_id = balance.account_id AND on_date < ? || '-99')) AS date
       FROM balance WHERE year_id = ? AND month = ?`,
    )
    .get(month.month, month.yearId, month.month)
  return day?.date ?? null
}
