import { addDays, addMonths, type CalendarDate, dateOf, daysInMonth, firstDayOf, isCalendarDate, lastDayOf, monthOf, partsOf } from './calendar-date.ts'
import { err, ok, type Result } from './result.ts'

export type DateRefusal = { readonly code: 'date_unreadable' | 'date_impossible'; readonly text: string }

/**
 * Completes what a person types: `15`, `15/2`, `15/2/26`, `150226`, `2026-02-15`, with `/ - .` or a space between. What is
 * missing (month, year) is taken from `near`, the date already in the field or the one of the line above.
 */
export function completeDate(text: string, near: CalendarDate): Result<CalendarDate, DateRefusal> {
  const bare = text.trim()
  if (isCalendarDate(bare)) return ok(bare)
  const parts = splitDate(bare)
  if (!parts) return err({ code: 'date_unreadable', text })
  const known = partsOf(near)
  const [day, month = known.month, year = known.year] = parts
  const full = year < 100 ? 2000 + year : year
  const pad = (value: number, width: number): string => String(value).padStart(width, '0')
  const date = `${pad(full, 4)}-${pad(month, 2)}-${pad(day, 2)}`
  return isCalendarDate(date) ? ok(date) : err({ code: 'date_impossible', text })
}

function splitDate(bare: string): [day: number, month?: number, year?: number] | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(bare)
  if (iso) return [Number(iso[3]), Number(iso[2]), Number(iso[1])]
  const compact = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/u.exec(bare)
  if (compact && compact[3] === undefined) return [Number(compact[1]), Number(compact[2])]
  if (compact) return [Number(compact[1]), Number(compact[2]), Number(compact[3])]
  const parts = /^(\d{1,2})(?:[/.\s-]+(\d{1,2})(?:[/.\s-]+(\d{4}|\d{2}))?)?$/u.exec(bare)
  if (!parts) return undefined
  const numbers = parts.slice(1).filter((part): part is string => part !== undefined).map(Number)
  const [day, month, year] = numbers
  if (day === undefined) return undefined
  return month === undefined ? [day] : year === undefined ? [day, month] : [day, month, year]
}

/** The same day `count` months later, or the last day of that month when it has fewer. */
function addMonthsToDate(date: CalendarDate, count: number): CalendarDate {
  const { day } = partsOf(date)
  const { year, month } = partsOf(firstDayOf(addMonths(monthOf(date), count)))
  return dateOf(year, month, Math.min(day, daysInMonth(year, month)))
}

/**
 * The keys of a date field: `+` `-` a day, `[` `]` a month, `t` today, `m` first and `h` last day of the month (pressed again:
 * of the month before, after). Undefined when the key means nothing here.
 */
export function stepDate(date: CalendarDate, key: string, today: CalendarDate): CalendarDate | undefined {
  switch (key) {
    case '+': case '=': return addDays(date, 1)
    case '-': return addDays(date, -1)
    case ']': return addMonthsToDate(date, 1)
    case '[': return addMonthsToDate(date, -1)
    case 't': case 'T': return today
    case 'm': case 'M': {
      const first = firstDayOf(monthOf(date))
      return date === first ? firstDayOf(addMonths(monthOf(date), -1)) : first
    }
    case 'h': case 'H': {
      const last = lastDayOf(monthOf(date))
      return date === last ? lastDayOf(addMonths(monthOf(date), 1)) : last
    }
    default: return undefined
  }
}
