import fc from 'fast-check'
import { expect } from 'vitest'
import { allocate, cents, formatAmount, MAX_CENTS, parseAmount, sumCents } from '../../core/kernel/money.ts'
import { must } from '../fixtures/books.ts'
import { property } from '../fixtures/property.ts'

const amount = fc.oneof(fc.integer({ min: -200_000, max: 200_000 }), fc.maxSafeInteger().map((value) => Math.trunc(value / 2)))
const weights = fc.array(fc.oneof(fc.nat(10), fc.nat()), { minLength: 1, maxLength: 12 }).filter((list) => list.some((weight) => weight > 0))

property('an amount written and read again is the same amount', 500, fc.tuple(amount, fc.constantFrom('.' as const, ',' as const)), ([value, mark]) => {
  expect(must(parseAmount(formatAmount(cents(value), mark)))).toBe(cents(value))
})

property('an amount grouped the French, Belgian or English way is the same amount', 300, fc.tuple(amount, fc.constantFrom('\u202f', '\u00a0', ' ', '.', ',', "'")), ([value, group]) => {
  const [whole = '', decimals = ''] = formatAmount(cents(Math.abs(value))).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/gu, group)
  const text = `${value < 0 ? '-' : ''}${grouped}${group === ',' ? '.' : ','}${decimals}`
  expect(must(parseAmount(text))).toBe(cents(value))
})

property('a third decimal that is not zero is refused, never rounded', 200, fc.tuple(fc.nat(1_000_000), fc.integer({ min: 1, max: 9 })), ([value, digit]) => {
  expect(parseAmount(`${formatAmount(cents(value))}${digit}`)).toMatchObject({ ok: false, error: { code: 'amount_too_precise' } })
})

property('shares add up to the whole and differ from the exact share by less than a cent', 500, fc.tuple(amount, weights), ([total, list]) => {
  const shares = allocate(cents(total), list)
  expect(sumCents(shares)).toBe(cents(total))
  const sum = list.reduce((a, b) => a + BigInt(b), 0n)
  shares.forEach((share, index) => {
    const error = BigInt(share) * sum - BigInt(total) * BigInt(list[index] ?? 0)
    expect(error < sum && error > -sum).toBe(true)
  })
})

property('nothing beyond the largest amount gets in', 50, fc.integer({ min: 1, max: 1_000_000 }), (beyond) => {
  expect(parseAmount(`${(BigInt(MAX_CENTS) + BigInt(beyond)) / 100n + 1n}`)).toMatchObject({ ok: false, error: { code: 'amount_too_large' } })
})
