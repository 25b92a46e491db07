import { Encrypter } from 'age-encryption'
import { afterEach, expect, test } from 'vitest'
import { Cancelled, type Context, createContext, type ProgressStep } from '../../core/context.ts'
import { federationMembers, isMoved } from '../../core/demonstration/federation.command.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../../core/kernel/ids.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { procedures } from '../../core/procedures.ts'
import { freshness } from '../../core/reporting/freshness.query.ts'
import { liaison, pairsList } from '../../core/reporting/pairs.query.ts'
import { register } from '../../core/reporting/register.query.ts'
import { sumOfBooks } from '../../core/reporting/sum-of-books.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { judgeHead, mayAt } from '../../core/sync/trust/trust.ts'
import { offices } from '../../core/sync/trust/trust-keys.query.ts'
import { trustView } from '../../core/sync/trust/trust.query.ts'
import { openKeys } from '../../electron/machine/identity-secret.ts'
import { crypto } from '../../electron/machine/crypto.ts'
import { charts } from '../../electron/machine/resources.ts'
import { must, testClock, testIdentity, testPorts } from '../fixtures/books.ts'
import { openDatabase, type Sqlite } from '../fixtures/database.ts'
import { foundIn, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

const open: Sqlite[] = []
afterEach(() => {
  for (const db of open.splice(0)) db.close()
})

const TODAY = '2026-11-21' as CalendarDate

interface Federation { readonly db: Sqlite; readonly ctx: Context }

/** A headquarters file, founded with a root of three keys unless said otherwise. */
function workspace(options: { readonly progress?: (step: ProgressStep) => void; readonly founded?: boolean } = {}): Federation {
  const db = openDatabase()
  open.push(db)
  db.prepare("INSERT INTO setting (key, value) VALUES ('kind', 'headquarters'), ('name', 'Archipel')").run()
  const identity = testIdentity('siege')
  const ctx = createContext({ ...testPorts(db, { charts, author: 'siege', clock: testClock(TODAY), identity }), progress: options.progress ?? (() => {}) })
  if (options.founded !== false) foundIn({ ctx } as TestWorkspace)
  return { db, ctx }
}

const door = procedures['federation.simulate']
const simulate = (ctx: Context, entities: number, years = 1, seed = 'essai') => must(door.run(ctx, door.input.parse({ entities, years, seed, entriesPerYear: 120 })))

/** Every balance of every book, by codes that are the same in every workspace. */
function balances({ db, ctx }: Federation, asOf: string): Record<string, unknown> {
  const rows = db.prepare('SELECT id, code FROM entity JOIN entity_profile ON entity_id = id ORDER BY code').all() as { id: number; code: string }[]
  return Object.fromEntries(rows.map(({ id, code }) => [code, trialBalance(ctx, id, asOf as CalendarDate).rows.map((row) => [row.account, row.balanceCents])]))
}

/** What the porteurs and advisers signed: streams, heads and signatures, the same wherever their keys and clocks are. */
const signed = ({ db }: Federation): unknown =>
  db.prepare(`SELECT code, author, head_signature.sequence, lower(hex(hash)) AS hash, key, signature FROM head_signature JOIN stream ON stream.id = head_signature.stream_id JOIN entity ON entity.id = entity_id
    JOIN fact ON fact.id = (head_signature.stream_id << 32) + head_signature.sequence ORDER BY code, author, head_signature.sequence`).all()

test('a simulated federation is whole: each porteur signs his own stream, past years are ended, and verify finds nothing', () => {
  const { ctx, db } = workspace()
  const answer = simulate(ctx, 40, 2)
  expect(answer).toMatchObject({ entities: 40, alreadyThere: 0, headquarters: expect.arrayContaining(['SIEGE-BE', 'SIEGE-FR']) })
  expect(db.prepare('SELECT COUNT(*) FROM entry').pluck().get()).toBeGreaterThanOrEqual(answer.entries)
  const view = trustView(ctx)
  const heads = db.prepare(`SELECT uid AS entity, author, head_signature.device, head_signature.sequence, key FROM head_signature JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id`)
    .all() as { entity: EntityId; author: AuthorId; device: string; sequence: number; key: string }[]
  expect(new Set(heads.map((head) => head.author)).size).toBeGreaterThan(38)
  for (const head of heads) expect(judgeHead(view, head)).toMatchObject({ ok: true, role: head.device === 'A' ? 'porteur' : 'adviser' })
  const facts = db.prepare(`SELECT uid AS entity, author, sequence, kind, body FROM fact JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id WHERE author <> 'siege'`)
    .all() as { entity: EntityId; author: AuthorId; sequence: number; kind: string; body: string }[]
  for (const fact of facts) expect(mayAt(view, { ...fact, body: JSON.parse(fact.body) })).toBe(true)
  // What came of each porteur is signed to its end.
  expect(db.prepare(`SELECT COUNT(*) FROM stream WHERE author <> 'siege' AND (SELECT MAX(sequence) FROM head_signature WHERE stream_id = stream.id)
    IS NOT (SELECT MAX(sequence) FROM fact WHERE fact.stream_id = stream.id)`).pluck().get()).toBe(0)
  expect(db.prepare(`SELECT COUNT(*) FROM closing JOIN stream ON stream.id = closing.id >> 32 WHERE author <> 'siege'`).pluck().get()).toBe(0)
  expect(verify(ctx, true).problems).toEqual([])
  db.prepare("UPDATE head_signature SET signature = (SELECT signature FROM head_signature ORDER BY stream_id DESC LIMIT 1) WHERE (stream_id, sequence) = (SELECT stream_id, sequence FROM head_signature ORDER BY stream_id, sequence LIMIT 1)").run()
  expect(verify(ctx, true).problems).toEqual([expect.objectContaining({ code: 'head_signature_wrong', stream: 'A' })])
})

test('money between Activités and headquarters meets to the cent; a half that did not come is named', () => {
  const { ctx } = workspace()
  const answer = simulate(ctx, 50, 2)
  const count = (state: 'met' | 'missing' | 'different'): number => must(pairsList(ctx, { state, offset: 0, limit: 5 })).total
  expect(count('different')).toBe(0)
  expect(count('missing')).toBeGreaterThan(0)
  for (const pair of must(pairsList(ctx, { state: 'missing', offset: 0, limit: 500 })).pairs) {
    // Flows with headquarters are booked by it on both sides.
    expect(pair.halves.map((half) => half.with).filter((code) => code?.startsWith('SIEGE'))).toEqual([])
  }
  for (const row of liaison(ctx, false)) expect(row).toMatchObject({ unpairedCents: 0 })
  for (const legal of answer.headquarters) {
    for (const asOf of ['2025-12-31', '2026-06-30', TODAY] as CalendarDate[]) {
      const [rolled, again] = [must(sumOfBooks(ctx, asOf, legal)), must(sumOfBooks(ctx, asOf, legal, true))]
      expect(rolled.rows).toEqual(again.rows)
      expect(rolled.totals.balanceCents).toBe(0)
      expect(rolled.internal.otherCents).toBe(0)
    }
  }
})

test('freshness is that of people: most sent something lately, some are late, wait, never came, left or moved', () => {
  const { ctx, db } = workspace()
  simulate(ctx, 100, 2)
  const members = federationMembers({ entities: 100, years: 2, seed: 'essai', entriesPerYear: 120 }, TODAY)
  const { rows, sums } = freshness(ctx, { order: 'lastPliAt', descending: false, incompleteOnly: false, offset: 0, limit: 1000 })
  const byCode = new Map(rows.map((row) => [row.entity, row]))
  expect(rows.filter((row) => row.daysSince !== null && row.daysSince <= 31).length).toBeGreaterThan(60)
  for (const { cast, fate } of members) {
    const last = fate.sentOn.at(-1) ?? null
    expect(byCode.get(cast.code)).toMatchObject({ lastPliOn: last, awaited: fate.standing === 'awaited', waitingPlis: fate.standing === 'waits' ? 1 : 0 })
    const own = db.prepare('SELECT MAX(on_date) FROM entry JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entry.entity_id WHERE code = ? AND device = ?').pluck().get(cast.code, 'A') as string | null
    expect((own ?? '') <= (last ?? '')).toBe(true)
  }
  expect(sums.neverCame).toBe(members.filter(({ fate }) => fate.standing === 'awaited').length)
  expect(sums.missingPlis).toBeGreaterThanOrEqual(4)
  const all = register(ctx, { offset: 0, limit: 1000 }).rows
  expect(all.filter((row) => row.state === 'ended').length).toBe(members.filter(({ fate }) => fate.standing === 'ended').length)
  expect(members.some(isMoved)).toBe(true)
  expect(all.filter((row) => row.legalEntity === 'SIEGE-BE-2').map((row) => row.entity)).toEqual(members.filter(isMoved).map(({ cast }) => cast.code).sort())
  // What headquarters keeps for those that moved is in the books of the one they entered, to the cent.
  const moved = new Set(members.filter(isMoved).map(({ cast }) => cast.code))
  const homes = liaison(ctx, false).filter((row) => moved.has(row.entity))
  expect(homes.length).toBeGreaterThan(0)
  for (const row of homes) expect(row).toMatchObject({ differenceCents: 0, unpairedCents: 0 })
  expect(must(sumOfBooks(ctx, TODAY, 'SIEGE-BE-2'))).toMatchObject({ entities: moved.size + 1, totals: { balanceCents: 0 } })
  const known = offices(ctx)
  for (const office of known) expect(office.advisers.length).toBeGreaterThan(0)
  expect(new Set(known.flatMap((office) => office.entities)).size).toBe(members.filter(({ fate }) => fate.entrusted).length)
  for (const table of ['note', 'proposal', 'waiting_pli']) expect(db.prepare(`SELECT COUNT(*) FROM ${table}`).pluck().get()).toBeGreaterThan(0)
})

test('the same seed makes the same federation, another seed another one', () => {
  const [one, two, other] = [workspace(), workspace(), workspace()]
  simulate(one.ctx, 6)
  simulate(two.ctx, 6)
  simulate(other.ctx, 6, 1, 'autre')
  expect(balances(two, TODAY)).toEqual(balances(one, TODAY))
  const heads = (of: Federation): unknown => of.db.prepare("SELECT code, author, kind, sequence, logical_time, body FROM fact JOIN stream ON stream.id = stream_id JOIN entity ON entity.id = entity_id WHERE author <> 'siege' ORDER BY code, author, sequence").all()
  expect(heads(two)).toEqual(heads(one))
  expect(signed(two)).toEqual(signed(one))
  expect(balances(other, TODAY)).not.toEqual(balances(one, TODAY))
})

test('a run that was stopped goes on where it stood, and a second run makes nothing twice', () => {
  let stops = false
  const stopped = workspace({ progress: ({ done }) => {
    if (stops && done >= 50) throw new Cancelled()
  } })
  stops = true
  expect(() => simulate(stopped.ctx, 60)).toThrow(Cancelled)
  expect(register(stopped.ctx, { offset: 0, limit: 1 }).total).toBe(50)
  stops = false
  expect(simulate(stopped.ctx, 60)).toMatchObject({ entities: 10, alreadyThere: 50 })
  const whole = workspace()
  simulate(whole.ctx, 60)
  expect(balances(stopped, TODAY)).toEqual(balances(whole, TODAY))
  expect(signed(stopped)).toEqual(signed(whole))
  expect(simulate(stopped.ctx, 60)).toMatchObject({ entities: 0, alreadyThere: 60, entries: 0 })
})

test('a file that was never founded takes a federation in too, all of it in one legal person of each country', () => {
  const { ctx } = workspace({ founded: false })
  expect(simulate(ctx, 12)).toMatchObject({ entities: 12, headquarters: ['SIEGE-BE', 'SIEGE-FR'] })
  expect(verify(ctx, true).problems).toEqual([])
})

test('only a file of headquarters takes a federation in', () => {
  const { db, ctx } = workspace({ founded: false })
  db.prepare("UPDATE setting SET value = 'entity' WHERE key = 'kind'").run()
  expect(door.run(ctx, door.input.parse({ entities: 1 }))).toMatchObject({ ok: false, error: [{ code: 'federation_not_headquarters' }] })
})

test('a federation whose keys anyone can draw does not enter beside real books', () => {
  const { ctx } = workspace()
  must(openEntity(ctx, { code: 'ATELIER', name: 'Atelier', kind: 'entity', country: 'BE' }))
  expect(door.run(ctx, door.input.parse({ entities: 1 }))).toMatchObject({ ok: false, error: [{ code: 'federation_beside_real_books', entity: 'ATELIER' }] })
})

test('keys drawn from a secret are those of a workspace with that secret', () => {
  const seed = Buffer.alloc(32, 7)
  const [drawn, own] = [crypto.keysOfSeed(seed.toString('hex')), openKeys({ seed, former: [] })]
  expect(drawn.signingKey).toBe(own.signingKey)
  expect(sealingKeyOf(drawn.agreementKey)).toBe(own.sealingKey)
  expect(drawn.sign('bonjour')).toBe(own.sign('bonjour'))
})

test('plis can be sealed for invented people, though nobody can open them', async () => {
  const { ctx, db } = workspace()
  simulate(ctx, 3)
  const keys = db.prepare('SELECT DISTINCT signing_key AS signingKey, sealing_key AS sealingKey FROM access_key').all() as { signingKey: string; sealingKey: string }[]
  expect(keys.length).toBeGreaterThan(3)
  const encrypter = new Encrypter()
  for (const { signingKey, sealingKey } of keys) {
    expect(Buffer.from(signingKey, 'base64url')).toHaveLength(32)
    encrypter.addRecipient(sealingKey)
  }
  expect((await encrypter.encrypt('bonjour')).length).toBeGreaterThan(100)
})
