import { expect, test } from 'vitest'
import { readAmount } from './amount-expression.ts'

const read = (text: string): number | string => {
  const result = readAmount(text)
  return result.ok ? result.value.amountCents : result.error.code
}

test.each([
  ['16,99*1,21', 2056], ['16.99*1.21', 2056], ['1\u202f234,56', 123456], ['1.234,56', 123456], ['1,234.56', 123456], ['1.234.567', 123456700],
  ['0,1+0,2', 30], ['100+21%', 12100], ['100-10%', 9000], ['21%', 21], ['200*21%', 4200], ['(120+35)/2', 7750], ['-5', -500], ['10--5', 1500],
  ['1/3', 33], ['2/3', 67], ['-1/200', -1], ['1/200', 1], ['100/3*3', 10000], ['12,5 €', 1250], ['2x3', 600], ['1,005*1', 101], ['.5', 50], ['5,', 500],
])('%s is %i cents', (text, expected) => expect(read(text)).toBe(expected))

test.each(['', 'abc', '1+', '(1', '1)', '1/0', '1,2,3', '1..2', '12.34,56,7', '*2', '()', `${'1+'.repeat(150)}1`])('%s is refused', (text) => {
  expect(read(text)).toBe('amount_unreadable')
})

test('a number with three decimals is refused, a computation is rounded', () => {
  expect(read('1,005')).toBe('amount_too_precise')
  expect(readAmount('10/3')).toMatchObject({ ok: true, value: { amountCents: 333, rounded: true, computed: true } })
  expect(readAmount('-12,50')).toMatchObject({ ok: true, value: { computed: false, rounded: false } })
})

test('an amount past the safe range is refused', () => {
  expect(read('999999999999999*10')).toBe('amount_too_large')
})
