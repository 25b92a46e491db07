import { isCalendarDate } from '../../core/kernel/calendar-date.ts'
import { cleanText } from '../../core/kernel/text.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nastyText, property } from '../fixtures/property.ts'

// oxlint-disable-next-line no-control-regex -- exactly these are what no text keeps
const naive = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/gu, '').replace(/\s+/gu, ' ').trim().normalize('NFC')

const latin = fc.string({ unit: fc.nat(0x1ff).map((unit) => String.fromCharCode(unit)), maxLength: 12 })
property('clean text is the same by the short way and by the long one', 2000, fc.oneof(nastyText, latin), (text) => {
  expect(cleanText(text)).toBe(text.isWellFormed() ? naive(text) : undefined)
})

test('every character of the short way alone, doubled and beside blanks', () => {
  for (let unit = 0; unit < 0x200; unit += 1) {
    const one = String.fromCharCode(unit)
    for (const text of [one, one + one, ` ${one}`, `${one} `, `a${one}b`, `a ${one} b`]) expect(cleanText(text)).toBe(naive(text))
  }
})

property('a day is what its form and its month allow', 2000, fc.oneof(fc.string({ unit: fc.constantFrom('0', '1', '2', '3', '9', '-', 'a', ' ', '٣'), minLength: 9, maxLength: 11 }),
  fc.tuple(fc.nat(2300), fc.nat(14), fc.nat(33)).map(([year, month, day]) => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)), (text) => {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/u.exec(text)
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2]), Number(match?.[3])]
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  expect(isCalendarDate(text)).toBe(match !== null && year >= 1900 && year < 2200 && month >= 1 && month <= 12 && day >= 1 && day <= last)
})
