import { expect, test } from 'vitest'
import type { ComposedPli } from '../../core/sync/making/compose-pli.command.ts'
import { repairFork } from '../../core/sync/forks/fork-repair.command.ts'
import { notices } from '../../core/sync/history/notice.query.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import { takePlis } from '../../core/sync/taking/take-pli.command.ts'
import { revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { waitingAnswers } from '../../core/sync/taking/waiting.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { WaitingList } from '../../electron/machine/waiting.ts'
import { must } from '../fixtures/books.ts'
import { openBytes } from '../fixtures/database.ts'
import { copyOf, joinEmpty, pairOf, stateHash, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { seeded } from '../fixtures/seeded.ts'

const SEED = Number(process.env['ARCHIPEL_SEED'] ?? 20_261_121)
const DAY = 86_400_000
/** A thousand where it is asked (`ARCHIPEL_ORDERS`); what a commit can bear otherwise. */
const ORDERS = Number(process.env['ARCHIPEL_ORDERS'] ?? (process.env['CI'] === undefined ? 20 : 100))
/** Two hundred where it is asked (`ARCHIPEL_FORKS`). */
const FORKS = Number(process.env['ARCHIPEL_FORKS'] ?? 10)

test('fifty plis in random orders, doubled and lost: gaps are named, and all come to the same books', () => {
  const { hq, brume } = pairOf()
  const plis: ComposedPli[] = []
  for (let number = 1; number <= 50; number += 1) {
    brume.clock.milliseconds += DAY
    brume.post('ATELIER', `2026-0${1 + (number % 9)}-15 VEN Facture ${number} | 400 ${number}.00 | 700 -${number}.00`)
    plis.push(brume.make('headquarters', 'sent'))
  }
  const bytes = hq.db.serialize()
  const open = (): TestWorkspace => {
    const copy = testWorkspace(hq.name, 'headquarters', { identity: hq.identity, db: openBytes(bytes) })
    copy.clock.milliseconds = brume.clock.milliseconds
    return copy
  }
  const files = plis.map((pli) => ({ name: `${pli.header.number}.pli`, hash: sha256(pli.bytes), opened: pli.bytes, sealed: pli.bytes }))
  const straight = open()
  takePlis(straight.ctx, files)
  const wanted = stateHash(straight)
  for (let order = 1; order <= ORDERS; order += 1) {
    const random = seeded(SEED + order)
    const lost = new Set(Array.from({ length: random(6) }, () => random(files.length)))
    const sent = files.flatMap((file, index) => (lost.has(index) ? [] : Array.from({ length: 1 + random(4) }, () => file)))
    for (let at = sent.length - 1; at > 0; at -= 1) {
      const from = random(at + 1)
      ;[sent[at], sent[from]] = [sent[from] as (typeof sent)[number], sent[at] as (typeof sent)[number]]
    }
    const copy = open()
    for (let at = 0; at < sent.length; at += 7) takePlis(copy.ctx, sent.slice(at, at + 7))
    takeWaiting(copy)
    const left = new Set(copy.db.prepare('SELECT name FROM received_pli WHERE outcome = ?').all('waiting').map((row) => (row as { name: string }).name))
    const firstLost = Math.min(Number.POSITIVE_INFINITY, ...[...lost].map((index) => index))
    // What came before the first one lost is in the books; all after it waits, whole, and says for what.
    expect(left.size, `seed ${SEED + order}`).toBe(files.filter((_, index) => index > firstLost && !lost.has(index)).length)
    for (const answer of takeWaiting(copy)) expect(answer.segments.some((segment) => segment.missing !== undefined)).toBe(true)
    // Numbers that never came are named, one by one or as a run: the pli before the first one here was taken too.
    const came = plis.flatMap((pli, index) => (lost.has(index) ? [] : [pli.header.number]))
    const wanting = plis.flatMap((pli, index) => (lost.has(index) && pli.header.number < Math.max(...came) ? [pli.header.number] : []))
    const said = notices(copy.ctx, { unreadOnly: false, offset: 0, limit: 50 }).rows.find((notice) => notice.code === 'plis_missing')?.data['missing']
    expect(spelled(said), `seed ${SEED + order}: the numbers that are missing are named`).toEqual(wanting)
    takePlis(copy.ctx, [...lost].map((index) => files[index] as (typeof files)[number]))
    takeWaiting(copy)
    expect(stateHash(copy), `seed ${SEED + order}`).toBe(wanted)
    copy.db.close()
  }
}, 60_000 + ORDERS * 10_000)

/** `12, 15–17` as numbers. */
function spelled(said: unknown): number[] {
  if (typeof said !== 'string') return []
  return said.split(', ').flatMap((run) => {
    const [from = 0, to = from] = run.split('–').map(Number)
    return Array.from({ length: to - from + 1 }, (_, at) => from + at)
  })
}

/** What the machine does after each taking that wrote something. */
function takeWaiting(workspace: TestWorkspace): TakenPli[] {
  const rows = workspace.db.prepare('SELECT file_hash AS hash, name, bytes FROM waiting_pli JOIN received_pli USING (file_hash) ORDER BY number').all() as { hash: string; name: string; bytes: Buffer }[]
  return rows.length === 0 ? [] : takePlis(workspace.ctx, rows.map(({ hash, name, bytes }) => ({ hash, name, opened: bytes, sealed: bytes })))
}

test(`${FORKS} forks: wherever a restored backup parts, it is found at the first contact, on both sides, both histories are kept, and a new file repairs it`, () => {
  const random = seeded(SEED)
  for (let round = 1; round <= FORKS; round += 1) {
    const { hq, brume } = pairOf()
    const post = (workspace: TestWorkspace, count: number, word: string): void => {
      for (let number = 1; number <= count; number += 1) workspace.post('ATELIER', `2026-02-10 VEN ${word} ${number} | 400 ${number + round}.00 | 700 -${number + round}.00`)
    }
    post(brume, random(4), 'Avant')
    if (random(2) === 1) hq.take(brume.make('headquarters'))
    const twin = copyOf(brume)
    post(brume, 1 + random(4), 'Perdue')
    hq.take(brume.make('headquarters'))
    post(twin, 1 + random(6), 'Autre')
    const before = stateHash(hq)
    const answer = hq.take(twin.make('headquarters'))
    expect(answer, `round ${round}`).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_forks' }] })
    expect(stateHash(hq)).toBe(before)
    expect(hq.db.prepare('SELECT COUNT(*) AS count FROM fork').get()).toEqual({ count: 1 })
    hq.clock.milliseconds += 1000
    const facts = twin.db.prepare('SELECT COUNT(*) AS count FROM fact').get()
    const told = twin.take(hq.make('ATELIER'))
    expect(told.notices.map((notice) => notice.code), `round ${round}`).toContain('fork_of_own_stream')
    expect(twin.db.prepare('SELECT COUNT(*) AS count FROM fact').get()).toEqual(facts)
    // A new machine books again, with a reason, what the other history held; what was lost and what was added are both in the books then.
    const repaired = testWorkspace(`neuf${round}`, 'entity')
    joinEmpty(hq, repaired, ['ATELIER'])
    must(repairFork(repaired.ctx, twin.ctx))
    must(revokeAccess(hq.ctx, { author: twin.author, reason: 'Sauvegarde restaurée' }))
    expect(hq.take(repaired.make('headquarters')), `round ${round}`).toMatchObject({ outcome: 'taken' })
    const labels = hq.db.prepare("SELECT label FROM entry WHERE label GLOB 'Perdue*' OR label GLOB 'Autre*' ORDER BY label").pluck().all()
    expect(labels, `round ${round}`).toEqual([...column(twin, 'Autre'), ...column(brume, 'Perdue')])
    for (const each of [hq, brume, twin, repaired]) each.db.close()
  }
}, 60_000 + FORKS * 10_000)

function column(workspace: TestWorkspace, word: string): unknown[] {
  return workspace.db.prepare("SELECT label FROM entry WHERE label GLOB ? || '*' ORDER BY label").pluck().all(word)
}

test('the pli that grants a machine its key comes after the one that brings what this machine wrote: the second waits for the first', () => {
  const { hq, brume } = pairOf()
  brume.take(hq.make('ATELIER'))
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  const grants = hq.make('ATELIER', 'sent')
  portable.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -121.00')
  hq.take(portable.make('headquarters'))
  const brings = hq.make('ATELIER', 'sent')
  const before = stateHash(brume)
  const early = brume.take(brings, 'deux.pli')
  expect(early).toMatchObject({ outcome: 'waiting', refused: [] })
  expect(early.notices[0]).toMatchObject({ code: 'pli_waits', missing: ['ATELIER/S 2'] })
  expect(early.segments).toMatchObject([{ stream: 'ATELIER/B', answer: 'unknown-key', facts: 0, awaits: { stream: 'ATELIER/S', from: 2, to: 2 } }])
  expect(stateHash(brume)).toBe(before)
  const list = new WaitingList(waitingAnswers(brume.ctx))
  const granted = brume.take(grants, 'un.pli')
  expect(granted.outcome).toBe('taken')
  expect(list.ready([granted])).toHaveLength(1)
  expect(takeWaiting(brume)).toMatchObject([{ outcome: 'taken' }])
  expect(brume.db.prepare('SELECT COUNT(*) AS count FROM waiting_pli').get()).toEqual({ count: 0 })
})

test('a backup from before another machine wrote is put back: it is sent what that machine wrote from the beginning, and waits for nothing', () => {
  const { hq, brume } = pairOf()
  brume.take(hq.make('ATELIER'))
  const backup = brume.db.serialize()
  const portable = testWorkspace('portable', 'entity')
  joinEmpty(hq, portable, ['ATELIER'])
  const write = (number: number): void => {
    portable.post('ATELIER', `2026-02-1${number} VEN Facture ${number} | 400 121.00 | 700 -121.00`)
    hq.take(portable.make('headquarters'))
    for (const workspace of [hq, brume, portable]) workspace.clock.milliseconds += DAY
  }
  write(1)
  brume.take(hq.make('ATELIER'))
  hq.take(brume.make('headquarters'))
  write(2)
  const restored = testWorkspace(brume.name, 'entity', { identity: brume.identity, db: openBytes(backup) })
  restored.clock.milliseconds = brume.clock.milliseconds + DAY
  hq.take(restored.make('headquarters'))
  expect(hq.make('ATELIER').header.segments.find((segment) => segment.author === portable.author)).toMatchObject({ from: 1 })
  expect(restored.take(hq.make('ATELIER'))).toMatchObject({ outcome: 'taken' })
  expect(restored.db.prepare('SELECT COUNT(*) AS count FROM entry').get()).toEqual(hq.db.prepare('SELECT COUNT(*) AS count FROM entry').get())
})
