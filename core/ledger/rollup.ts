import type { CalendarDate } from '../kernel/calendar-date.ts'

/** After every day there is: what has no end yet. */
const NO_END = '9999-12-31' as CalendarDate

/** A fiscal year as the sum of all books needs it. */
export interface BookedYear {
  readonly id: number
  readonly startOn: CalendarDate
  readonly endOn: CalendarDate
  /** Has opening entries that were not reversed: it says again what the years before left. */
  readonly isOpened: boolean
}

/** Where an entity lives from a day on, up to the day before `untilOn`: the uid of headquarters' own books of that legal person. */
export interface Home {
  readonly legal: string
  readonly fromOn: CalendarDate
  readonly untilOn: CalendarDate
}

/**
 * The days on which the movements of a year count in the books of a legal person: `fromOn` <= day < `untilOn`. From `nextOn` on, the
 * first day of the entity's next year, they are an opening carried over and no longer movements, and its charges and income are a result.
 */
export interface YearInSum {
  readonly yearId: number
  readonly legal: string
  readonly fromOn: CalendarDate
  readonly untilOn: CalendarDate
  readonly endOn: CalendarDate
  readonly nextOn: CalendarDate
}

/** A result carried over from finished years, in the account where the closing will put it; not yet booked by opening entries. */
export interface CarriedResult {
  readonly legal: string
  readonly fromOn: CalendarDate
  readonly untilOn: CalendarDate
  readonly account: string
  readonly cents: number
}

const earlier = <Day extends string>(a: Day, b: Day): Day => (a < b ? a : b)
const later = <Day extends string>(a: Day, b: Day): Day => (a > b ? a : b)

/** The parts of a span of days by where the entity lived. */
function inHomes<T>(homes: readonly Home[], fromOn: CalendarDate, untilOn: CalendarDate, part: (legal: string, fromOn: CalendarDate, untilOn: CalendarDate) => T): T[] {
  return homes.flatMap((home) => {
    const [from, until] = [later(fromOn, home.fromOn), earlier(untilOn, home.untilOn)]
    return from < until ? [part(home.legal, from, until)] : []
  })
}

/**
 * How each year of an entity (in order of time) stands in the sum of all books. It is the rule of a trial balance said for every day at
 * once: a year counts from its first day until a later year opens with entries of its own.
 */
export function yearsInSum(years: readonly BookedYear[], homes: readonly Home[]): YearInSum[] {
  return years.flatMap((year, at) => {
    const nextOn = years[at + 1]?.startOn ?? NO_END
    const untilOn = years.slice(at + 1).find((each) => each.isOpened)?.startOn ?? NO_END
    return inHomes(homes, year.startOn, untilOn, (legal, from, until) => ({ yearId: year.id, legal, fromOn: from, untilOn: until, endOn: year.endOn, nextOn }))
  })
}

/** Stands for the account of result while the books have not opened it: a loss and a profit meet there. */
export const NOT_OPEN = ''

/**
 * The results of finished years that wait for opening entries, by the days on which they count. `resultOf` answers the sum of charges and
 * income of a year, debit positive; `accountOf` where such a result goes in these books (`NOT_OPEN` when they lack the account);
 * `chartAccountOf` the account that the chart proposes instead.
 */
export function carriedResults(
  years: readonly BookedYear[], homes: readonly Home[],
  resultOf: (yearId: number) => number, accountOf: (cents: number) => string, chartAccountOf: (cents: number) => string,
): CarriedResult[] {
  const carried = new Map<string, number>()
  return years.flatMap((year, at) => {
    const before = years[at - 1]
    if (year.isOpened || !before) carried.clear()
    else {
      const cents = resultOf(before.id)
      if (cents !== 0) carried.set(accountOf(cents), (carried.get(accountOf(cents)) ?? 0) + cents)
    }
    const nextOn = years[at + 1]?.startOn ?? NO_END
    return [...carried].filter(([, cents]) => cents !== 0).flatMap(([account, cents]) =>
      inHomes(homes, year.startOn, nextOn, (legal, fromOn, untilOn): CarriedResult => ({ legal, fromOn, untilOn, cents, account: account === NOT_OPEN ? chartAccountOf(cents) : account })))
  })
}

/** Where an entity lives: what headquarters said, day by day, and before that the legal person it began in. */
export function homesOf(attachments: readonly { readonly legal: string; readonly on: CalendarDate }[], first: string): Home[] {
  const beginning = '0000-01-01' as CalendarDate
  const turns = [{ legal: first, on: beginning }, ...attachments]
  return turns.flatMap((turn, at): Home[] => {
    const untilOn = turns[at + 1]?.on ?? NO_END
    return turn.on < untilOn ? [{ legal: turn.legal, fromOn: turn.on, untilOn }] : []
  })
}


/** Fiscal years that stand alike in the sum. */
export interface RollupSpan {
  readonly legal: string
  readonly fromOn: CalendarDate
  readonly untilOn: CalendarDate
  readonly endOn: CalendarDate
  readonly nextOn: CalendarDate
  readonly chart: string
}

/** What an account moved in a month, over all years of a span. What is carried over has no month. */
export interface RollupRow {
  readonly month: string
  readonly account: string
  debit: number
  credit: number
}

interface SpanRows { readonly span: RollupSpan; readonly rows: Map<string, RollupRow> }

/** Rows of the roll-up, or differences to them, added up in memory: thousands of plis meet in the same few rows. */
export class RollupRows {
  readonly spans = new Map<string, SpanRows>()
  readonly #years = new Map<YearInSum, { readonly whole: SpanRows; readonly result: SpanRows | undefined }>()

  add(span: RollupSpan, month: string, account: string, debit: number, credit: number): void {
    addRow(this.#rowsOf(span), month, account, debit, credit)
  }

  /** Charges and income of a year count until the next one begins; they are then in its result. */
  addMovement(year: YearInSum, month: string, chart: string, account: string, isResult: boolean, debit: number, credit: number): void {
    let found = this.#years.get(year)
    if (!found) this.#years.set(year, (found = this.#placesOf(year, chart)))
    const place = isResult ? found.result : found.whole
    if (place) addRow(place, month, account, debit, credit)
  }

  addCarried(carried: CarriedResult, chart: string, sign: 1 | -1): void {
    const span = { legal: carried.legal, fromOn: carried.fromOn, untilOn: carried.untilOn, endOn: carried.fromOn, nextOn: carried.fromOn, chart }
    // A debit that is negative is a credit: one column is enough for what is carried over.
    this.add(span, '', carried.account, sign * carried.cents, 0)
  }

  #placesOf(year: YearInSum, chart: string): { readonly whole: SpanRows; readonly result: SpanRows | undefined } {
    const { legal, fromOn, untilOn, endOn, nextOn } = year
    const whole = this.#rowsOf({ legal, fromOn, untilOn, endOn, nextOn, chart })
    const ends = earlier(untilOn, nextOn)
    return { whole, result: ends === untilOn ? whole : fromOn < ends ? this.#rowsOf({ legal, fromOn, untilOn: ends, endOn, nextOn, chart }) : undefined }
  }

  #rowsOf(span: RollupSpan): SpanRows {
    const key = `${span.legal} ${span.fromOn} ${span.untilOn} ${span.endOn} ${span.nextOn} ${span.chart}`
    let found = this.spans.get(key)
    if (!found) this.spans.set(key, (found = { span, rows: new Map() }))
    return found
  }
}

function addRow({ rows }: SpanRows, month: string, account: string, debit: number, credit: number): void {
  const key = month + account
  const row = rows.get(key)
  if (row) {
    row.debit += debit
    row.credit += credit
  } else rows.set(key, { month, account, debit, credit })
}
