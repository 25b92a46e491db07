import { addDays, type CalendarDate, dateOf, dayNumberOf, daysInMonth, type Month, monthOf, partsOf } from '../kernel/calendar-date.ts'
import { allocate, cents, formatAmount } from '../kernel/money.ts'
import { monthsOf } from '../kernel/period.ts'
import type { ProposedEntry, ProposedLine } from '../ledger/entry.ts'

/** An entry of the story. Its third-party lines carry the reference of the paper they settle, so that what settles what is read from the lines. */
export interface Told extends Omit<ProposedEntry, 'date'> {
  readonly date: CalendarDate
  /** The entry that this one reverses, and why. */
  readonly corrects?: { readonly told: Told; readonly reason: string } | undefined
}

export interface StoryMonth {
  readonly month: Month
  readonly year: number
  /** 1 to 12. */
  readonly calendar: number
  /** In the year under way, and not in the one before. */
  readonly isCurrent: boolean
  /** Months between it and the month of today. */
  readonly back: number
}

/** The months from January of last year to the one of `today`. */
export function storyMonths(today: CalendarDate): StoryMonth[] {
  const { year: current } = partsOf(today)
  const months = monthsOf({ from: dateOf(current - 1, 1, 1), to: today })
  return months.map((month, index) => {
    const { year, month: calendar } = partsOf(`${month}-01` as CalendarDate)
    return { month, year, calendar, isCurrent: year === current, back: months.length - 1 - index }
  })
}

/** A working day of a month near the day asked: a Saturday or a Sunday moves to a neighbour of the same month. */
export function workday(month: StoryMonth, day: number): CalendarDate {
  return onWorkday(dateOf(month.year, month.calendar, Math.min(Math.max(day, 1), daysInMonth(month.year, month.calendar))))
}

/** The day itself, or the nearest working day of its month; holidays are not looked at. */
export function onWorkday(date: CalendarDate): CalendarDate {
  // Day 0, 1 January 1970, was a Thursday.
  const weekday = (dayNumberOf(date) + 3) % 7
  if (weekday < 5) return date
  const moves = weekday === 5 ? [-1, 2] : [1, -2]
  return moves.map((days) => addDays(date, days)).find((other) => monthOf(other) === monthOf(date)) ?? date
}

/** A part of an amount, in basis points, to the nearest cent. */
export function share(amountCents: number, basisPoints: number): number {
  if (basisPoints === 0 || amountCents === 0) return 0
  return allocate(cents(amountCents), [basisPoints, 10_000 - basisPoints])[0] ?? 0
}

/** The tax inside an amount that holds it. */
export function taxWithin(totalCents: number, basisPoints: number): number {
  return allocate(cents(totalCents), [basisPoints, 10_000])[0] ?? 0
}

export function debit(account: string, amountCents: number, more: Partial<ProposedLine> = {}): ProposedLine {
  return { account, debitCents: amountCents, creditCents: 0, ...more }
}

export function credit(account: string, amountCents: number, more: Partial<ProposedLine> = {}): ProposedLine {
  return { account, debitCents: 0, creditCents: amountCents, ...more }
}

/** Lines at nothing (no VAT, no withholding) are left out. */
export function told(entry: Told): Told {
  return { ...entry, lines: entry.lines.filter((line) => line.debitCents !== 0 || line.creditCents !== 0) }
}

const MONTH_NAMES = ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'] as const

/** `mars 2026` */
export function monthName(month: StoryMonth): string {
  return `${MONTH_NAMES[month.calendar - 1]} ${month.year}`
}

/** `de mars 2026`, `d’avril 2026` */
export function ofMonth(month: StoryMonth): string {
  const name = monthName(month)
  return /^[aeiou]/u.test(name) ? `d’${name}` : `de ${name}`
}

/** `5 240,00 €` */
export function euros(amountCents: number): string {
  return `${formatAmount(cents(amountCents), ',').replace(/\B(?=(?:\d{3})+,)/gu, ' ')} €`
}

/** Three digits: the fourth paper of a year is `004`. */
export function rank(number: number): string {
  return String(number).padStart(3, '0')
}
