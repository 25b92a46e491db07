import { expect, test } from 'vitest'
import { calendarDate } from '../../kernel/calendar-date.ts'
import { findNumberGaps } from './fec-numbering.ts'

const entry = (journalCode: string, number: string, date = '2025-01-11', row = 2) => ({ journalCode, number, date: calendarDate(date), row })

test('numbers that restart in each journal have no gap', () => {
  expect(findNumberGaps([entry('VE', '1'), entry('AC', '1'), entry('VE', '2'), entry('AC', '2')])).toEqual([])
})

test('one sequence for the whole file has no gap, though each journal skips', () => {
  expect(findNumberGaps([entry('VE', '1'), entry('AC', '2'), entry('VE', '3'), entry('AC', '4')])).toEqual([])
})

test('a sequence may start anywhere and come in any order', () => {
  expect(findNumberGaps([entry('VE', 'VE00012'), entry('VE', 'VE00010'), entry('VE', 'VE00011')])).toEqual([])
})

test('a sequence that restarts each month has no gap', () => {
  const entries = ['25010001', '25010002'].map((number) => entry('VE', number)).concat(['25020001', '25020002'].map((number) => entry('VE', number, '2025-02-03')))
  expect(findNumberGaps(entries)).toEqual([])
})

test('a gap names the numbers around it and how many are missing', () => {
  expect(findNumberGaps([entry('VE', 'VE00005'), entry('VE', 'VE00099', '2025-01-16', 17)])).toEqual([
    { journal: 'VE', after: 'VE00005', before: 'VE00099', missing: 93, row: 17 },
  ])
})

test('a gap inside one month of a monthly sequence is found', () => {
  const entries = [entry('VE', '202501-1'), entry('VE', '202501-3'), entry('VE', '202502-1', '2025-02-01')]
  expect(findNumberGaps(entries)).toMatchObject([{ after: '202501-1', before: '202501-3', missing: 1 }])
})

test('numbers without digits are no sequence', () => {
  expect(findNumberGaps([entry('VE', 'A'), entry('VE', 'C')])).toEqual([])
})
