import { expect, test } from 'vitest'
import { calendarDate } from '../../../core/kernel/calendar-date.ts'
import { proposedClosing } from './proposed-closing.ts'

const YEARS = [{ startOn: calendarDate('2021-09-01'), endOn: calendarDate('2022-08-31') }, { startOn: calendarDate('2022-09-01'), endOn: calendarDate('2023-08-31') }]

test.each([
  ['the month before this one', '2022-03-15', null, '2022-02-28'],
  ['never beyond the first open year', '2022-10-15', null, '2022-08-31'],
  ['the first open month when last month is closed', '2022-03-15', '2022-02-28', '2022-03-31'],
  ['in the next year once the first is closed', '2022-11-02', '2022-08-31', '2022-10-31'],
  ['the first month of a year that has just begun', '2021-09-05', null, '2021-09-30'],
])('%s', (_, today, closed, day) => expect(proposedClosing(calendarDate(today), closed === null ? null : calendarDate(closed), YEARS)).toBe(day))
