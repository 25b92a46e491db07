import { calendarDate, type CalendarDate } from '../../core/kernel/calendar-date.ts'

/** Books are kept on the day of the law that rules them (Brussels and Paris share it), wherever the machine believes it is. */
const BOOKS_ZONE = 'Europe/Brussels'

let formatter: Intl.DateTimeFormat | undefined

/** Milliseconds since 1970. */
export function now(): number {
  return Date.now()
}

/** Today in the time zone of the books. */
export function today(instant: number = now()): CalendarDate {
  formatter ??= new Intl.DateTimeFormat('en', { timeZone: BOOKS_ZONE, year: 'numeric', month: '2-digit', day: '2-digit' })
  const parts = new Map(formatter.formatToParts(instant).map((part) => [part.type, part.value]))
  return calendarDate(`${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`)
}
