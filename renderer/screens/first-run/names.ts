import { addDays, addYears, type CalendarDate, dateOf, partsOf } from '../../../core/kernel/calendar-date.ts'
import { foldText } from '../../../core/kernel/text.ts'

/** A short code out of a name, as the books accept it: capitals, digits and dashes, twenty at most. */
export function codeOf(name: string): string {
  return foldText(name).toUpperCase().replace(/[^A-Z0-9]+/gu, '-').replace(/^-+/u, '').slice(0, 20).replace(/-+$/u, '')
}

/** A name that every system accepts for a file. */
export function fileNameOf(name: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly these are what no name of a file holds
  return name.replace(/[\\/:*?"<>|\u0000-\u001f]+/gu, ' ').replace(/\s+/gu, ' ').trim().replace(/^\.+|\.+$/gu, '').slice(0, 80)
}

/** A file of the folder, written as the folder is. */
export function joinPath(folder: string, name: string): string {
  const mark = folder.includes('\\') && !folder.includes('/') ? '\\' : '/'
  return folder.endsWith(mark) ? folder + name : folder + mark + name
}

/** The calendar year of a day: the safe answer of who does not know. */
export function calendarYear(today: CalendarDate): { readonly startOn: CalendarDate; readonly endOn: CalendarDate } {
  const { year } = partsOf(today)
  return { startOn: dateOf(year, 1, 1), endOn: dateOf(year, 12, 31) }
}

/** Twelve months from a day. */
export function twelveMonths(startOn: CalendarDate): CalendarDate {
  return addDays(addYears(startOn, 1), -1)
}
