import { addDays, addMonths, firstDayOf, lastDayOf, monthOf, type CalendarDate, type Month } from './calendar-date.ts'
import { assert } from './assert.ts'

/** A span of days, both ends included. */
export interface Period {
  readonly from: CalendarDate
  readonly to: CalendarDate
}

export function period(from: CalendarDate, to: CalendarDate): Period {
  assert(from <= to, `period ends before it begins: ${from} ${to}`)
  return { from, to }
}

export function monthsOf(span: Period): Month[] {
  const months: Month[] = []
  for (let month = monthOf(span.from); month <= monthOf(span.to); month = addMonths(month, 1)) months.push(month)
  return months
}

function isWholeMonths(span: Period): boolean {
  return span.from === firstDayOf(monthOf(span.from)) && span.to === lastDayOf(monthOf(span.to))
}

/** The span of the same length in months (or days when it is not made of whole months) that ends just before it. */
export function precedingPeriod(span: Period): Period {
  if (isWholeMonths(span)) {
    const count = monthsOf(span).length
    return period(firstDayOf(addMonths(monthOf(span.from), -count)), addDays(span.from, -1))
  }
  let length = 0
  for (let day = span.from; day < span.to; day = addDays(day, 1)) length += 1
  return period(addDays(span.from, -length - 1), addDays(span.from, -1))
}
