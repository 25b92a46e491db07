import fc from 'fast-check'
import { expect } from 'vitest'
import { parseCsv } from '../../core/formats/csv/parse-csv.ts'
import { readCsvAmount } from '../../core/formats/csv/csv-value.ts'
import { cents } from '../../core/kernel/money.ts'
import { plainText } from '../../electron/machine/report-words.ts'
import { writeCsv } from '../../electron/machine/write-csv-report.ts'
import { sampleReport } from '../exports/sample-report.ts'
import { must } from '../fixtures/books.ts'
import { nastyText, property } from '../fixtures/property.ts'

const row = fc.tuple(nastyText, fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }))

property('a report written and read again is the same, but for what would be a formula', 300, fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
  const [label, amount] = [{ key: 'label', type: 'text', width: 1, label: { text: 'x' } }, { key: 'debit', type: 'amount', width: 1, label: { text: 'y' } }] as const
  const report = sampleReport({ columns: [label, amount], rows: rows.map(([text, value]) => ({ kind: 'row', level: 0, cells: [{ text }, { amountCents: cents(value) }] })) })
  const [, ...read] = must(parseCsv(new TextDecoder().decode(writeCsv(report, 'fr')), ';')).rows
  const folded = rows.map(([text]) => plainText(text).replace(/[\r\n\t]+/gu, ' '))
  expect(read.map(({ fields }) => (fields[0]?.startsWith("'") ? fields[0].slice(1) : fields[0]))).toEqual(folded.map((text) => (text.startsWith("'") ? text.slice(1) : text)))
  for (const { fields } of read) expect(fields[0]).not.toMatch(/^\s*(?:[=@|\uff1d\uff0b\uff0d\uff20\u2212]|[+-](?![\d\s.,()/-]*$))/u)
  expect(read.map(({ fields }) => must(readCsvAmount(fields[1] ?? '', ',')))).toEqual(rows.map(([, value]) => cents(value)))
})

property('whatever text is given, the reader answers', 300, fc.array(fc.oneof(nastyText, fc.constantFrom('"', ';', ',', '\r\n', '\n')), { maxLength: 40 }), (parts) => {
  const reading = parseCsv(parts.join(''))
  expect(reading.ok ? reading.value.rows.length > 0 : reading.error.line > 0).toBe(true)
})
