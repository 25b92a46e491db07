import { expect, test } from 'vitest'
import { inOrder, isIn } from './glance.ts'
import type { Fresh } from './use-freshness.ts'

const row = (entity: string, more: Partial<Fresh>): Fresh => ({
  entity, name: entity, awaited: false, offices: [], ended: false, joinedOn: null, lastPliAt: null, lastPliOn: null, lastPliNumber: null, daysSince: null, lastFactAt: null, factsHeld: 0,
  missingPlis: 0, waitingPlis: 0, forks: 0, heldFacts: 0, movedEntries: 0, openHalves: 0, yearsOpen: 1, closedUntil: null, ...more,
})
const rows = [row('A', { lastPliAt: 300, daysSince: 2, offices: ['MONS'] }), row('B', {}), row('C', { lastPliAt: 100, daysSince: 90, offices: ['GENT'] }), row('D', { lastPliAt: 100, daysSince: 90, ended: true })]
const codes = (of: readonly Fresh[]): string => of.map((each) => each.entity).join('')

test('orders: what never came is older than any pli, what no office follows comes last, those alike stay by name', () => {
  expect(codes(inOrder('name', rows))).toBe('ABCD')
  expect(codes(inOrder('oldest', rows))).toBe('BCDA')
  expect(codes(inOrder('newest', rows))).toBe('ACDB')
  expect(codes(inOrder('office', rows))).toBe('CABD')
})

test('nobody is said to be silent where nobody may sign any more', () => {
  expect(codes(rows.filter((each) => isIn('quiet', each)))).toBe('C')
  expect(codes(rows.filter((each) => isIn('ended', each)))).toBe('D')
  expect(codes(rows.filter((each) => isIn('never', each)))).toBe('B')
})
