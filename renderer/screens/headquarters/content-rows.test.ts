import { expect, test } from 'vitest'
import { changesOf, type Content, contentOf, readValue, rowsOf } from './content-rows.ts'

const RATES: Content = { country: 'BE', note: '21', empty: [], rates: [{ code: 'normal', basisPoints: 2100 }, { code: 'zero', basisPoints: 0, ended: true, next: null }] }

test('a content is the same after its rows', () => {
  expect(rowsOf(RATES).map((row) => row.path)).toEqual(['country', 'note', 'empty', 'rates.0.code', 'rates.0.basisPoints', 'rates.1.code', 'rates.1.basisPoints', 'rates.1.ended', 'rates.1.next'])
  expect(contentOf(rowsOf(RATES))).toEqual(RATES)
})

test('only whole numbers are numbers: what looks like a fraction stays a text that the core refuses or keeps as words', () => {
  expect([readValue('2100'), readValue('-3'), readValue('21.5'), readValue('"21"'), readValue(' vrai ')]).toEqual([2100, -3, '21.5', '21', 'vrai'])
})

test('changes name what was, what is, and what is gone', () => {
  const { note: _, ...rest } = RATES
  const after = { ...rest, rates: [{ code: 'normal', basisPoints: 2000 }, { code: 'zero', basisPoints: 0, ended: true, next: null }], added: 'oui' }
  expect(changesOf(RATES, after)).toEqual([
    { path: 'rates.0.basisPoints', before: '2100', after: '2000' }, { path: 'added', before: null, after: 'oui' }, { path: 'note', before: '"21"', after: null },
  ])
  expect(changesOf(RATES, RATES)).toEqual([])
})
