import { expect, test } from 'vitest'
import { columnNames, type CsvMapping } from '../../../core/formats/csv/csv-mapping.ts'
import { columnsOf, formOf, mappingOf, missingIn, roleOf, withHeader, withRole } from './csv-form.ts'

const BANK: CsvMapping = {
  header: true, date: 'Date', dateFormat: 'dmy', decimalMark: ',', label: 'Communication', journal: { fixed: 'BQ' }, account: { fixed: '550000' },
  counterAccount: { fixed: '499000' }, amounts: { kind: 'signed', amount: 'Montant', flip: false }, grouping: { kind: 'row' },
}

test('a mapping goes through the form unchanged', () => {
  expect(mappingOf(formOf(BANK))).toEqual(BANK)
  const program: CsvMapping = {
    header: true, date: 'D', dateFormat: 'ymd', decimalMark: '.', label: 'L', documentRef: 'P', journal: { column: 'J' }, account: { column: 'C' },
    amounts: { kind: 'debit-credit', debit: 'Db', credit: 'Cr' }, party: 'T', grouping: { kind: 'column', column: 'N' },
  }
  expect(mappingOf(formOf(program))).toEqual(program)
})

test('a role given to another column leaves the first; an amount chases debit and credit', () => {
  const moved = withRole(formOf(BANK), 'Libellé', 'label')
  expect(roleOf(moved, 'Communication')).toBeNull()
  expect(roleOf(moved, 'Libellé')).toBe('label')
  const split = withRole(formOf(BANK), 'Sorties', 'debit')
  expect(missingIn(split)).toEqual(['amounts'])
  expect(mappingOf(split)).toBeUndefined()
  expect(mappingOf(withRole(split, 'Entrées', 'credit'))?.amounts).toEqual({ kind: 'debit-credit', debit: 'Sorties', credit: 'Entrées' })
})

test('turning the sign round turns the amount, or exchanges the two columns', () => {
  expect(mappingOf({ ...formOf(BANK), flip: true })?.amounts).toEqual({ kind: 'signed', amount: 'Montant', flip: true })
  const split = withRole(withRole(formOf(BANK), 'Sorties', 'debit'), 'Entrées', 'credit')
  expect(mappingOf({ ...split, flip: true })?.amounts).toEqual({ kind: 'debit-credit', debit: 'Entrées', credit: 'Sorties' })
})

test('columns are named as the core names them, and keep their roles without titles', () => {
  const first = ['Date', '', 'Montant', 'Date']
  for (const header of [true, false]) expect(columnsOf(first, header)).toEqual(columnNames(first, header))
  const bare = withHeader(formOf(BANK), false, ['Date', 'Communication', 'Montant'])
  expect(mappingOf(bare)).toMatchObject({ header: false, date: '#1', label: '#2', amounts: { amount: '#3' } })
  expect(withHeader(bare, true, ['Date', 'Communication', 'Montant']).columns).toEqual(formOf(BANK).columns)
})
