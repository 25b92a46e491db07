import { expect, test } from 'vitest'
import { procedures } from '../../core/procedures.ts'
import { publishList } from '../../core/sync/publishing/parameters.command.ts'
import { publishedCharts, publishedParameters } from '../../core/sync/publishing/parameters.query.ts'
import { must } from '../fixtures/books.ts'
import { foundHeadquarters, pairOf, stateHash } from '../fixtures/pli-workspaces.ts'

const rates = (validFrom: string, rate: number) => ({ name: 'be.vat-rates', validFrom, content: { rate } })

test('a list is published whole or not at all, and every member that is wrong is named with its place', () => {
  const siege = foundHeadquarters()
  const before = stateHash(siege)
  const list = [rates('2026-01-01', 2100), rates('2026-02-30', 2100), { name: 'Not a name', validFrom: '2026-01-01', content: {} }, { chart: 'be-pcmn', edition: '2026', content: {} }]
  const refused = publishList(siege.ctx, list)
  expect(refused.ok ? [] : refused.error.map((problem) => [problem.code, problem['place']])).toEqual(expect.arrayContaining([['date_impossible', 2], ['parameters_name_invalid', 3], ['chart_malformed', 4]]))
  expect(refused.ok ? [] : refused.error.map((problem) => problem['place'])).not.toContain(1)
  expect(stateHash(siege)).toBe(before)
  expect(publishedParameters(siege.ctx, {})).toEqual([])
  expect(publishedCharts(siege.ctx)).toEqual([])
})

test('a list with one more is published again: what is there already is passed over, nothing new is refused', () => {
  const { hq: siege, brume } = pairOf()
  expect(must(publishList(siege.ctx, [rates('2026-01-01', 2100), rates('2027-01-01', 2000)]))).toEqual({ published: [{ name: 'be.vat-rates', validFrom: '2026-01-01' }, { name: 'be.vat-rates', validFrom: '2027-01-01' }], unchanged: 0 })
  const before = stateHash(siege)
  const again = publishList(siege.ctx, [rates('2026-01-01', 2100), rates('2027-01-01', 2000)])
  expect(again.ok ? [] : again.error.map((problem) => problem.code)).toEqual(['parameters_unchanged', 'parameters_unchanged'])
  expect(stateHash(siege)).toBe(before)
  expect(must(publishList(siege.ctx, [rates('2026-01-01', 2100), rates('2027-01-01', 2000), rates('2028-01-01', 1900)]))).toEqual({ published: [{ name: 'be.vat-rates', validFrom: '2028-01-01' }], unchanged: 2 })
  brume.take(siege.make('ATELIER'))
  expect(publishedParameters(brume.ctx, {}).map((row) => row.content)).toEqual([{ rate: 2100 }, { rate: 2000 }, { rate: 1900 }])
  expect(publishList(brume.ctx, [rates('2029-01-01', 1)])).toMatchObject({ ok: false, error: [{ code: 'not_headquarters', place: 1 }] })
})

test('the door takes parameters and charts in one list, and nothing else', () => {
  const { input } = procedures['parameters.publish-list']
  expect(input.safeParse({ list: [rates('2026-01-01', 1), { chart: 'be-pcmn', edition: '2026', content: {} }] }).success).toBe(true)
  for (const wrong of [[], [7], [{ name: 'x' }], [{ ...rates('2026-01-01', 1), chart: 'be-pcmn' }]]) expect(input.safeParse({ list: wrong }).success).toBe(false)
})
