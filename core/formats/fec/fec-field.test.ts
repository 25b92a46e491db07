import { expect, test } from 'vitest'
import { readFecAmount, readFecDate } from './fec-field.ts'

const amount = (text: string) => readFecAmount(text, 0, text.length)
const day = (text: string) => readFecDate(text, 0, text.length, new Map())

test.each([
  ['', 0], ['0,00', 0], ['-0,00', 0], ['12', 1200], ['12,', 1200], ['12,5', 1250], ['12,50', 1250], ['12,500', 1250], ['-12,34', -1234], ['+12,34', 1234], [',5', 50],
  ['45035996273704,95', 4_503_599_627_370_495],
])('the amount %j is %d cents', (text, cents) => {
  expect(amount(text)).toBe(cents)
})

test.each([
  ['12.34', 'fec_amount_dot'], ['1.234', 'fec_amount_dot'], ['1 234,56', 'fec_amount_thousands'], ['1\u202f234,56', 'fec_amount_thousands'], ['1.234,56', 'fec_amount_thousands'],
  ['1,234.56', 'fec_amount_thousands'], ["1'234,56", 'fec_amount_thousands'], ['12,345', 'amount_too_precise'], ['12,340x', 'fec_amount_unreadable'], ['12,34-', 'fec_amount_unreadable'],
  ['-', 'fec_amount_unreadable'], [',', 'fec_amount_unreadable'], ['1,2,3', 'fec_amount_unreadable'], ['12 €', 'fec_amount_unreadable'], ['1e3', 'fec_amount_unreadable'],
  ['45035996273704,96', 'amount_too_large'], ['99999999999999999999', 'amount_too_large'],
])('the amount %j is refused: %s', (text, code) => {
  expect(amount(text)).toEqual({ code })
})

test.each([
  ['20240229', '2024-02-29'], ['20251231', '2025-12-31'],
])('the day %s is %s', (text, date) => {
  expect(day(text)).toBe(date)
})

test.each([
  ['20250229', 'fec_date_impossible'], ['20251301', 'fec_date_impossible'], ['00000000', 'fec_date_impossible'], ['2025-01-11', 'fec_date_iso'], ['11/01/2025', 'fec_date_unreadable'],
  ['2025011', 'fec_date_unreadable'], ['202501111', 'fec_date_unreadable'],
])('the day %s is refused: %s', (text, code) => {
  expect(day(text)).toEqual({ code })
})
