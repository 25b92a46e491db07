import type { Reader } from '../context.ts'
import { addDays, type CalendarDate, firstDayOf, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import { accountsNamed, type Books, books, chartAccount, type YearRow, yearOn } from './books.query.ts'
import { isResultAccount, resultAccounts } from './chart.ts'

/** Movements of an account: what was debited and credited, in cents. */
export interface Movement {
  readonly accountId: number
  readonly debitCents: number
  readonly creditCents: number
}

const KEPT = `SELECT account_id AS accountId, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents
  FROM balance WHERE year_id = ? AND month >= ? AND month <= ? GROUP BY account_id`

// One short walk of the covering index for each account: the cost is that of the days asked, not of the books.
// Accounts in the order of their ids, which is that of the groups: nothing is sorted.
const LINES = `SELECT account.id AS accountId, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents
  FROM account NOT INDEXED CROSS JOIN line INDEXED BY line_by_account ON account_id = account.id AND on_date >= ? AND on_date <= ?
  WHERE account.entity_id = ? GROUP BY account.id`

const LINES_OF = `SELECT account_id AS accountId, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents
  FROM line INDEXED BY line_by_account WHERE account_id = ? AND on_date >= ? AND on_date <= ? GROUP BY account_id`

/**
 * What moved in a fiscal year between two days of it, its closing entries left out. Whole months come
 * from the kept balances; the days before the first and after the last whole month come from the lines.
 */
function movementsInYear(reader: Reader, entityId: number, year: YearRow, from: CalendarDate, to: CalendarDate): Map<number, Movement> {
  const total = new Map<number, Movement>()
  if (to < from) return total
  const startsWhole = from === year.startOn || from === firstDayOf(monthOf(from))
  const endsWhole = to === year.endOn || to === lastDayOf(monthOf(to))
  const firstWhole = startsWhole ? monthOf(from) : monthOf(addDays(lastDayOf(monthOf(from)), 1))
  const lastWhole = endsWhole ? monthOf(to) : monthOf(addDays(firstDayOf(monthOf(to)), -1))
  const lines = (first: CalendarDate, last: CalendarDate, sign: number): void => {
    if (first > last) return
    merge(total, reader.read<Movement>(LINES).all(first, last, entityId), sign)
    for (const { id } of books(reader, entityId).unnamed) merge(total, reader.read<Movement>(LINES_OF).all(id, first, last), sign)
  }
  if (firstWhole > lastWhole) {
    lines(from, to, 1)
    return withoutClosing(reader, year, to, total)
  }
  if (!startsWhole) lines(from, lastDayOf(monthOf(from)), 1)
  merge(total, reader.read<Movement>(KEPT).all(year.id, firstWhole, lastWhole), 1)
  if (!endsWhole) addPartialMonth(reader, year, to, total, lines)
  return total
}

/** The days of the last month up to `to`, from whichever end of the month is nearer. */
function addPartialMonth(reader: Reader, year: YearRow, to: CalendarDate, total: Map<number, Movement>, lines: (first: CalendarDate, last: CalendarDate, sign: number) => void): void {
  const month = monthOf(to)
  const first = firstDayOf(month) < year.startOn ? year.startOn : firstDayOf(month)
  const nearerEnd = Number(to.slice(8)) > 16 && lastDayOf(month) < year.endOn && firstDayOf(month) >= year.startOn
  if (!nearerEnd) {
    lines(first, to, 1)
    return
  }
  merge(total, reader.read<Movement>(KEPT).all(year.id, month, month), 1)
  lines(addDays(to, 1), lastDayOf(month), -1)
}

/** Closing entries stand on the last day of the year among the lines, but never in a balance of the year. */
function withoutClosing(reader: Reader, year: YearRow, to: CalendarDate, total: Map<number, Movement>): Map<number, Movement> {
  if (to === year.endOn) merge(total, reader.read<Movement>(KEPT).all(year.id, 'closing', 'closing'), -1)
  return total
}

function merge(total: Map<number, Movement>, rows: readonly Movement[], sign: number): void {
  for (const row of rows) {
    const known = total.get(row.accountId)
    total.set(row.accountId, {
      accountId: row.accountId,
      debitCents: (known?.debitCents ?? 0) + sign * row.debitCents,
      creditCents: (known?.creditCents ?? 0) + sign * row.creditCents,
    })
  }
}

export interface TrialBalanceRow {
  readonly account: string
  readonly label: string
  /** Its record has not come, and the chart does not name it. */
  readonly unnamed?: true
  readonly openingCents: number
  readonly debitCents: number
  readonly creditCents: number
  readonly balanceCents: number
}

export interface TrialBalance {
  readonly currency: string
  readonly from: CalendarDate
  readonly asOf: CalendarDate
  /** True when the year has no opening entries yet and its opening is carried over from the year before. */
  readonly provisionalOpening: boolean
  readonly rows: readonly TrialBalanceRow[]
  readonly totals: { readonly openingCents: number; readonly debitCents: number; readonly creditCents: number; readonly balanceCents: number }
}

/**
 * Opening, movements and balance of every account, debit positive. `from` is the first day of the fiscal year of
 * `asOf` when not given. Opening entries are movements of their day; closing entries never count, so that the
 * balance of a closed year can still be read.
 */
export function trialBalance(reader: Reader, entityId: number, asOf: CalendarDate, from?: CalendarDate): TrialBalance {
  const known = books(reader, entityId)
  const start = from ?? yearOn(known.years, asOf)?.startOn ?? lastYearBefore(known, asOf)?.startOn ?? asOf
  const opening = openingBalances(reader, known, start)
  const moved = new Map<number, Movement>()
  for (const year of known.years) {
    if (year.endOn < start || year.startOn > asOf) continue
    const first = year.startOn > start ? year.startOn : start
    const last = year.endOn < asOf ? year.endOn : asOf
    const movements = movementsInYear(reader, entityId, year, first, last)
    // A range over several years counts what happened; the year's opening entries only say again what the year before left.
    if (year.startOn > start && year !== known.years[0]) merge(movements, openingMovements(reader, year), -1)
    merge(moved, [...movements.values()], 1)
  }
  const rows: TrialBalanceRow[] = []
  const totals = { openingCents: 0, debitCents: 0, creditCents: 0, balanceCents: 0 }
  for (const account of accountsNamed(known)) {
    const openingCents = opening.balances.get(account.id) ?? 0
    const movement = moved.get(account.id)
    const [debitCents, creditCents] = [movement?.debitCents ?? 0, movement?.creditCents ?? 0]
    if (openingCents === 0 && debitCents === 0 && creditCents === 0) continue
    const balanceCents = openingCents + debitCents - creditCents
    rows.push({ account: account.number, label: account.label, ...(account.label === '' ? { unnamed: true } : {}), openingCents, debitCents, creditCents, balanceCents })
    totals.openingCents += openingCents
    totals.debitCents += debitCents
    totals.creditCents += creditCents
    totals.balanceCents += balanceCents
  }
  const carried = opening.balances.get(NOT_OPEN) ?? 0
  if (carried !== 0) {
    const number = resultAccounts(known.chart, carried < 0).target[0] ?? ''
    rows.push({ account: number, label: chartAccount(reader, known.chart, number)?.label['fr'] ?? number, openingCents: carried, debitCents: 0, creditCents: 0, balanceCents: carried })
    rows.sort((a, b) => (a.account < b.account ? -1 : 1))
    totals.openingCents += carried
    totals.balanceCents += carried
  }
  return { currency: known.entity.currency, from: start, asOf, provisionalOpening: opening.provisional, rows, totals }
}

// Said twice, `nature` lets the index of the few entries that are not ordinary answer, and not a walk through all of them.
const OPENING = `SELECT account_id AS accountId, SUM(debit_cents) AS debitCents, SUM(credit_cents) AS creditCents
  FROM entry INDEXED BY entry_by_nature CROSS JOIN line ON entry_id = entry.id WHERE entry.year_id = ? AND nature = 'opening' AND nature <> 'ordinary' GROUP BY account_id`

function openingMovements(reader: Reader, year: YearRow): Movement[] {
  return reader.read<Movement>(OPENING).all(year.id)
}

// An opening that was reversed, when its year was reopened, opens nothing.
const OPENED = `SELECT 1 FROM entry INDEXED BY entry_by_nature WHERE year_id = ? AND nature = 'opening' AND nature <> 'ordinary' AND reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM entry AS other WHERE other.reverses_id = entry.id) LIMIT 1`

export function hasOpeningEntries(reader: Reader, year: YearRow): boolean {
  return reader.read(OPENED).get(year.id) !== undefined
}

function lastYearBefore(known: Books, date: CalendarDate): YearRow | undefined {
  return known.years.findLast((year) => year.endOn < date)
}

/**
 * Balance of each account at the dawn of `date`: what the year brought so far, and before its first day what the
 * year before left, when no opening entry says so yet. Charges and income of a finished year are then its result.
 */
export function openingBalances(reader: Reader, known: Books, date: CalendarDate): { balances: Map<number, number>; provisional: boolean } {
  const year = yearOn(known.years, date)
  let balances = new Map<number, number>()
  let provisional = false
  const previous = year ? yearBefore(known, year) : lastYearBefore(known, date)
  if (previous && (!year || !hasOpeningEntries(reader, year))) {
    balances = leftBy(reader, known, previous)
    // A month that an entry left keeps a row of nothing: it carries nothing over.
    provisional = [...balances.values()].some((cents) => cents !== 0)
  }
  if (year && date > year.startOn) addMovements(balances, movementsInYear(reader, known.entity.id, year, year.startOn, addDays(date, -1)))
  return { balances, provisional }
}

function yearBefore(known: Books, year: YearRow): YearRow | undefined {
  return known.years.findLast((each) => each.endOn < year.startOn)
}

/** What a year leaves to the next one: the balance of every account at its end, its result in the account where its closing puts it. */
function leftBy(reader: Reader, known: Books, year: YearRow): Map<number, number> {
  const { balances } = openingBalances(reader, known, year.startOn)
  addMovements(balances, movementsInYear(reader, known.entity.id, year, year.startOn, year.endOn))
  carryResult(known, balances)
  return balances
}

/**
 * The accounts with which a year opens otherwise than the year before it left them, debit positive (CDE III.82; PCG art. 112-2: the opening balance sheet
 * is the closing one of the year before). Empty for the first year, and while nothing opens the year but what is carried over.
 */
export function openingDifferences(reader: Reader, known: Books, year: YearRow): { readonly account: string; readonly differenceCents: number }[] {
  const previous = yearBefore(known, year)
  if (!previous || !hasOpeningEntries(reader, year)) return []
  const left = leftBy(reader, known, previous)
  const opened = new Map(openingMovements(reader, year).map((movement) => [movement.accountId, movement.debitCents - movement.creditCents]))
  const numbers = new Map(accountsNamed(known).map((account) => [account.id, account.number]))
  return [...new Set([...left.keys(), ...opened.keys()])]
    .map((id) => ({ account: numbers.get(id) ?? resultAccounts(known.chart, (left.get(id) ?? 0) < 0).target[0] ?? '', differenceCents: (opened.get(id) ?? 0) - (left.get(id) ?? 0) }))
    .filter((row) => row.differenceCents !== 0)
    .sort((a, b) => (a.account < b.account ? -1 : 1))
}

function addMovements(balances: Map<number, number>, movements: ReadonlyMap<number, Movement>): void {
  for (const [account, movement] of movements) {
    balances.set(account, (balances.get(account) ?? 0) + movement.debitCents - movement.creditCents)
  }
}

/** Stands for the account of result of the chart while these books have not opened it. */
const NOT_OPEN = 0

/** Moves charges and income of a finished year to the account of its result, as its closing will. */
function carryResult(known: Books, balances: Map<number, number>): void {
  const byId = new Map(accountsNamed(known).map((account) => [account.id, account.number]))
  let result = 0
  for (const [account, balance] of balances) {
    if (!isResultAccount(known.chart, byId.get(account) ?? '')) continue
    result += balance
    balances.delete(account)
  }
  if (result === 0) return
  const { target: prefixes } = resultAccounts(known.chart, result < 0)
  const target = accountsNamed(known).find((account) => prefixes.some((prefix) => account.number.startsWith(prefix)))?.id ?? NOT_OPEN
  balances.set(target, (balances.get(target) ?? 0) + result)
}
