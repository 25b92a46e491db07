import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { createWorkspace, openWorkspace } from '../../electron/machine/workspace.ts'
import { anEntry, must } from '../fixtures/books.ts'
import { makeFolder } from '../fixtures/temporary.ts'

/** `ARCHIPEL_KILLS` makes a night of it. The moments are drawn from the seed; where the process stands at them is the machine's. */
const KILLS = Number(process.env['ARCHIPEL_KILLS'] ?? 100)
/** Books start again from nothing now and then, so that checking them whole after each kill stays short. */
const KILLS_A_BOOK = 20
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))

interface Said { readonly ready?: number; readonly begin?: number; readonly done?: number; readonly kind?: string; readonly facts?: number; readonly head?: number }

let folder = ''
beforeAll(() => {
  folder = makeFolder('kill')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function newBooks(name: string): Promise<string> {
  const path = join(folder, `${name}.archipel`)
  await createWorkspace(path, { kind: 'entity', country: 'BE', name: 'Essai', demonstration: false }, { files: new MemoryFiles(), progress: () => {} }, (ctx) => {
    const { entityId } = must(openEntity(ctx, { code: 'A', name: 'Atelier', kind: 'entity', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
    // The accounts of the worker are opened here, so that each of its operations makes the facts it announces.
    return postEntry(ctx, entityId, anEntry('2026-01-02 OD Premier | 400000 1.00 | 700000 -1.00')).ok
  })
  return path
}

/** Runs the worker and kills it: `delay` milliseconds after it is at work, or after its start when negative. */
function runAndKill(path: string, run: number, delay: number): Promise<readonly Said[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WORKER, path, String(run)], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let complaint = ''
    let armed = false
    const arm = (milliseconds: number): void => {
      armed = true
      setTimeout(() => child.kill('SIGKILL'), milliseconds)
    }
    if (delay < 0) arm(-delay)
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString('utf8')
      if (!armed && said.includes('"ready"')) arm(delay)
    })
    child.stderr.on('data', (data: Buffer) => void (complaint += data.toString('utf8')))
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the worker ended by itself: ${complaint}`))
      // A line cut by the kill was not said.
      else resolve(said.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Said))
    })
  })
}

/** Opens the books as the program would after the kill, and answers how long its chain is. */
async function check(path: string, run: number, before: number, said: readonly Said[]): Promise<number> {
  const started = performance.now()
  const workspace = await openWorkspace(path, { shell: 'cli', files: new MemoryFiles(), progress: () => {}, on: calendarDate('2026-06-30') })
  const reopening = performance.now() - started
  try {
    expect(workspace.info().access, 'the place of the killed writer is free').toBe('write')
    expect(reopening, 'reopening takes at most 2 s').toBeLessThan(2000)
    expect(workspace.connection.pragma('quick_check', { simple: true })).toBe('ok')
    const facts = workspace.connection.prepare('SELECT COUNT(*) FROM fact').pluck().get() as number
    const acknowledged = said.findLast((line) => line.done !== undefined)?.head ?? before
    const last = said.at(-1)
    const underWay = last?.begin === undefined ? [0] : possible(last)
    expect(underWay.map((more) => acknowledged + more), `run ${run}: acknowledged, then ${JSON.stringify(last)}`).toContain(facts)
    const proof = verify(workspace.ctx, true)
    expect(proof.problems, `run ${run}`).toEqual([])
    expect(proof.facts).toBe(facts)
    return facts
  } finally {
    workspace.close()
  }
}

/** How many facts the operation under way may have left: each of its transactions is whole or absent. */
function possible(last: Said): readonly number[] {
  const facts = last.facts ?? 0
  const steps: Readonly<Record<string, readonly number[]>> = { reverse: [0, 1, 2], match: [0, 1, 2, 3], attach: [0, 1, 2] }
  return steps[last.kind ?? ''] ?? [0, facts]
}

let seed = 20_261_121
const draw = (bound: number): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0
  return (seed >>> 8) % bound
}

test(`${KILLS} kills at random: everything acknowledged is there, nothing half, and the books verify`, { timeout: 60_000 + KILLS * 3000 }, async () => {
  let path = ''
  let facts = 0
  let acknowledged = 0
  const interrupted = new Set<string>()
  for (let run = 0; run < KILLS; run += 1) {
    if (run % KILLS_A_BOOK === 0) {
      path = await newBooks(`books-${run}`)
      facts = await check(path, run, await lengthOf(path), [])
    }
    // One in ten dies while it is still opening the file that the last one left.
    const said = await runAndKill(path, run, run % 10 === 9 ? -(120 + draw(150)) : draw(90))
    const before = facts
    facts = await check(path, run, before, said)
    acknowledged += said.filter((line) => line.done !== undefined).length
    const last = said.at(-1)
    if (last?.begin !== undefined) interrupted.add(last.kind ?? '')
  }
  process.stderr.write(`${KILLS} kills, ${acknowledged} acknowledged operations, interrupted while: ${[...interrupted].sort().join(', ')}\n`)
  expect(acknowledged, 'the workers did work before they were killed').toBeGreaterThan(KILLS)
  expect(interrupted.has('bulk'), 'some died inside a bulk import').toBe(true)
})

async function lengthOf(path: string): Promise<number> {
  const workspace = await openWorkspace(path, { shell: 'cli', files: new MemoryFiles(), progress: () => {} })
  try {
    return workspace.connection.prepare('SELECT COUNT(*) FROM fact').pluck().get() as number
  } finally {
    workspace.close()
  }
}
