import { expect, test } from 'vitest'
import type { ComposedPli } from '../../core/sync/making/compose-pli.command.ts'
import { notices } from '../../core/sync/history/notice.query.ts'
import type { TakenPli } from '../../core/sync/pli.ts'
import { takePlis } from '../../core/sync/taking/take-pli.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { openBytes } from '../fixtures/database.ts'
import { copyOf, pairOf, stateHash, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { seeded } from '../fixtures/seeded.ts'

const SEED = Number(process.env['ARCHIPEL_SEED'] ?? 20_261_121)
const DAY = 86_400_000
/** Two hundred where it is asked; what a commit can bear otherwise. */
const ORDERS = process.env['ARCHIPEL_EVERY_BIT'] === '1' || process.env['CI'] !== undefined ? 200 : 50

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
    const sent = files.flatMap((file, index) => (lost.has(index) ? [] : Array.from({ length: 1 + random(3) }, () => file)))
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
    if (lost.size > 0 && firstLost > 0 && !lost.has(files.length - 1)) {
      expect(notices(copy.ctx, { unreadOnly: false, offset: 0, limit: 50 }).rows.map((notice) => notice.code), `seed ${SEED + order}`).toContain('plis_missing')
    }
    takePlis(copy.ctx, [...lost].map((index) => files[index] as (typeof files)[number]))
    takeWaiting(copy)
    expect(stateHash(copy), `seed ${SEED + order}`).toBe(wanted)
    copy.db.close()
  }
}, 600_000)

/** What the machine does after each taking that wrote something. */
function takeWaiting(workspace: TestWorkspace): TakenPli[] {
  const rows = workspace.db.prepare('SELECT file_hash AS hash, name, bytes FROM waiting_pli JOIN received_pli USING (file_hash) ORDER BY number').all() as { hash: string; name: string; bytes: Buffer }[]
  return rows.length === 0 ? [] : takePlis(workspace.ctx, rows.map(({ hash, name, bytes }) => ({ hash, name, opened: bytes, sealed: bytes })))
}

test('forks: wherever a restored backup parts, it is found at the first contact, on both sides, and overwrites nothing', () => {
  const random = seeded(SEED)
  for (let round = 1; round <= 25; round += 1) {
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
    hq.db.close()
  }
}, 120_000)
