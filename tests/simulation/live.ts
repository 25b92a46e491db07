import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'vitest'
import { type Told, World } from './world.ts'

/** `ARCHIPEL_SEED` begins elsewhere, `ARCHIPEL_SEEDS` says how many seeds each half of a run lives. */
const FIRST = Number(process.env['ARCHIPEL_SEED'] ?? 1)
export const SEEDS = Number(process.env['ARCHIPEL_SEEDS'] ?? 100)
export const SIZE = { entities: 20, years: 3, steps: 250 }

/** Lives the seeds of one half; a failure names the seed that replays it. Answers nothing: what happened must have been enough to prove something. */
export async function liveHalf(half: 0 | 1): Promise<void> {
  const told: Told[] = []
  const first = FIRST + half * SEEDS
  for (let seed = first; seed < first + SEEDS; seed += 1) {
    told.push(liveSeed(seed))
    // Copies of databases are let go between two turns of the event loop only: without one, a hundred seeds hold gigabytes.
    await nextTurn()
  }
  const sum = (name: 'acts' | 'plis' | 'lost' | 'doubled' | 'kills' | 'forks'): number => told.reduce((total, each) => total + each[name], 0)
  const answers = (answer: string): number => told.reduce((total, each) => total + (each.answers[answer] ?? 0), 0)
  const notices = (notice: string): number => told.reduce((total, each) => total + (each.notices[notice] ?? 0), 0)
  // A seed alone may be a quiet one.
  if (SEEDS < 20) return
  for (const name of ['acts', 'plis', 'lost', 'doubled', 'kills', 'forks'] as const) expect(sum(name), name).toBeGreaterThan(SEEDS / 10)
  for (const answer of ['new', 'known', 'gap', 'fork']) expect(answers(answer), answer).toBeGreaterThan(0)
  for (const notice of ['entry_moved', 'clock_ahead', 'match_superseded', 'plis_missing']) expect(notices(notice), notice).toBeGreaterThan(0)
}

function liveSeed(seed: number): Told {
  const world = new World(seed, SIZE)
  try {
    world.live()
    return world.told
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    world.close()
  }
}
