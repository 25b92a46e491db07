import { expect, test } from 'vitest'
import type { Chart } from './chart.ts'
import type { ProposedLine } from './entry.ts'
import { halfEntry, internalAccount, moveEntries, type PairBooks, pairEntries, shortOf } from './pair.ts'

const chart = (roles: Chart['roles']): Chart => ({ id: 'be-pcmn', country: 'BE', edition: 'essai', currency: 'EUR', accounts: [], groups: [], journals: [], roles })
const BOTH = chart({ internal_account: ['416010', '489010'] })
const books = (code: string, kind: PairBooks['kind'], of: Chart = BOTH): PairBooks => ({ uid: code.padEnd(26, '0') as never, code, kind, chart: of, journal: 'OD' })
const line = (account: string, cents: number): ProposedLine => ({ account, debitCents: Math.max(cents, 0), creditCents: Math.max(-cents, 0) })
const head = { date: '2026-03-02', label: 'Un flux' }
const centsOf = (lines: readonly ProposedLine[]): number[] => lines.map((each) => each.debitCents - each.creditCents)

test('the compte interne and its mirror; a chart with one number uses it on both sides', () => {
  expect([internalAccount(BOTH, 'entity'), internalAccount(BOTH, 'headquarters')]).toEqual(['416010', '489010'])
  expect(internalAccount(chart({ internal_account: ['489'] }), 'headquarters')).toBe('489')
  expect(halfEntry(books('A', 'entity', chart({})), head, [line('400', -5)], 'P', 'B' as never)).toMatchObject({ ok: false, error: [{ code: 'pair_account_missing', entity: 'A' }] })
})

test('what a side lacks is what its compte interne fills, negative amounts included', () => {
  expect(shortOf([line('400', -121), line('700', 21)])).toBe(100)
  const half = halfEntry(books('A', 'entity'), head, [{ account: '400', debitCents: -30, creditCents: 0 }], 'P', 'B' as never)
  expect(half.ok && centsOf(half.value.lines)).toEqual([-30, 30])
})

test('two sides come to nothing together, or each problem of both is said', () => {
  const [entity, headquarters] = [books('A', 'entity'), books('S', 'headquarters')]
  const pair = pairEntries(entity, [line('400', -100)], headquarters, [line('550', 60), line('551', 40)], head, 'P')
  expect(pair.ok && [pair.value.first, pair.value.second].map((entry) => entry.lines.at(-1))).toEqual([
    { account: '416010', debitCents: 100, creditCents: 0, pair: { id: 'P', with: headquarters.uid } },
    { account: '489010', debitCents: 0, creditCents: 100, pair: { id: 'P', with: entity.uid } },
  ])
  expect(pairEntries(entity, [line('416010', -100)], headquarters, [line('489010', 1), line('550', -1)], head, 'P')).toMatchObject({
    ok: false, error: [{ code: 'pair_internal_line', entity: 'A' }, { code: 'pair_internal_line', entity: 'S' }] })
  expect(pairEntries(entity, [line('400', -100)], headquarters, [line('550', 99)], head, 'P')).toMatchObject({ ok: false, error: [{ code: 'pair_sides_differ', differenceCents: 1 }] })
})

test('a move leaves every set of books balanced, and every pair at nothing', () => {
  for (const mirror of [-121_000, 5_000]) {
    const { first, second } = moveEntries(books('S1', 'headquarters'), books('S2', 'headquarters'), 'A' as never, mirror, head, { mirror: 'M', between: 'B' })
    const sums = new Map<string, number>()
    for (const entry of [first, second]) {
      expect(centsOf(entry.lines).reduce((a, b) => a + b, 0)).toBe(0)
      for (const each of entry.lines) sums.set(each.pair?.id ?? '', (sums.get(each.pair?.id ?? '') ?? 0) + each.debitCents - each.creditCents)
    }
    expect([...sums]).toEqual([['M', 0], ['B', 0]])
    // What was kept in the books it leaves is taken out of them, and kept in those it enters.
    expect(centsOf(first.lines)[0]).toBe(-mirror)
    expect(centsOf(second.lines)[0]).toBe(mirror)
  }
})
