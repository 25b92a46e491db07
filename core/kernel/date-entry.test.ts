import { expect, test } from 'vitest'
import { calendarDate } from './calendar-date.ts'
import { completeDate, stepDate } from './date-entry.ts'

const near = calendarDate('2026-11-21')
const complete = (text: string): string => {
  const result = completeDate(text, near)
  return result.ok ? result.value : result.error.code
}

test.each([
  ['15', '2026-11-15'], ['5', '2026-11-05'], ['15/2', '2026-02-15'], ['15.2', '2026-02-15'], ['15-2', '2026-02-15'], ['15 2', '2026-02-15'],
  ['15/2/25', '2025-02-15'], ['15/02/2025', '2025-02-15'], ['1502', '2026-02-15'], ['150225', '2025-02-15'], ['15022025', '2025-02-15'],
  ['2024-02-29', '2024-02-29'], ['2026-2-5', '2026-02-05'],
])('%s completes to %s', (text, expected) => expect(complete(text)).toBe(expected))

test.each([['31', 'date_impossible'], ['31/2', 'date_impossible'], ['29/2/2026', 'date_impossible'], ['0', 'date_impossible'], ['', 'date_unreadable'], ['lundi', 'date_unreadable'], ['1/2/3/4', 'date_unreadable']])(
  '%s is %s', (text, code) => expect(complete(text)).toBe(code),
)

test.each([
  ['+', '2026-11-22'], ['-', '2026-11-20'], [']', '2026-12-21'], ['[', '2026-10-21'], ['t', '2026-01-02'], ['m', '2026-11-01'], ['h', '2026-11-30'],
])('key %s gives %s', (key, expected) => expect(stepDate(near, key, calendarDate('2026-01-02'))).toBe(expected))

test('a month step keeps within the month, and first and last of month walk on when pressed again', () => {
  expect(stepDate(calendarDate('2026-01-31'), ']', near)).toBe('2026-02-28')
  expect(stepDate(calendarDate('2026-11-01'), 'm', near)).toBe('2026-10-01')
  expect(stepDate(calendarDate('2026-11-30'), 'h', near)).toBe('2026-12-31')
  expect(stepDate(near, 'x', near)).toBeUndefined()
})
