import { expect, test } from 'vitest'
import { calendarDate } from '../../../core/kernel/calendar-date.ts'
import { calendarYear, codeOf, fileNameOf, joinPath, twelveMonths } from './names.ts'

test.each([['Atelier Brume', 'ATELIER-BRUME'], ["  L'Œuf & Cie ", 'L-OEUF-CIE'], ['Été 2026 à la maison des arts', 'ETE-2026-A-LA-MAISON'], ['***', '']])('%s is coded %s', (name, code) => {
  expect(codeOf(name)).toBe(code)
})

test('a file is named without what systems refuse', () => {
  expect(fileNameOf('Son/lumière : "live" ?')).toBe('Son lumière live')
  expect(fileNameOf('..cache')).toBe('cache')
})

test('a path follows its folder', () => {
  expect(joinPath('/home/a/Documents', 'x.archipel')).toBe('/home/a/Documents/x.archipel')
  expect(joinPath('C:\\Users\\a', 'x.archipel')).toBe('C:\\Users\\a\\x.archipel')
})

test('a year is a calendar year, or twelve months from its first day', () => {
  expect(calendarYear(calendarDate('2026-11-21'))).toEqual({ startOn: '2026-01-01', endOn: '2026-12-31' })
  expect(twelveMonths(calendarDate('2024-03-01'))).toBe('2025-02-28')
})
