import { addDays, addMonths, type CalendarDate, dateOf, firstDayOf, isCalendarDate, isMonth, lastDayOf, type Month, monthOf, partsOf } from '../../core/kernel/calendar-date.ts'
import type { Period } from '../../core/kernel/period.ts'

/**
 * A period as it stands in the address, in no language: `2026`, `2026-Q3`, `2026-11`, `2026-01..2026-11`,
 * `2026-03-02..2026-03-20`, `last-month`, `this-month`, `this-quarter`, `last-quarter`, `FY:2026` (a fiscal year by its code),
 * `FY` (the fiscal year of today).
 */
export type PeriodToken = string

export interface PeriodFrame {
  readonly today: CalendarDate
  readonly years: readonly { readonly code: string; readonly startOn: CalendarDate; readonly endOn: CalendarDate }[]
}

export const DEFAULT_PERIOD: PeriodToken = 'FY'

/** The days of a token; undefined when it means nothing. */
export function resolvePeriod(token: PeriodToken, frame: PeriodFrame): Period | undefined {
  const month = monthOf(frame.today)
  switch (token) {
    case 'FY': return currentYear(frame)
    case 'this-month': return monthsPeriod(month, month)
    case 'last-month': return monthsPeriod(addMonths(month, -1), addMonths(month, -1))
    case 'this-quarter': return monthsPeriod(quarterStart(month), addMonths(quarterStart(month), 2))
    case 'last-quarter': return monthsPeriod(addMonths(quarterStart(month), -3), addMonths(quarterStart(month), -1))
    default: return fixedPeriod(token, frame)
  }
}

function fixedPeriod(token: string, frame: PeriodFrame): Period | undefined {
  if (token.startsWith('FY:')) {
    const year = frame.years.find((each) => each.code === token.slice(3))
    return year && { from: year.startOn, to: year.endOn }
  }
  if (/^\d{4}$/u.test(token)) return monthsPeriod(`${token}-01` as Month, `${token}-12` as Month)
  const quarter = /^(\d{4})-Q([1-4])$/u.exec(token)
  if (quarter) {
    const first = `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}` as Month
    return monthsPeriod(first, addMonths(first, 2))
  }
  const [first = '', last = first, ...rest] = token.split('..')
  if (rest.length > 0) return undefined
  if (isMonth(first) && isMonth(last) && first <= last) return monthsPeriod(first, last)
  if (isCalendarDate(first) && isCalendarDate(last) && first <= last) return { from: first, to: last }
  return undefined
}

function monthsPeriod(first: Month, last: Month): Period {
  return { from: firstDayOf(first), to: lastDayOf(last) }
}

function quarterStart(month: Month): Month {
  return addMonths(month, -((Number(month.slice(5)) - 1) % 3))
}

/** The fiscal year of today, else the last one before it, else the first. */
function currentYear({ today, years }: PeriodFrame): Period {
  const year = years.find((each) => each.startOn <= today && today <= each.endOn) ?? years.findLast((each) => each.endOn < today) ?? years[0]
  if (year) return { from: year.startOn, to: year.endOn }
  const calendar = partsOf(today).year
  return { from: dateOf(calendar, 1, 1), to: dateOf(calendar, 12, 31) }
}

/** The token that says these days in the shortest way. */
export function tokenOf(span: Period, frame: PeriodFrame): PeriodToken {
  const year = frame.years.find((each) => each.startOn === span.from && each.endOn === span.to)
  if (year) return `FY:${year.code}`
  const [first, last] = [monthOf(span.from), monthOf(span.to)]
  if (span.from !== firstDayOf(first) || span.to !== lastDayOf(last)) return `${span.from}..${span.to}`
  return first === last ? first : `${first}..${last}`
}

/** The period of the same length, `steps` before or after: what the arrows of the chooser do. */
export function shiftPeriod(span: Period, steps: number): Period {
  const [first, last] = [monthOf(span.from), monthOf(span.to)]
  if (span.from === firstDayOf(first) && span.to === lastDayOf(last)) {
    const length = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5)) - Number(first.slice(5)) + 1
    return monthsPeriod(addMonths(first, steps * length), addMonths(last, steps * length))
  }
  let length = 1
  for (let day = span.from; day < span.to; day = addDays(day, 1)) length += 1
  return { from: addDays(span.from, steps * length), to: addDays(span.to, steps * length) }
}
