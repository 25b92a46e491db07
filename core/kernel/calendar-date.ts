import { assert } from './assert.ts'

/** A day of the Gregorian calendar as `YYYY-MM-DD`; sorts as text. No time zone, no clock. */
export type CalendarDate = string & { readonly __brand: 'CalendarDate' }

/** A calendar month as `YYYY-MM`. */
export type Month = string & { readonly __brand: 'Month' }

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** True for an existing day between 1900 and 2199; 31 February is not one. */
export function isCalendarDate(text: unknown): text is CalendarDate {
  if (typeof text !== 'string') return false
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return false
  const year = wholeNumber(text, 0, 4)
  const month = wholeNumber(text, 5, 7)
  const day = wholeNumber(text, 8, 10)
  return year >= 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** The number that the digits of a part of a text write; NaN, which no comparison accepts, when one is no digit. */
function wholeNumber(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN
  }
  return value
}

export function calendarDate(text: string): CalendarDate {
  assert(isCalendarDate(text), `not a date: ${text}`)
  return text
}

export function dateOf(year: number, month: number, day: number): CalendarDate {
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  return calendarDate(`${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`)
}

export function partsOf(date: CalendarDate): { readonly year: number; readonly month: number; readonly day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

export function monthOf(date: CalendarDate): Month {
  return date.slice(0, 7) as Month
}

export function isMonth(text: unknown): text is Month {
  return typeof text === 'string' && isCalendarDate(`${text}-01`)
}

export function firstDayOf(month: Month): CalendarDate {
  return calendarDate(`${month}-01`)
}

export function lastDayOf(month: Month): CalendarDate {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))]
  return dateOf(year, number, daysInMonth(year, number))
}

export function addMonths(month: Month, count: number): Month {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}` as Month
}

/** `07/10/2025`, as French and Dutch write it. */
export function dayInFigures(date: CalendarDate): string {
  return `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(0, 4)}`
}

/** Days since 1970-01-01, by the civil calendar algorithm (H. Hinnant): no Date, hence no time zone. */
export function dayNumberOf(date: CalendarDate): number {
  const { year, month, day } = partsOf(date)
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day that is so many days after 1970-01-01: the way back of `dayNumberOf`. */
export function dateOfDayNumber(dayNumber: number): CalendarDate {
  const z = dayNumber + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return dateOf(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

export function addDays(date: CalendarDate, count: number): CalendarDate {
  return dateOfDayNumber(dayNumberOf(date) + count)
}

/** The same day `count` years later; 29 February becomes 28 February. */
export function addYears(date: CalendarDate, count: number): CalendarDate {
  const { year, month, day } = partsOf(date)
  return dateOf(year + count, month, Math.min(day, daysInMonth(year + count, month)))
}
