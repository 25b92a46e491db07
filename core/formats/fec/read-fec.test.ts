import { expect, test } from 'vitest'
import { calendarDate } from '../../kernel/calendar-date.ts'
import { cents } from '../../kernel/money.ts'
import { describeFec } from './fec-description.ts'
import { fecFileName, parseFecName } from './fec-name.ts'
import { FEC_COLUMNS } from './fec-record.ts'
import { encodeLatin9 } from './latin9.ts'
import { readFec } from './read-fec.ts'
import { type FecSource, writeFec } from './write-fec.ts'

const fileName = '999888777FEC20251231.txt'
const header = FEC_COLUMNS.join('\t')

function rows(count: number, validated = '20250131'): string {
  const entries = Array.from({ length: count }, (_, at) => {
    const row = (account: string, amounts: string) => `VE\tVentes\t${at + 1}\t20250111\t${account}\tCompte\t\t\tF${at}\t20250111\tFacture ${at}\t${amounts}\t\t\t${validated}\t\t`
    return `${row('411000', '1,00\t0,00')}\r\n${row('707000', '0,00\t1,00')}`
  })
  return `${[header, ...entries].join('\r\n')}\r\n`
}

test('a long file tells how far it is, and stops when asked to', () => {
  const steps: number[] = []
  readFec({ fileName, text: rows(2000), onProgress: (done, total) => steps.push(done / total) })
  expect(steps.length).toBeGreaterThan(50)
  expect(steps.at(-1)).toBe(1)
  expect(() => readFec({ fileName, text: rows(2000), onProgress: () => { throw new Error('stopped') } })).toThrow('stopped')
})

test('a thousand times the same mistake is listed a hundred times and counted', () => {
  const reading = readFec({ fileName, text: rows(1000, '') })
  expect(reading.problems.length).toBe(100)
  expect(reading.problemCount).toBe(2000)
  expect(reading.file).toBeUndefined()
})

test('a line that never ends is refused in one sentence', () => {
  expect(readFec({ fileName, text: 'x'.repeat(10_000_001) }).problems).toEqual([{ code: 'line_too_long', line: 1 }])
  expect(readFec({ fileName, text: `${rows(1)}${'x'.repeat(10_000_001)}` }).problems).toEqual([{ code: 'line_too_long', line: 4 }])
})

test('the name of the file says whose books they are and when the year closes', () => {
  expect(parseFecName('C:\\compta\\123456782FEC20251231_1.TXT')).toEqual({ siren: '123456782', closingOn: '2025-12-31', regular: true })
  expect(parseFecName('123456782FEC20250231.txt')).toEqual({ siren: '123456782', regular: false })
  expect(parseFecName('fec.txt')).toEqual({ regular: false })
  expect(fecFileName('123 456 782', calendarDate('2025-12-31'))).toBe('123456782FEC20251231.txt')
})

const entry = (number: string, validatedOn: string, extra: Partial<FecSource> = {}): FecSource => {
  const line = { accountLabel: 'Compte', documentRef: 'P', documentOn: calendarDate('2025-01-11'), label: 'Libellé' }
  return {
    journalCode: 'VE', journalLabel: 'Ventes', number, date: calendarDate('2025-01-11'), validatedOn: calendarDate(validatedOn),
    lines: [{ ...line, account: '411000', debitCents: cents(100), creditCents: cents(0) }, { ...line, account: '707000', debitCents: cents(0), creditCents: cents(100) }],
    ...extra,
  }
}

test('the opening balances come first, then the order of validation', () => {
  const written = writeFec([entry('3', '2025-03-01'), entry('1', '2025-01-31'), entry('2', '2025-01-31'), entry('9', '2025-12-31', { journalCode: 'AN', opening: true })])
  const numbers = written.ok ? written.value.text.split('\r\n').slice(1, -1).map((record) => record.split('\t')[2]) : []
  expect(numbers).toEqual(['9', '9', '1', '1', '2', '2', '3', '3'])
})

test('what the law would not accept is not written', () => {
  const [debit, credit] = entry('1', '2025-01-31').lines
  if (!debit || !credit) throw new Error('two lines')
  expect(writeFec([entry('1', '2025-01-31', { lines: [{ ...debit, label: ' ' }, credit] })])).toMatchObject({ ok: false, error: [{ code: 'fec_label_empty', journal: 'VE', number: '1' }] })
  expect(writeFec([entry('1', '2025-01-31', { lines: [debit] })])).toMatchObject({ ok: false, error: [{ code: 'fec_entry_unbalanced' }] })
  expect(writeFec([entry('', '2025-01-31')])).toMatchObject({ ok: false, error: [{ code: 'fec_entry_number_empty' }] })
})

test('an entry without a document shows its own number as PieceRef', () => {
  const [debit, credit] = entry('1', '2025-01-31').lines
  if (!debit || !credit) throw new Error('two lines')
  const written = writeFec([entry('7', '2025-01-31', { lines: [{ ...debit, documentRef: '' }, credit] })])
  expect(written.ok && written.value.text.split('\r\n')[1]?.split('\t')[8]).toBe('VE 7')
})

test('latin-9 names what it cannot hold', () => {
  expect(encodeLatin9('œ€\nő – 漢漢')).toEqual({
    bytes: new Uint8Array([0xbd, 0xa4, 10, 111, 32, 45, 32, 63, 63]),
    replaced: [{ character: 'ő', by: 'o', line: 2, count: 1 }, { character: '–', by: '-', line: 2, count: 1 }, { character: '漢', by: '?', line: 2, count: 2 }],
  })
})

test('the description names the file, the year and every field', () => {
  const text = describeFec({
    fileName, entityName: 'Tente & toile', siren: '999888777', from: calendarDate('2025-01-01'), closingOn: calendarDate('2025-12-31'), encoding: 'utf-8', program: 'Archipel 0.1.0',
    entryCount: 2, lineCount: 4, debitCents: cents(123456), creditCents: cents(123456), journals: [{ code: 'VE', label: 'Ventes' }],
  })
  expect(text).toContain('Exercice : du 01/01/2025 au 31/12/2025')
  expect(text).toContain('2 écritures, 4 lignes ; total au débit 1234,56 EUR')
  for (const column of FEC_COLUMNS) expect(text).toContain(column)
})
