import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { resolvePeriod, shiftPeriod, tokenOf } from './period-token.ts'
import { describePeriod, readPeriod } from './period-words.ts'

const frame = {
  today: calendarDate('2026-11-21'),
  years: [{ code: '2025', startOn: calendarDate('2025-01-01'), endOn: calendarDate('2025-12-31') }, { code: '2026', startOn: calendarDate('2026-01-01'), endOn: calendarDate('2026-12-31') }],
}

test.each([
  ['dernier mois', 'last-month'], ['Mois dernier', 'last-month'], ['vorige maand', 'last-month'], ['novembre', '2026-11'], ['nov 2025', '2025-11'], ['févr. 2026', '2026-02'],
  ['T3 2026', '2026-Q3'], ['3e trimestre', '2026-Q3'], ['2025', '2025'], ['exercice 2025', 'FY:2025'], ['janvier à mars 2026', '2026-01..2026-03'], ['maart', '2026-03'],
  ['1/3 - 15/4', '2026-03-01..2026-04-15'], ['du 1/3 au 15/4', '2026-03-01..2026-04-15'], ['october 2025', '2025-10'],
])('%s is read as %s', (text, token) => expect(readPeriod(text, frame)).toBe(token))

test.each(['ju', 'blabla', '15 mars 2026 hier', 'exercice 1999', 'mars à janvier 2026'])('%s is not a period', (text) => expect(readPeriod(text, frame)).toBeUndefined())

test.each([
  ['last-month', '2026-10-01', '2026-10-31'], ['this-quarter', '2026-10-01', '2026-12-31'], ['last-quarter', '2026-07-01', '2026-09-30'], ['2026-Q1', '2026-01-01', '2026-03-31'],
  ['FY', '2026-01-01', '2026-12-31'], ['FY:2025', '2025-01-01', '2025-12-31'], ['2024-02', '2024-02-01', '2024-02-29'],
])('%s runs from %s to %s', (token, from, to) => expect(resolvePeriod(token, frame)).toEqual({ from, to }))

test('nonsense in the address is no period', () => {
  for (const token of ['', '2026-13', '2026-11..2026-01', 'FY:1999', '2026-Q5', '<b>']) expect(resolvePeriod(token, frame)).toBeUndefined()
})

test('a period is said in words and shifted by its own length', () => {
  const span = { from: calendarDate('2026-01-01'), to: calendarDate('2026-11-30') }
  expect(describePeriod('fr', span)).toBe('2026 · janvier à novembre')
  expect(describePeriod('fr', { from: calendarDate('2026-07-01'), to: calendarDate('2026-09-30') })).toBe('3e trimestre 2026')
  expect(shiftPeriod({ from: calendarDate('2026-02-01'), to: calendarDate('2026-02-28') }, -1)).toEqual({ from: '2026-01-01', to: '2026-01-31' })
  expect(tokenOf(span, frame)).toBe('2026-01..2026-11')
  expect(tokenOf({ from: calendarDate('2025-01-01'), to: calendarDate('2025-12-31') }, frame)).toBe('FY:2025')
})
