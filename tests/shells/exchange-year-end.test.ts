import { expect, test } from 'vitest'
import { Desk, done, run } from './command-line.ts'
import { temporaryFolder } from './folder.ts'

const PEOPLE = ['siege', 'atelier', 'portable', 'bureau'] as const

/** Everybody hears of everybody, by headquarters. */
async function trade(desk: Desk): Promise<string[]> {
  const told: string[] = []
  const take = async (name: string, file: string): Promise<void> => {
    const { exit, json } = await desk.take(name, file)
    expect(exit).toBe(0)
    for (const { messages } of json as { messages?: string[] }[]) told.push(...(messages ?? []).map((message) => `${name}: ${message}`))
  }
  for (let round = 0; round < 2; round += 1) {
    for (const name of ['atelier', 'portable']) await take('siege', await desk.make(name, 'headquarters'))
    const made = await desk.make('siege', 'ATELIER')
    for (const name of ['atelier', 'portable']) await take(name, made)
    await take('bureau', await desk.make('siege', 'BXL'))
  }
  return told
}

interface Statement { readonly rubrics: readonly object[]; readonly checks: readonly { readonly rule: string; readonly ok: boolean }[] }

test('headquarters closes December while entries are on their way and the porteur ends the year: the same books and statements everywhere, said in words, mended in one command', async () => {
  const desk = new Desk(temporaryFolder())
  await desk.init('siege', 'headquarters', 'SIEGE')
  await desk.init('bureau', 'office')
  await desk.init('atelier', 'entity', 'ATELIER')
  await desk.init('portable', 'entity')
  await desk.enrol('atelier', ['--person', 'Ana'])
  await done('-w', desk.workspace('siege'), 'office', 'add', 'BXL', '--name', 'Bureau de Bruxelles')
  await desk.enrol('bureau', ['--person', 'Cléo', '--office', 'BXL'])
  await desk.take('siege', await desk.make('atelier', 'headquarters'))
  await desk.enrol('portable', ['--person', 'Dan', '--joins', 'ATELIER'], ['--role', 'associate'])
  await done('-w', desk.workspace('siege'), 'entrust', 'ATELIER', '--office', 'BXL')
  await trade(desk)

  await desk.post('atelier', 'ATELIER', [{ cents: 100, date: '2026-12-10', label: 'Vente d’Ana' }])
  await desk.post('portable', 'ATELIER', [{ cents: 20, date: '2026-12-20', label: 'Vente de Dan' }])
  await done('-w', desk.workspace('siege'), 'close-period', '--all', '--until', '2026-12-31')
  await done('-w', desk.workspace('atelier'), '-e', 'ATELIER', 'year-end', '--year', '2026')
  const told = await trade(desk)
  const statements = async (year: string): Promise<Statement> => {
    const all = await Promise.all(PEOPLE.map((name) => done('-w', desk.workspace(name), '-e', 'ATELIER', 'statements', '--model', 'be-micro', '--year', year) as Promise<Statement>))
    for (const each of all) expect(each).toEqual(all[0])
    return all[0] as Statement
  }
  const failing = ({ checks }: Statement): string[] => checks.filter(({ ok }) => !ok).map(({ rule }) => rule)
  expect([failing(await statements('2026')), failing(await statements('2027'))]).toEqual([[], ['opening_agrees']])
  expect(told.join('\n')).toContain('L’exercice 2027 ne s’ouvre plus avec ce que 2026 a laissé')

  await done('-w', desk.workspace('atelier'), '-e', 'ATELIER', 'year-end', '--year', '2026')
  await trade(desk)
  expect([failing(await statements('2026')), failing(await statements('2027'))]).toEqual([[], []])
  for (const name of PEOPLE) {
    expect(await done('-w', desk.workspace(name), '-e', 'ATELIER', 'trial-balance', '--as-of', '2027-12-31'), name).toMatchObject({
      rows: [{ account: '140', balanceCents: 0 }, { account: '550000', balanceCents: 120 }, { account: '700000', balanceCents: -120 }],
    })
    expect(await done('-w', desk.workspace(name), 'verify', '--full'), name).toMatchObject({ ok: true, problems: [] })
  }
  const again = await run('-w', desk.workspace('atelier'), '-e', 'ATELIER', 'year-end', '--year', '2026', '--json')
  expect([again.exit, again.json]).toMatchObject([1, { refused: [{ code: 'year_already_ended' }] }])
}, 240_000)
