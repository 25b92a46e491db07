import { expect, test } from 'vitest'
import { indexChoices, searchChoices } from './search-index.ts'

const index = indexChoices([
  { value: '400000', label: 'Clients' }, { value: '440000', label: 'Fournisseurs' }, { value: '44', label: 'Dettes commerciales' },
  { value: '604000', label: 'Achats de marchandises' }, { value: '700000', label: 'Ventes et prestations de services' }, { value: '613200', label: 'Énergie, électricité' },
])
const values = (text: string, recent: string[] = []): string[] => searchChoices(index, text, recent).map((each) => each.value)

test('a number comes before the numbers that extend it', () => expect(values('44')).toEqual(['44', '440000']))
test('words are found in any order, without accents', () => {
  expect(values('electr energie')).toEqual(['613200'])
  expect(values('services ventes')).toEqual(['700000'])
  expect(values('rnisseurs')).toEqual(['440000'])
  expect(values('banane')).toEqual([])
})
test('what was used lately comes first among equals', () => expect(values('', ['604000']).at(0)).toBe('604000'))
test('5 000 choices answer at once', () => {
  const large = indexChoices(Array.from({ length: 5000 }, (_, at) => ({ value: String(400_000 + at), label: `Compte numéro ${at} général` })))
  expect(searchChoices(large, 'general 4321').map((each) => each.value)).toContain('404321')
})
