import { expect, test } from 'vitest'
import { accountsIn, type Draft, rangeOf, weightOf } from './draft-selection.ts'

const draft = (...lines: Draft['body']['lines'][number][]): Draft => ({ id: 'a', version: 1, changedAt: 0, canUndo: false, canRedo: false, body: { lines } })

test('Shift chooses from one row to another, both included, either way', () => {
  expect(rangeOf(['a', 'b', 'c', 'd'], 'b', 'd')).toEqual(['b', 'c', 'd'])
  expect(rangeOf(['a', 'b', 'c', 'd'], 'd', 'b')).toEqual(['b', 'c', 'd'])
  expect(rangeOf(['a', 'b'], 'gone', 'b')).toEqual(['b'])
})

test('accounts of a selection are counted by line, those that miss at the end', () => {
  expect(accountsIn([draft({ account: '61', debitCents: 100 }, { debitCents: 5 }, {}), draft({ account: '440', creditCents: 1 }, { account: '61', debitCents: 1 })]))
    .toEqual([{ account: '440', lines: 1 }, { account: '61', lines: 2 }, { account: '', lines: 1 }])
})

test('a draft balances when its sides meet and are not nothing', () => {
  expect(weightOf(draft({ debitCents: 100 }, { creditCents: 100 }))).toEqual({ debitCents: 100, balanced: true })
  expect(weightOf(draft({ creditCents: 70 }))).toEqual({ debitCents: 70, balanced: false })
  expect(weightOf(draft({})).balanced).toBe(false)
})
