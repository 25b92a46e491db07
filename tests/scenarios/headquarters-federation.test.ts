import { Encrypter } from 'age-encryption'
import { afterEach, expect, test } from 'vitest'
import { Cancelled, type Context, createContext, type ProgressStep } from '../../core/context.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { procedures } from '../../core/procedures.ts'
import { liaison, pairsList } from '../../core/reporting/pairs.query.ts'
import { register } from '../../core/reporting/register.query.ts'
import { sumOfBooks } from '../../core/reporting/sum-of-books.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { charts } from '../../electron/machine/resources.ts'
import { must, testClock, testPorts } from '../fixtures/books.ts'
import { openDatabase, type Sqlite } from '../fixtures/database.ts'

const open: Sqlite[] = []
afterEach(() => {
  for (const db of open.splice(0)) db.close()
})

function workspace(progress: (step: ProgressStep) => void = () => {}): { readonly db: Sqlite; readonly ctx: Context } {
  const db = openDatabase()
  open.push(db)
  db.prepare("INSERT INTO setting (key, value) VALUES ('kind', 'headquarters')").run()
  return { db, ctx: createContext({ ...testPorts(db, { charts, author: 'siege', clock: testClock('2026-11-21') }), progress }) }
}

const door = procedures['federation.simulate']
const simulate = (ctx: Context, entities: number, years = 1, seed = 'essai') => must(door.run(ctx, door.input.parse({ entities, years, seed, entriesPerYear: 120 })))

/** Every balance of every book, by codes that are the same in every workspace. */
function balances({ db, ctx }: ReturnType<typeof workspace>, asOf: string): Record<string, unknown> {
  const rows = db.prepare('SELECT id, code FROM entity JOIN entity_profile ON entity_id = id ORDER BY code').all() as { id: number; code: string }[]
  return Object.fromEntries(rows.map(({ id, code }) => [code, trialBalance(ctx, id, asOf as CalendarDate).rows.map((row) => [row.account, row.balanceCents])]))
}

test('a simulated federation is whole: pairs meet, books add up, past years are ended, and verify finds nothing', () => {
  const made = workspace()
  const { ctx, db } = made
  const answer = simulate(ctx, 30, 2)
  expect(answer).toMatchObject({ entities: 30, alreadyThere: 0, headquarters: ['SIEGE-BE', 'SIEGE-FR'] })
  expect(answer.entries).toBe(db.prepare('SELECT COUNT(*) FROM entry').pluck().get())
  for (const state of ['missing', 'different'] as const) expect(must(pairsList(ctx, { state, offset: 0, limit: 5 })).total).toBe(0)
  expect(must(pairsList(ctx, { state: 'met', offset: 0, limit: 5 })).total).toBe(answer.pairs)
  expect(liaison(ctx, true)).toEqual([])
  for (const row of liaison(ctx, false)) expect(row).toMatchObject({ unpairedCents: 0, mirrorCents: -row.withHeadquartersCents })
  for (const legal of answer.headquarters) {
    for (const asOf of ['2025-12-31', '2026-06-30', '2026-11-21'] as CalendarDate[]) {
      const [rolled, again] = [must(sumOfBooks(ctx, asOf, legal)), must(sumOfBooks(ctx, asOf, legal, true))]
      expect(rolled.rows).toEqual(again.rows)
      expect(rolled).toMatchObject({ missingCount: 0, internal: { differenceCents: 0 }, totals: { balanceCents: 0, remainingCents: 0 } })
    }
  }
  const people = register(ctx, { offset: 0, limit: 100 })
  expect(people.total).toBe(30)
  expect(new Set(people.rows.map((row) => row.country))).toEqual(new Set(['BE', 'FR']))
  for (const row of people.rows) expect(row).toMatchObject({ state: 'joined', demonstration: true, legalEntity: `SIEGE-${row.country}`, people: [{ active: true }, { active: true }] })
  expect(verify(ctx, true).problems).toEqual([])
})

test('the same seed makes the same books, another seed others', () => {
  const [one, two, other] = [workspace(), workspace(), workspace()]
  simulate(one.ctx, 6)
  simulate(two.ctx, 6)
  simulate(other.ctx, 6, 1, 'autre')
  expect(balances(two, '2026-11-21')).toEqual(balances(one, '2026-11-21'))
  expect(balances(other, '2026-11-21')).not.toEqual(balances(one, '2026-11-21'))
})

test('a run that was stopped goes on where it stood, and a second run makes nothing twice', () => {
  let stops = false
  const stopped = workspace(({ done }) => {
    if (stops && done >= 50) throw new Cancelled()
  })
  stops = true
  expect(() => simulate(stopped.ctx, 60)).toThrow(Cancelled)
  expect(register(stopped.ctx, { offset: 0, limit: 1 }).total).toBe(50)
  stops = false
  expect(simulate(stopped.ctx, 60)).toMatchObject({ entities: 10, alreadyThere: 50 })
  const whole = workspace()
  simulate(whole.ctx, 60)
  expect(balances(stopped, '2026-11-21')).toEqual(balances(whole, '2026-11-21'))
  expect(simulate(stopped.ctx, 60)).toMatchObject({ entities: 0, alreadyThere: 60, entries: 0 })
})

test('only a file of headquarters takes a federation in', () => {
  const { db, ctx } = workspace()
  db.prepare("UPDATE setting SET value = 'entity' WHERE key = 'kind'").run()
  expect(door.run(ctx, door.input.parse({ entities: 1 }))).toMatchObject({ ok: false, error: [{ code: 'federation_not_headquarters' }] })
})

test('keys of invented people are well-formed: plis can be sealed for them, though nobody can open them', async () => {
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
