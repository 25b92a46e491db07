import fc from 'fast-check'
import { expect } from 'vitest'
import { type CsvCell, harmless, writeCsv } from '../../core/formats/csv/write-csv.ts'
import { parseCsv } from '../../core/formats/csv/parse-csv.ts'
import { readCsvAmount } from '../../core/formats/csv/csv-value.ts'
import { cents } from '../../core/kernel/money.ts'
import { must } from '../fixtures/books.ts'
import { nastyText, property } from '../fixtures/property.ts'

const text = nastyText.map((value) => value.replaceAll('\u0000', ''))
const row = fc.tuple(fc.constant('x'), text, fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }))
const delimiters = fc.constantFrom(';' as const, ',' as const, '\t' as const)

property('a table written and read again is the same, but for formulas', 300, fc.tuple(fc.array(row, { minLength: 1, maxLength: 8 }), delimiters, fc.boolean()), ([rows, delimiter, bom]) => {
  const columns = [{ title: 'a', kind: 'text' }, { title: 'b', kind: 'text' }, { title: 'c', kind: 'amount' }] as const
  const written = writeCsv({ columns, rows: rows.map(([a, b, c]): CsvCell[] => [a, b, cents(c)]) }, { delimiter, bom })
  const table = must(parseCsv(written, delimiter))
  expect(table.rows.slice(1).map((each) => each.fields.slice(0, 2))).toEqual(rows.map(([a, b]) => [a, harmless(b)]))
  expect(table.rows.slice(1).map((each) => must(readCsvAmount(each.fields[2] ?? '', ',')))).toEqual(rows.map(([, , c]) => cents(c)))
})

property('no text cell begins a formula', 300, text, (value) => {
  const written = must(parseCsv(writeCsv({ columns: [{ title: 'a', kind: 'text' }, { title: 'b', kind: 'text' }], rows: [['x', value]] }), ';'))
  expect(written.rows[1]?.fields[1] ?? '').not.toMatch(/^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/u)
})

property('whatever text is given, the reader answers', 300, fc.array(fc.oneof(nastyText, fc.constantFrom('"', ';', ',', '\r\n', '\n')), { maxLength: 40 }), (parts) => {
  const reading = parseCsv(parts.join(''))
  expect(reading.ok ? reading.value.rows.length > 0 : reading.error.line > 0).toBe(true)
})
