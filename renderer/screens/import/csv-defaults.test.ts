import { expect, test } from 'vitest'
import { proposed, type ProposalBooks } from './csv-defaults.ts'
import type { CsvForm } from './csv-form.ts'

const BOOKS: ProposalBooks = {
  accounts: [{ number: '499', opened: false, closedOn: null }, { number: '550', opened: false, closedOn: null }, { number: '550001', opened: true, closedOn: null }, { number: '550000', opened: true, closedOn: '2025-12-31' }],
  journals: [{ code: 'VE', kind: 'sales', closedOn: null }, { code: 'FIN', kind: 'bank', closedOn: null }],
  roles: { bank: ['550'], suspense: ['499'] },
}
const FORM: CsvForm = {
  header: true, dateFormat: 'dmy', decimalMark: ',', flip: false, rows: 'row',
  columns: { date: 'Date', label: 'Libellé', amount: 'Montant', counterAccount: 'Contrepartie' }, fixed: { journal: '', account: '', counterAccount: '' },
}
const COLUMNS = ['Date', 'Libellé', 'Montant', 'Contrepartie']

test('a column of IBAN is no column of accounts; the statement goes to the bank and waits to be sorted', () => {
  const form = proposed(FORM, COLUMNS, [['2/1/2026', 'Client', '12', 'BE68 5390 0754 7034'], ['3/1/2026', 'Frais', '-3', '']], BOOKS)
  expect(form.columns.counterAccount).toBeUndefined()
  expect(form.fixed).toEqual({ journal: 'FIN', account: '550001', counterAccount: '499' })
})

test('a column of accounts stays, and what was chosen is not replaced', () => {
  const form = proposed({ ...FORM, fixed: { journal: 'VE', account: '', counterAccount: '' } }, COLUMNS, [['2/1/2026', 'Client', '12', '700000']], BOOKS)
  expect(form.columns.counterAccount).toBe('Contrepartie')
  expect(form.fixed).toEqual({ journal: 'VE', account: '550001', counterAccount: '' })
})

test('lines of entries are given no account of their own', () => {
  expect(proposed({ ...FORM, rows: 'balance' }, COLUMNS, [], BOOKS).fixed).toEqual({ journal: '', account: '', counterAccount: '' })
})
