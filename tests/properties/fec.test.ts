import fc from 'fast-check'
import { expect } from 'vitest'
import { addDays, calendarDate } from '../../core/kernel/calendar-date.ts'
import { cents } from '../../core/kernel/money.ts'
import { cleanText } from '../../core/kernel/text.ts'
import { encodeLatin9 } from '../../core/formats/fec/latin9.ts'
import { readFec } from '../../core/formats/fec/read-fec.ts'
import { type FecSource, writeFec } from '../../core/formats/fec/write-fec.ts'
import { must } from '../fixtures/books.ts'
import { nastyText, property } from '../fixtures/property.ts'

const start = calendarDate('2025-01-01')
const fieldText = nastyText.map((text) => (cleanText(text.toWellFormed()) ?? '').replace(/[\u0080-\u009f]/gu, '').trim() || 'x')
const day = fc.nat(364).map((days) => addDays(start, days))
const amount = fc.integer({ min: -5_000_000, max: 500_000_000 }).map(cents)

const line = fc.record(
  {
    account: fc.integer({ min: 100, max: 799_999 }).map(String), accountLabel: fieldText, documentRef: fieldText, documentOn: day, label: fieldText, amount,
    party: fc.option(fc.record({ partyCode: fieldText, partyLabel: fieldText }), { nil: undefined }),
    lettered: fc.option(fc.record({ letter: fieldText, letteredOn: day }), { nil: undefined }),
    foreign: fc.option(fc.record({ currencyCents: amount.filter((value) => value !== 0), currency: fc.constantFrom('USD', 'CHF', 'GBP') }), { nil: undefined }),
  },
)

const books: fc.Arbitrary<FecSource[]> = fc
  .array(fc.record({ journal: fc.constantFrom('VE', 'AC', 'O.I'), date: day, lines: fc.array(line, { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 12 })
  .map((entries) => {
    const last = new Map<string, number>()
    return entries.map(({ journal, date, lines }): FecSource => {
      const number = (last.get(journal) ?? 0) + 1
      last.set(journal, number)
      const total = lines.reduce((sum, one) => sum + one.amount, 0)
      return {
        journalCode: journal, journalLabel: `Journal ${journal}`, number: String(number), date, validatedOn: addDays(date, 3),
        lines: [
          ...lines.map(({ amount: value, party, lettered, foreign, ...plain }) => ({ ...plain, ...party, ...lettered, ...foreign, debitCents: value, creditCents: cents(0) })),
          { account: '512000', accountLabel: 'Banque', documentRef: 'R', documentOn: date, label: 'Contrepartie', debitCents: cents(0), creditCents: cents(total) },
        ],
      }
    })
  })

property('books written as a French audit file and read again are the same', 200, books, (entries) => {
  const reading = readFec({ fileName: '999888777FEC20251231.txt', text: must(writeFec(entries)).text })
  expect(reading.problems).toEqual([])
  const inOrder = entries.map((entry, at) => ({ entry, at })).sort((a, b) => (a.entry.validatedOn < b.entry.validatedOn ? -1 : a.entry.validatedOn > b.entry.validatedOn ? 1 : a.at - b.at))
  expect(reading.file?.entries.map(({ row: _row, lines, ...entry }) => ({ ...entry, lines: lines.map(({ row: _at, ...one }) => one) }))).toEqual(inOrder.map(({ entry }) => entry))
})

property('no text breaks the lines or the fields of the file', 200, fc.tuple(nastyText, books), ([text, entries]) => {
  const soiled = entries.map((entry) => ({ ...entry, lines: entry.lines.map((one) => ({ ...one, label: `a${text}b`, accountLabel: text, partyLabel: text, partyCode: text })) }))
  const written = must(writeFec(soiled))
  const reading = readFec({ fileName: '999888777FEC20251231.txt', text: written.text })
  expect(reading.problems).toEqual([])
  expect(reading.file).toMatchObject({ lineCount: written.lineCount, debitCents: written.debitCents, creditCents: written.creditCents })
})

property('whatever text is given, the reader answers', 300, fc.array(fc.oneof(nastyText, fc.constantFrom('\t', '|', '\r\n', 'JournalCode', 'EcritureNum', '20250101', '1,00', 'Debit')), { maxLength: 60 }), (parts) => {
  const reading = readFec({ fileName: 'x', text: parts.join('') })
  expect(reading.problemCount).toBeGreaterThan(0)
})

property('ISO 8859-15 gives back what it can hold, and names what it cannot', 200, nastyText.map((text) => text.toWellFormed()), (text) => {
  const { bytes, replaced } = encodeLatin9(text)
  const back = new TextDecoder('iso-8859-15', { ignoreBOM: true }).decode(bytes)
  if (replaced.length === 0) expect(back).toBe(text)
  else expect(replaced.every(({ character }) => text.includes(character))).toBe(true)
})
