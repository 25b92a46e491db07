import { expect, test } from 'vitest'
import { type Told, World } from './world.ts'

/** `ARCHIPEL_SEED` begins elsewhere, `ARCHIPEL_SEEDS` says how many; a failure names the seed that replays it. */
const FIRST = Number(process.env['ARCHIPEL_SEED'] ?? 1)
const SEEDS = Number(process.env['ARCHIPEL_SEEDS'] ?? 200)
const SIZE = { entities: 20, years: 3, steps: Number(process.env['ARCHIPEL_STEPS'] ?? 250) }

test(`${SEEDS} federations of ${SIZE.entities} Activités live ${SIZE.years} years and hold the same books in the end`, { timeout: 900_000 }, () => {
  const told: Told[] = []
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const world = new World(seed, SIZE)
    try {
      world.live()
      told.push(world.told)
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    } finally {
      world.close()
    }
  }
  const sum = (name: 'acts' | 'plis' | 'lost' | 'doubled' | 'kills' | 'forks'): number => told.reduce((total, each) => total + each[name], 0)
  // Nothing happening would prove nothing.
  for (const name of ['acts', 'plis', 'lost', 'doubled', 'kills', 'forks'] as const) expect(sum(name), name).toBeGreaterThan(SEEDS / 4)
  for (const answer of ['new', 'known', 'gap']) expect(told.reduce((total, each) => total + (each.answers[answer] ?? 0), 0), answer).toBeGreaterThan(0)
  expect(told.reduce((total, each) => total + (each.notices['entry_moved'] ?? 0), 0), 'entries moved').toBeGreaterThan(0)
})
