import { expect, test } from 'vitest'
import type { CsvMapping } from './csv-mapping.ts'
import { readCsvAmount, readCsvDate } from './csv-value.ts'
import { guessMapping } from './guess-mapping.ts'
import { mapCsv } from './map-csv.ts'
import { type CsvTable, parseCsv } from './parse-csv.ts'

function table(text: string): CsvTable {
  const parsed = parseCsv(text)
  if (!parsed.ok) throw new Error(parsed.error.code)
  return parsed.value
}
const fields = (text: string) => table(text).rows.map((row) => row.fields)

test('quotes hold delimiters, line ends and quotes; lines are counted through them', () => {
  const rows = table('a;b\r\n"x;1\n2";"dit ""oui"""\r\ny;z').rows
  expect(rows).toEqual([{ line: 1, fields: ['a', 'b'] }, { line: 2, fields: ['x;1\n2', 'dit "oui"'] }, { line: 4, fields: ['y', 'z'] }])
})

test.each([
  [';', 'date;montant\n01/02/2025;1 234,50\n02/02/2025;12,50\n'],
  [',', 'date,amount\n2025-02-01,1234.50\n'],
  ['\t', 'date\tmontant, net\n01/02/2025\t12,50\n'],
  ['|', 'date|montant\n01/02/2025|12,50\n'],
])('the delimiter %j is guessed', (delimiter, text) => {
  expect(table(text).delimiter).toBe(delimiter)
})

test('sep= on the first line, blank lines and a missing last line end', () => {
  expect(fields('sep=,\r\na,b\r\n\r\n1,2')).toEqual([['a', 'b'], ['1', '2']])
  expect(fields('\ufeffa;b\r1;2\r')).toEqual([['a', 'b'], ['1', '2']])
})

test.each([
  ['', 'file_empty', 1], ['\u0000', 'not_text', 1], ['a;b\n"x;1\n', 'csv_quote_open', 2], ['a;b\n"x"y;1\n', 'csv_quote_stray', 2], ['x'.repeat(10_000_001), 'line_too_long', 1],
])('unreadable text is refused: %#', (text, code, line) => {
  expect(parseCsv(text, ';')).toEqual({ ok: false, error: { code, line } })
})

test.each([
  ['31/12/2025', 'dmy', '2025-12-31'], ['1.2.25', 'dmy', '2025-02-01'], ['2025-12-31T00:00:00Z', 'ymd', '2025-12-31'], ['12/31/2025', 'mdy', '2025-12-31'], ['20251231', 'ymd', '2025-12-31'],
  ['31 12 2025', 'dmy', '2025-12-31'],
] as const)('the day %s in %s is %s', (text, format, date) => {
  expect(readCsvDate(text, format)).toEqual({ ok: true, value: date })
})

test.each([['31/02/2025', 'dmy', 'date_impossible'], ['31/12/2025', 'mdy', 'date_impossible'], ['hier', 'dmy', 'csv_date_unreadable'], ['2025-12-31', 'dmy', 'csv_date_unreadable']] as const)(
  'the day %s in %s is refused', (text, format, code) => {
    expect(readCsvDate(text, format)).toEqual({ ok: false, error: { code } })
  },
)

test.each([
  ['1 234,50', ',', 123450], ['1.234', ',', 123400], ['1,234', '.', 123400], ['1.234,50 €', ',', 123450], ['EUR -12,5', ',', -1250], ['(12,50)', ',', -1250], ['12.50', ',', 1250], ['', ',', undefined],
] as const)('the amount %j with %j is %j', (text, mark, value) => {
  expect(readCsvAmount(text, mark)).toEqual({ ok: true, value })
})

test('a third decimal is refused', () => {
  expect(readCsvAmount('12,345', ',')).toMatchObject({ ok: false, error: { code: 'amount_too_precise' } })
})

const bank: CsvMapping = {
  header: true, date: 'Date', dateFormat: 'dmy', decimalMark: ',', label: 'Libellé', documentRef: 'Réf', journal: { fixed: 'BQ' }, account: { fixed: '512000' },
  counterAccount: { column: 'Compte' }, amounts: { kind: 'signed', amount: 'Montant', flip: false }, party: 'Tiers', grouping: { kind: 'row' },
}

test('a row with a counter account is an entry of two lines; the party goes to the account of class 4', () => {
  const reading = mapCsv(table('Date;Libellé;Réf;Compte;Tiers;Montant\n03/02/2025;Loyer;;613000;;-500,00\n04/02/2025;Client;F1;411000;DUPONT;120,00\n'), bank)
  expect(reading).toEqual({
    problems: [],
    problemCount: 0,
    rows: [[2, 2], [3, 3]],
    entries: [
      { journal: 'BQ', date: '2025-02-03', label: 'Loyer', lines: [{ account: '512000', debitCents: 0, creditCents: 50_000 }, { account: '613000', debitCents: 50_000, creditCents: 0 }] },
      {
        journal: 'BQ', date: '2025-02-04', label: 'Client', documentRef: 'F1',
        lines: [{ account: '512000', debitCents: 12_000, creditCents: 0 }, { account: '411000', debitCents: 0, creditCents: 12_000, party: 'DUPONT' }],
      },
    ],
  })
  const flipped = mapCsv(table('Date;Libellé;Réf;Compte;Tiers;Montant\n03/02/2025;Loyer;;613000;;-500,00\n'), { ...bank, amounts: { kind: 'signed', amount: 'Montant', flip: true } })
  expect(flipped.entries[0]?.lines[0]).toEqual({ account: '512000', debitCents: 50_000, creditCents: 0 })
})

const ledger = 'Journal;Date;Numéro écriture;Compte;Intitulé du compte;Libellé;Pièce;Débit;Crédit\nVE;01/02/2025;1;411000;Clients;Vente;F1;120,00;\nAC;01/02/2025;1;601000;Achats;Toile;P1;50,00;\nVE;01/02/2025;1;707000;Ventes;Vente;F1;;120,00\nAC;01/02/2025;1;401000;Fournisseurs;Toile;P1;;50,00\n'

test('an export of entries is guessed whole, and grouped by journal and number', () => {
  const guess = guessMapping(table(ledger))
  expect(guess.missing).toEqual([])
  expect(guess.mapping).toEqual({
    header: true, date: 'Date', dateFormat: 'dmy', decimalMark: ',', label: 'Libellé', documentRef: 'Pièce', journal: { column: 'Journal' }, account: { column: 'Compte' },
    amounts: { kind: 'debit-credit', debit: 'Débit', credit: 'Crédit' }, grouping: { kind: 'column', column: 'Numéro écriture' },
  })
  const reading = mapCsv(table(ledger), guess.mapping)
  expect(reading.problems).toEqual([])
  expect(reading.rows).toEqual([[2, 4], [3, 5]])
  expect(reading.entries.map((entry) => `${entry.journal} ${entry.label} ${entry.lines.length}`)).toEqual(['VE Vente 2', 'AC Toile 2'])
})

test('the same in Dutch and in English', () => {
  const dutch = guessMapping(table('Dagboek;Datum;Rekening;Omschrijving;Debet;Credit\nVK;01/02/2025;400000;Verkoop;10,00;0,00\n'))
  expect(dutch).toMatchObject({ missing: [], mapping: { journal: { column: 'Dagboek' }, account: { column: 'Rekening' }, label: 'Omschrijving', grouping: { kind: 'balance' } } })
  const english = guessMapping(table('Date,Description,Account,Counter account,Amount\n2025-02-01,Rent,512000,613000,-500.00\n'))
  expect(english).toMatchObject({ missing: ['journal'], mapping: { dateFormat: 'ymd', decimalMark: '.', account: { column: 'Account' }, counterAccount: { column: 'Counter account' }, grouping: { kind: 'row' } } })
})

test('a statement without headers is guessed by what it holds', () => {
  const guess = guessMapping(table('02/13/2025;Rent of the workshop;-500,00\n02/14/2025;Client;120,00\n'))
  expect(guess.mapping).toMatchObject({ header: false, date: '#1', dateFormat: 'mdy', label: '#2', amounts: { kind: 'signed', amount: '#3' } })
  expect(guess.missing).toEqual(['journal', 'account', 'counterAccount'])
})

test('rows that follow each other make an entry as soon as they balance', () => {
  const balance: CsvMapping = { ...bank, journal: { fixed: 'OD' }, account: { column: 'C' }, label: 'L', date: 'D', amounts: { kind: 'debit-credit', debit: 'Db', credit: 'Cr' }, grouping: { kind: 'balance' } }
  const { documentRef: _ref, party: _party, counterAccount: _counter, ...mapping } = balance
  const text = 'D;L;C;Db;Cr\n01/02/2025;a;601;50;\n01/02/2025;a;401;;50\n01/02/2025;b;602;7;\n01/02/2025;b;401;;6\n02/02/2025;c;603;1;\n02/02/2025;c;401;;1\n'
  const reading = mapCsv(table(text), mapping)
  expect(reading.entries.map((entry) => entry.label)).toEqual(['a', 'c'])
  expect(reading.problems).toEqual([{ code: 'csv_entry_unbalanced', line: 4, rows: 2, debitCents: 700, creditCents: 600, differenceCents: 100 }])
})

test('every problem has its line', () => {
  const text = [
    'Date;Libellé;Réf;Compte;Tiers;Montant', '31/02/2025;a;;613;;1,00', 'x;a;;613;;1,00', '01/02/2025;;;613;;1,00', '01/02/2025;a;;;;1,00', '01/02/2025;a;;613;;', '01/02/2025;a;;613;;1,005',
    '01/02/2025;a;;613;;un', '01/02/2025;a;;613;;1,00;zut', '01/02/2025;bon;;613;;1,00',
  ].join('\n')
  const reading = mapCsv(table(text), bank)
  expect(reading.problems.map((problem) => `${problem.line} ${problem.code}`)).toEqual([
    '2 date_impossible', '3 csv_date_unreadable', '4 csv_field_empty', '5 csv_field_empty', '6 csv_amount_missing', '7 amount_too_precise', '8 amount_unreadable', '9 csv_row_too_long',
  ])
  expect(reading.entries.map((entry) => entry.label)).toEqual(['bon'])
})

test('a mapping of another source names the columns that are not there', () => {
  expect(mapCsv(table('Date;Montant\n01/02/2025;1,00\n'), bank).problems.map((problem) => problem['column'])).toEqual(['Libellé', 'Compte', 'Réf', 'Tiers'])
  expect(mapCsv(table('Date;Libellé;Réf;Compte;Tiers;Montant\n'), bank).problems).toEqual([{ code: 'csv_no_rows', line: 1 }])
})

test('a thousand times the same mistake is listed a hundred times and counted', () => {
  const reading = mapCsv(table(`Date;Libellé;Réf;Compte;Tiers;Montant\n${'x;a;;613;;1,00\n'.repeat(1000)}`), bank)
  expect([reading.problems.length, reading.problemCount, reading.entries.length]).toEqual([100, 1000, 0])
})
