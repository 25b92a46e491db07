import { addDays, type CalendarDate, firstDayOf, lastDayOf, monthOf } from '../../../core/kernel/calendar-date.ts'

/**
 * The day a closing is proposed for: the end of the month before this one, or, when that is closed already, of the first open month;
 * never after the end of the first year that is still open, because the year itself is ended first.
 */
export function proposedClosing(today: CalendarDate, closedUntil: CalendarDate | null, years: readonly { readonly startOn: CalendarDate; readonly endOn: CalendarDate }[]): CalendarDate {
  const year = years.find((each) => closedUntil === null || each.endOn > closedUntil)
  const lastMonth = addDays(firstDayOf(monthOf(today)), -1)
  const open = closedUntil === null || closedUntil < lastMonth ? lastMonth : lastDayOf(monthOf(addDays(closedUntil, 1)))
  if (!year) return open
  if (open > year.endOn) return year.endOn
  return open < year.startOn ? lastDayOf(monthOf(year.startOn)) : open
}
