import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readFec } from '../../core/formats/fec/read-fec.ts'
import { writeFec } from '../../core/formats/fec/write-fec.ts'
import { must } from '../fixtures/books.ts'

const samples = process.env['ARCHIPEL_SAMPLES'] ?? ''
const folder = join(samples, 'fec')
const present = samples !== '' && existsSync(folder)

/** As the shells do: UTF-8 when it is valid, else ISO 8859-15. */
function read(path: string): { readonly fileName: string; readonly text: string } {
  const bytes = readFileSync(path)
  const fileName = path.split('/').at(-1) ?? ''
  try {
    return { fileName, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fileName, text: new TextDecoder('iso-8859-15').decode(bytes) }
  }
}

function broken(variant: string) {
  const directory = join(folder, 'broken', variant)
  const [name = ''] = readdirSync(directory)
  return readFec(read(join(directory, name)))
}

const ACCEPTED = ['ok-tab-latin9-crlf', 'montant-sens', 'columns-reordered']
const REFUSED = {
  'amount-dot': 'fec_amount_dot',
  'date-impossible': 'fec_date_impossible',
  'date-iso': 'fec_date_iso',
  'ecriturenum-gap': 'fec_entry_number_gap',
  'missing-column': 'fec_column_missing',
  'row-too-short': 'fec_row_too_short',
  'sep-semicolon': 'fec_wrong_separator',
  unbalanced: 'fec_entry_unbalanced',
  'validdate-empty': 'fec_valid_date_empty',
}

if (!present) console.warn('conformance: ARCHIPEL_SAMPLES is not set or has no fec/; the French audit files were NOT read')

describe.runIf(present)('real French audit files', () => {
  test('every variant is expected here', () => {
    expect(readdirSync(join(folder, 'broken')).sort()).toEqual([...ACCEPTED, ...Object.keys(REFUSED)].sort())
  })

  test.each(ACCEPTED)('%s is accepted', (variant) => {
    const reading = broken(variant)
    expect(reading.problems).toEqual([])
    expect(reading.file).toMatchObject({ lineCount: 18, debitCents: 252_000, creditCents: 252_000, siren: '123456782', closingOn: '2025-12-31' })
    expect(reading.file?.entries.map((entry) => entry.number)).toEqual(['VE00001', 'VE00002', 'VE00003', 'VE00004', 'VE00005', 'VE00006'])
    expect(reading.file?.entries[0]?.lines[0]?.label).toBe('Facture F2025-001 société é')
  })

  test.each(Object.entries(REFUSED))('%s is refused for its own reason: %s', (variant, code) => {
    const reading = broken(variant)
    expect(reading.file).toBeUndefined()
    expect([...new Set(reading.problems.map((problem) => problem.code))]).toEqual([code])
  })

  test('the file that conforms is read to the cent', () => {
    const reading = readFec(read(join(folder, '0000000001FEC20220831.txt')))
    expect(reading.problems).toEqual([])
    expect(reading.file).toMatchObject({
      lineCount: 5422, debitCents: 1_018_621_981, creditCents: 1_018_621_981, numbering: 'per-journal', closingOn: '2022-08-31', from: '2021-09-01', to: '2022-08-31',
    })
    expect(reading.file?.entries.length).toBe(2033)
    expect(reading.warnings).toEqual([{ code: 'fec_letter_without_date', line: 79, count: 2035, letter: 'AACM' }])
  })

  test('written and read again, it is the same books', () => {
    const source = readFec(read(join(folder, '0000000001FEC20220831.txt'))).file
    const written = must(writeFec((source?.entries ?? []).map((entry) => ({ ...entry, opening: entry.journalCode === 'ANO' }))))
    const again = readFec({ fileName: '000000000FEC20220831.txt', text: written.text }).file
    expect(again).toMatchObject({ lineCount: 5422, debitCents: 1_018_621_981, creditCents: 1_018_621_981 })
    const content = (file: typeof source) => file?.entries.map(({ row: _row, lines, ...entry }) => ({ ...entry, lines: lines.map(({ row: _at, ...line }) => line) }))
      .sort((a, b) => (a.journalCode + a.number < b.journalCode + b.number ? -1 : 1))
    expect(content(again)).toEqual(content(source))
  })

  test('the file without validation dates is refused for that', () => {
    const reading = readFec(read(join(folder, '000000000FEC20231231.txt')))
    expect(reading.file).toBeUndefined()
    expect([...new Set(reading.problems.map((problem) => problem.code))]).toEqual(['fec_valid_date_empty'])
    expect(reading.problemCount).toBeGreaterThan(1000)
    expect(reading.problems.length).toBe(100)
  })
})
