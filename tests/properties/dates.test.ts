import fc from 'fast-check'
import { expect } from 'vitest'
import {
  addDays, addMonths, addYears, dateOfDayNumber, dayNumberOf, firstDayOf, isCalendarDate, lastDayOf, monthOf,
} from '../../core/kernel/calendar-date.ts'
import { period, precedingPeriod } from '../../core/kernel/period.ts'
import { property } from '../fixtures/property.ts'

const DAY = 86_400_000
const first = Date.UTC(1900, 0, 1) / DAY
const last = Date.UTC(2199, 11, 31) / DAY
const dayNumber = fc.integer({ min: first, max: last })
/** The oracle: the platform's own calendar, in UTC. */
const oracle = (number: number) => new Date(number * DAY).toISOString().slice(0, 10)

property('day numbers and dates are those of the UTC calendar, both ways', 2000, dayNumber, (number) => {
  const date = dateOfDayNumber(number)
  expect(date).toBe(oracle(number))
  expect(dayNumberOf(date)).toBe(number)
})

property('a text is a date exactly when the calendar has that day', 2000, fc.tuple(fc.integer({ min: 1890, max: 2210 }), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 33 })), ([year, month, day]) => {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  const real = new Date(Date.UTC(year, month - 1, day))
  const exists = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day && year >= 1900 && year < 2200
  expect(isCalendarDate(text)).toBe(exists)
})

property('adding days goes there and back', 500, fc.tuple(fc.integer({ min: first + 20_000, max: last - 20_000 }), fc.integer({ min: -20_000, max: 20_000 })), ([number, count]) => {
  const date = dateOfDayNumber(number)
  expect(addDays(date, count)).toBe(oracle(number + count))
  expect(addDays(addDays(date, count), -count)).toBe(date)
})

property('a month ends on the eve of the next one', 500, fc.integer({ min: first, max: last - 400 }), (number) => {
  const month = monthOf(dateOfDayNumber(number))
  expect(addDays(lastDayOf(month), 1)).toBe(firstDayOf(addMonths(month, 1)))
  expect(addMonths(addMonths(month, 1), -1)).toBe(month)
})

property('a year later is the same day, 29 February aside', 500, fc.tuple(fc.integer({ min: first, max: last - 8000 }), fc.integer({ min: 0, max: 20 })), ([number, years]) => {
  const date = dateOfDayNumber(number)
  const later = addYears(date, years)
  expect(Number(later.slice(0, 4))).toBe(Number(date.slice(0, 4)) + years)
  expect(later.slice(5) === date.slice(5) || (date.slice(5) === '02-29' && later.slice(5) === '02-28')).toBe(true)
})

property('the preceding period ends on the eve, and has the same length', 500, fc.tuple(fc.integer({ min: first + 30_000, max: last - 1000 }), fc.integer({ min: 0, max: 800 })), ([number, length]) => {
  const span = period(dateOfDayNumber(number), dateOfDayNumber(number + length))
  const before = precedingPeriod(span)
  expect(addDays(before.to, 1)).toBe(span.from)
  const wholeMonths = span.from.endsWith('-01') && addDays(span.to, 1).endsWith('-01')
  expect(wholeMonths ? length : dayNumberOf(before.to) - dayNumberOf(before.from)).toBe(length)
})

property('what precedes whole months is as many whole months', 300, fc.tuple(fc.integer({ min: first + 30_000, max: last - 1000 }), fc.integer({ min: 1, max: 24 })), ([number, count]) => {
  const month = monthOf(dateOfDayNumber(number))
  const before = precedingPeriod(period(firstDayOf(month), lastDayOf(addMonths(month, count - 1))))
  expect(before).toEqual(period(firstDayOf(addMonths(month, -count)), lastDayOf(addMonths(month, -1))))
})
