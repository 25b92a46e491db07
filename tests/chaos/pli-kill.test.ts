import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { IdentityInfo } from '../../core/workspace.ts'
import type { Session } from '../../electron/machine/session.ts'
import { makeFolder } from '../fixtures/temporary.ts'
import { ask, enrol, ROOT, send } from '../machine-identity/exchange.ts'
import { anEntry, testSession } from '../shells/folder.ts'
import { randomOf } from '../simulation/random.ts'

/** `ARCHIPEL_KILLS` makes a night of it: so many at random, and every named point in its turn. */
const KILLS = Number(process.env['ARCHIPEL_KILLS'] ?? 6)
const SEED = Number(process.env['ARCHIPEL_SEED'] ?? 20_261_121)
const KILLS_A_BOOK = 25
const WORKER = fileURLToPath(new URL('pli-worker.ts', import.meta.url))

const KINDS = ['make', 'take', 'inbox', 'receipts', 'rotate', 'publish'] as const
const PLACES = ['begun', 'write 1', 'write 2', 'before commit', 'after commit'] as const
/** Second commits: what `make` writes besides the entry, what taking follows up, keys that are stored before they are announced. */
const POINTS: readonly string[] = [
  ...KINDS.flatMap((kind) => PLACES.map((place) => `${kind}:${place}`)), 'make:write 4', 'take:write 5', 'inbox:write 12', 'receipts:write 5', 'rotate:write 4', 'make:before second commit', 'make:after second commit', 'make:before file', 'make:half a file',
  'receipts:before second commit', 'receipts:after second commit', 'rotate:before second commit', 'rotate:after second commit',
]

interface Said {
  readonly ready?: true; readonly begin?: string; readonly posted?: string; readonly made?: string; readonly taken?: string; readonly published?: string; readonly rotated?: IdentityInfo
}

let folder = ''
beforeAll(async () => {
  folder = makeFolder('pli-kill')
  await makeTemplate(join(folder, 'template'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Headquarters and an Activité that joined it. */
async function makeTemplate(path: string): Promise<void> {
  mkdirSync(join(path, 'mail'), { recursive: true })
  const [siege, atelier] = [testSession(), testSession()]
  await ask(siege, 'workspace.create', { path: join(path, 'siege.archipel'), kind: 'headquarters', country: 'BE', name: 'Siège', entityCode: 'SIEGE', entityName: 'Siège' })
  await ask(siege, 'identity.make', {})
  await ask(siege, 'trust.found', { passphrases: ROOT })
  await ask(atelier, 'workspace.create', {
    path: join(path, 'atelier.archipel'), kind: 'entity', country: 'BE', name: 'Atelier', entityCode: 'A1', entityName: 'Atelier', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' },
  })
  await ask(atelier, 'identity.make', {})
  await ask(atelier, 'entries.post', { entity: 'A1', entries: [anEntry(100)] })
  await enrol(atelier, siege, { person: 'Ada', role: 'porteur' })
  expect(await send(atelier, 'headquarters', siege)).toMatchObject({ outcome: 'taken' })
  siege.close()
  atelier.close()
}

/** Runs the worker until it dies: by its own hand at a named point, else after so many milliseconds at work. */
function runUntilKilled(path: string, run: number, point: string, delay: number): Promise<readonly Said[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WORKER, path, String(run), point], { stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let complaint = ''
    let armed = false
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString('utf8')
      if (armed || !said.includes('"ready"')) return
      armed = true
      if (point === '') setTimeout(() => child.kill('SIGKILL'), delay)
    })
    child.stderr.on('data', (data: Buffer) => void (complaint += data.toString('utf8')))
    child.on('error', reject)
    child.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`run ${run} ${point}: the worker was not killed (${signal}): ${complaint}`))
      else resolve(said.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Said))
    })
  })
}

function column(session: Session, sql: string): unknown[] {
  return session.workspace?.connection.prepare(sql).pluck().all() ?? []
}

const ENTRIES = `SELECT author || '/' || sequence || ' ' || number || ' ' || label FROM entry JOIN fact ON fact.id = entry.id JOIN stream ON stream.id = entry.stream_id
  JOIN entity ON entity.id = entry.entity_id WHERE code = 'A1' ORDER BY 1`

/** Opens both as the program would after the kill: all that was said to be done is there, both prove themselves, and trading goes on to the same books. */
async function check(path: string, which: string, said: readonly Said[]): Promise<void> {
  const [siege, atelier] = [testSession(), testSession()]
  try {
    await siege.open(join(path, 'siege.archipel'))
    await atelier.open(join(path, 'atelier.archipel'))
    const all = <Name extends keyof Said>(name: Name): NonNullable<Said[Name]>[] => said.flatMap((line) => (line[name] === undefined ? [] : [line[name] as NonNullable<Said[Name]>]))
    const lacks = (wanted: readonly unknown[], there: readonly unknown[]): unknown[] => wanted.filter((each) => !there.includes(each))
    for (const session of [siege, atelier]) {
      expect(session.workspace?.info().access, `${which}: the place of the killed writer is free`).toBe('write')
      expect(session.workspace?.connection.pragma('quick_check', { simple: true }), which).toBe('ok')
    }
    expect(lacks(all('posted'), column(atelier, 'SELECT label FROM entry')), `${which}: posted`).toEqual([])
    expect(all('made').filter((name) => !existsSync(join(path, 'mail', name))), `${which}: made`).toEqual([])
    expect(lacks(all('taken'), column(siege, "SELECT file_hash FROM received_pli WHERE outcome IN ('taken', 'known')")), `${which}: taken`).toEqual([])
    expect(lacks(all('published'), column(siege, 'SELECT name FROM parameters')), `${which}: published`).toEqual([])
    const keys = await ask<IdentityInfo>(atelier, 'identity.state', {})
    expect(keys, which).toMatchObject({ made: true, locked: false })
    // Keys that were being changed are the former or the new ones, and only then.
    const rotated = all('rotated').at(-1)
    const isChanging = said.at(-1)?.begin === 'rotate'
    expect(rotated === undefined || isChanging || rotated.fingerprint?.hex === keys.fingerprint?.hex, `${which}: rotated`).toBe(true)
    expect(await send(atelier, 'headquarters', siege), which).toMatchObject({ refused: [] })
    expect(await send(siege, 'A1', atelier), which).toMatchObject({ refused: [] })
    expect(column(siege, ENTRIES), which).toEqual(column(atelier, ENTRIES))
    expect(column(siege, 'SELECT COUNT(*) FROM waiting_pli JOIN received_pli USING (file_hash) WHERE outcome <> \'waiting\''), which).toEqual([0])
    for (const session of [siege, atelier]) expect(await ask(session, 'verify', { full: true }), which).toMatchObject({ ok: true })
  } finally {
    siege.close()
    atelier.close()
  }
}

/** One kill after the other in the same books, which start again from the template now and then. */
async function killAll(name: string, kills: readonly { readonly point: string; readonly delay: number }[]): Promise<{ readonly acknowledged: number; readonly interrupted: readonly string[] }> {
  let path = ''
  let said: Said[] = []
  let acknowledged = 0
  const interrupted = new Set<string>()
  for (const [run, { point, delay }] of kills.entries()) {
    if (run % KILLS_A_BOOK === 0) {
      rmSync(path, { recursive: true, force: true })
      path = join(folder, `${name}-${run}`)
      cpSync(join(folder, 'template'), path, { recursive: true })
      said = []
    }
    const lines = await runUntilKilled(path, run, point, delay)
    said = [...said, ...lines]
    acknowledged += lines.filter((line) => line.begin === undefined && line.ready === undefined).length
    interrupted.add(lines.findLast((line) => line.begin !== undefined)?.begin ?? 'first')
    await check(path, `seed ${SEED} run ${run} ${point}`, said)
  }
  return { acknowledged, interrupted: [...interrupted].toSorted((one, other) => (one < other ? -1 : 1)) }
}

test(`${KILLS} kills at random while plis are made, taken, received in batches, answered, keys changed and parameters published`, { timeout: 60_000 + KILLS * 30_000 }, async () => {
  const random = randomOf(SEED)
  const { acknowledged, interrupted } = await killAll('random', Array.from({ length: KILLS }, () => ({ point: '', delay: 200 + random.below(1500) })))
  process.stderr.write(`${KILLS} kills at random, ${acknowledged} acknowledged operations, interrupted while: ${interrupted.join(', ')}\n`)
  expect(acknowledged).toBeGreaterThan(KILLS / 2)
})

/** A commit kills at a few of the points, others at each seed; all of them when asked. */
const CHOSEN = KILLS >= POINTS.length ? POINTS : randomOf(SEED + KILLS).shuffled(POINTS).slice(0, KILLS)

test(`killed at ${CHOSEN.length} of ${POINTS.length} named points: nothing acknowledged is lost, nothing is half written`, { timeout: 60_000 + CHOSEN.length * 30_000 }, async () => {
  const { interrupted } = await killAll('points', CHOSEN.map((point) => ({ point, delay: 0 })))
  expect(interrupted).toEqual([...new Set(CHOSEN.map((point) => point.split(':')[0] ?? ''))].toSorted((one, other) => (one < other ? -1 : 1)))
})
