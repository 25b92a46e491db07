import papa from 'papaparse'
import { expect, test } from 'vitest'
import { writeCsv } from '../../electron/machine/write-csv-report.ts'
import { writeReport } from '../../electron/machine/write-report.ts'
import { hostileReport, hostileTexts, sampleReport } from './sample-report.ts'

function read(bytes: Uint8Array, delimiter = ';'): string[][] {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  expect(text.startsWith('\ufeff')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  return papa.parse<string[]>(text.slice(1).trimEnd(), { delimiter }).data
}

test('the table of the screen, dates and amounts readable by any program', () => {
  const rows = read(writeCsv(sampleReport(), 'fr'))
  expect(rows[0]).toEqual(['Date', 'Écriture', 'Libellé', 'Débit', 'Crédit', 'Solde'])
  expect(rows[2]).toEqual(['2024-02-29', '2024/ACH/1', 'Œuvre d’été, 50 € de bois', '', '1234567,89', '-1234567,89'])
  expect(rows[4]?.[1]).toBe('+32 475 12 34 56')
  expect(rows.length).toBe(7)
})

test('English has a point and a comma', () => {
  const rows = read(writeCsv(sampleReport(), 'en'), ',')
  expect(rows[2]?.[4]).toBe('1234567.89')
  expect(rows[2]?.[2]).toBe('Œuvre d’été, 50 € de bois')
})

test('no hostile text begins as a formula, and amounts are left alone', () => {
  for (const text of hostileTexts()) {
    const rows = read(writeCsv(hostileReport(text), 'fr'))
    for (const field of [rows[0]?.[2], rows[1]?.[1], rows[1]?.[2]]) {
      expect(field?.trimStart()).not.toMatch(/^[=@|\uff1d\uff0b\uff0d\uff20]|^[+-](?![\d\s.,()/-]*$)/u)
    }
    expect(rows[1]?.[3]).toBe('-12,50')
    expect(rows.length).toBe(2)
  }
})

test('quotes, separators and line ends stay inside their field', () => {
  const report = sampleReport({ rows: [{ kind: 'row', level: 0, cells: [null, { text: 'a"b;c' }, { text: 'une\nligne\r\nsuite' }, null, null, null] }] })
  expect(read(writeCsv(report, 'fr'))[1]).toEqual(['', 'a"b;c', 'une ligne suite', '', '', ''])
})

test('the file is named by report, entity and day', async () => {
  const written = await writeReport('csv', [sampleReport({ entity: { code: 'A/../B', name: 'x' } })], 'fr')
  expect(written).toMatchObject({ ok: true, value: { fileName: 'grand-livre-A_B-2024-12-31.csv', mediaType: 'text/csv; charset=utf-8' } })
})
