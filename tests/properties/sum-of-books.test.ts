import fc from 'fast-check'
import { expect } from 'vitest'
import type { Context } from '../../core/context.ts'
import { booksFromEntries } from '../../core/interchange/entries-books.ts'
import { importBooks } from '../../core/interchange/import-books.command.ts'
import { addDays, type CalendarDate, dateOfDayNumber, dayNumberOf } from '../../core/kernel/calendar-date.ts'
import { ok } from '../../core/kernel/result.ts'
import type { ProposedEntry } from '../../core/ledger/entry.ts'
import { withSources } from '../../core/ledger/entry-source.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { postEntry } from '../../core/ledger/post-entry.command.ts'
import { openFiscalYear, recordAxisValue, recordParty } from '../../core/ledger/records.command.ts'
import { reverseEntry } from '../../core/ledger/reverse-entry.command.ts'
import { rebuildBooks } from '../../core/ledger/rebuild.apply.ts'
import { rebuildRollup } from '../../core/ledger/rollup.apply.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { endYear, reopenYear } from '../../core/ledger/year-end.command.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { sumDetail, sumOfBooks } from '../../core/reporting/sum-of-books.query.ts'
import { settle } from '../../core/sync/taking/receive-facts.command.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, openTestBooks, testClock, type TestBooks } from '../fixtures/books.ts'
import { property } from '../fixtures/property.ts'
import { type RandomBooks, randomBooks } from '../fixtures/random-books.ts'
import { randomArrivals, randomStreams } from '../fixtures/random-streams.ts'
import { openReceiver, type WrittenStream } from '../fixtures/streams.ts'

interface Move { readonly which: number; readonly to: number; readonly day: number }
interface RandomFederation {
  readonly books: readonly RandomBooks[]
  readonly moves: readonly Move[]
  /** Opened before or after the Activités have books: the roll-up must not depend on it. */
  readonly late: boolean
  readonly days: readonly number[]
  /** Entries come in a file, after a preview that must leave nothing behind. */
  readonly imported: boolean
  /** The second year says again what the first one left, as years brought from another program do. */
  readonly reopened: boolean
  /** An entry taken back on its own day, after everything. */
  readonly reversed: number
}

const federations: fc.Arbitrary<RandomFederation> = fc.record({
  books: fc.array(randomBooks, { minLength: 1, maxLength: 4 }),
  moves: fc.array(fc.record({ which: fc.nat(3), to: fc.nat(1), day: fc.nat(1500) }), { maxLength: 4 }),
  late: fc.boolean(),
  days: fc.array(fc.nat(2500), { minLength: 4, maxLength: 4 }),
  imported: fc.boolean(),
  reopened: fc.boolean(),
  reversed: fc.nat(),
})

const FIRST = dayNumberOf('2023-12-20' as CalendarDate)

function fill(ctx: Context, entityId: number, random: RandomBooks, how: { readonly imported: boolean; readonly reopened: boolean }): void {
  for (const year of random.years) must(openFiscalYear(ctx, entityId, year))
  for (const code of ['DUPONT', 'LEFEBVRE']) must(recordParty(ctx, entityId, { code, name: code, kind: 'both' }))
  must(recordAxisValue(ctx, entityId, { axis: 'project', code: 'FRESQUE', label: 'Fresque' }))
  const second = random.years[1]
  const again: ProposedEntry[] = how.reopened && second
    ? [{ date: second.startOn, journal: 'AN', label: 'Reprise', lines: [{ account: '550', debitCents: 4_200, creditCents: 0 }, { account: '100', debitCents: 0, creditCents: 4_200 }] }] : []
  if (how.imported) {
    const file = booksFromEntries('entries', withSources([...random.entries, ...again], 'json', sha256))
    must(importBooks(ctx, entityId, file, { dryRun: true }))
    must(importBooks(ctx, entityId, file, {}))
  } else for (const entry of [...random.entries, ...again]) must(postEntry(ctx, entityId, entry))
  const codes = ctx.read<{ code: string }>('SELECT code FROM fiscal_year WHERE entity_id = ? ORDER BY start_on').all(entityId).map((row) => row.code)
  for (const code of codes.slice(0, random.ended)) must(endYear(ctx, entityId, code))
  if (random.reopened && random.ended > 0) must(reopenYear(ctx, entityId, codes[random.ended - 1] ?? '', 'Une facture oubliée'))
}

interface Federation { readonly books: TestBooks; readonly headquarters: readonly { readonly id: number; readonly uid: string }[]; readonly entities: readonly number[] }

function build(random: RandomFederation): Federation {
  const books = openTestBooks({ firstYear: null, clock: testClock('2027-03-01') })
  const { ctx } = books
  const headquarters: { id: number; uid: string }[] = []
  const found = (): void => {
    for (const code of ['SIEGE', 'SIEGE2']) {
      const { entityId } = must(openEntity(ctx, { code, name: `Coopérative ${code}`, kind: 'headquarters', country: 'BE', firstYear: { startOn: '2024-01-01', endOn: '2024-12-31' } }))
      must(postEntry(ctx, entityId, { journal: 'OD', date: '2024-03-31', label: 'Loyer du siège', lines: [{ account: '610', debitCents: 90_000, creditCents: 0 }, { account: '550', debitCents: 0, creditCents: 90_000 }] }))
      headquarters.push({ id: entityId, uid: ctx.read<{ uid: string }>('SELECT uid FROM entity WHERE id = ?').get(entityId)?.uid ?? '' })
    }
  }
  if (!random.late) found()
  const entities = random.books.map((each, at) => {
    const entityId = at === 0 ? books.entityId : must(openEntity(ctx, { code: `A${at}`, name: `Activité ${at}`, kind: 'entity', country: 'BE' })).entityId
    fill(ctx, entityId, each, random)
    return entityId
  })
  if (random.late) found()
  for (const { which, to, day } of random.moves) {
    const entityId = entities[which % entities.length] ?? 0
    const legalEntity = (headquarters[to]?.uid ?? '') as never
    must(ctx.write((tx) => ok(recordTrust(tx, entityId, 'EntityAttached', { legalEntity, on: dateOfDayNumber(FIRST + day) }))))
  }
  const last = ctx.read<{ id: number; entityId: number }>("SELECT id, entity_id AS entityId FROM entry WHERE nature = 'ordinary' AND reverses_id IS NULL ORDER BY id LIMIT 1 OFFSET ?").get(random.reversed % 5)
  if (last && random.reversed % 2 === 0) reverseEntry(ctx, last.entityId, last.id, 'Une erreur')
  return { books, headquarters, entities }
}

/** Where each book lives on a day, said again the plain way. */
function homeOn(federation: Federation, entityId: number, day: CalendarDate): string {
  const own = federation.headquarters.find((each) => each.id === entityId)
  if (own) return own.uid
  const rows = federation.books.db.prepare('SELECT legal_uid AS uid, on_date AS day FROM entity_attachment WHERE entity_id = ? ORDER BY on_date, fact_id').all(entityId) as { uid: string; day: string }[]
  return rows.findLast((row) => row.day <= day)?.uid ?? federation.headquarters[0]?.uid ?? ''
}

/** The oracle: the trial balance of each book, added up account by account. */
function addedUp(federation: Federation, day: CalendarDate, legal: string): Record<string, readonly number[]> {
  const sums = new Map<string, number[]>()
  for (const entityId of [...federation.entities, ...federation.headquarters.map((each) => each.id)]) {
    if (homeOn(federation, entityId, day) !== legal) continue
    for (const row of trialBalance(federation.books.ctx, entityId, day).rows) {
      const sum = sums.get(row.account) ?? [0, 0, 0, 0]
      sums.set(row.account, [row.openingCents, row.debitCents, row.creditCents, row.balanceCents].map((cents, at) => cents + (sum[at] ?? 0)))
    }
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum.slice(0, 3).some((cents) => cents !== 0)))
}

function summed(ctx: Context, day: CalendarDate, legal: string, again: boolean): { from: string; rows: Record<string, readonly number[]> } {
  const sum = must(sumOfBooks(ctx, day, legal, again))
  return { from: sum.from, rows: Object.fromEntries(sum.rows.map((row) => [row.account, [row.openingCents, row.debitCents, row.creditCents, row.balanceCents]])) }
}

property('the sum of all books is the sum of their trial balances, from the roll-up and from the kept balances alike', 40, federations, (random) => {
  const federation = build(random)
  const { ctx, db } = federation.books
  const days = new Set(random.days.map((day) => dateOfDayNumber(FIRST + day)))
  for (const year of db.prepare('SELECT start_on AS startOn, end_on AS endOn FROM fiscal_year').all() as { startOn: CalendarDate; endOn: CalendarDate }[]) {
    for (const day of [year.startOn, year.endOn, addDays(year.startOn, -1), addDays(year.startOn, 40)]) days.add(day)
  }
  for (const { day } of random.moves) for (const step of [-1, 0]) days.add(dateOfDayNumber(FIRST + day + step))
  for (const day of days) {
    for (const { uid } of federation.headquarters) {
      const rows = addedUp(federation, day, uid)
      expect({ day, ...summed(ctx, day, uid, false) }).toEqual({ day, from: 'rollup', rows })
      expect({ day, ...summed(ctx, day, uid, true) }).toEqual({ day, from: 'balances', rows })
      for (const [account, [, , , balance]] of Object.entries(rows).slice(0, 2)) {
        expect(must(sumDetail(ctx, day, account, uid)).reduce((sum, row) => sum + row.balanceCents, 0)).toBe(balance)
      }
    }
  }
  // What was kept entry by entry is what a rebuild makes.
  const kept = () => [
    `SELECT legal, from_on, until_on, end_on, next_on, chart, month, account, debit_cents, credit_cents FROM rollup JOIN rollup_span ON rollup_span.id = span_id
     WHERE debit_cents <> 0 OR credit_cents <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`, 'SELECT * FROM rollup_year', 'SELECT * FROM rollup_carried',
  ].map((sql) => db.prepare(sql).all())
  const before = kept()
  expect(verify(ctx, false).problems).toEqual([])
  must(ctx.write((tx) => ok(rebuildRollup(tx))))
  expect(kept()).toEqual(before)
  federation.books.close()
})

const taken = fc.tuple(randomStreams, randomArrivals)

property('what is taken from several machines, moved, held or made again, stays in the roll-up as it stands in the books', 25, taken, ([streams, arrivals]) => {
  const receiver = openReceiver('siege')
  const { ctx } = receiver
  must(openEntity(ctx, { code: 'SIEGE', name: 'La Coopérative', kind: 'headquarters', country: 'BE' }))
  const days = ['2026-03-31', '2026-06-30', '2026-07-10', '2026-12-31', '2027-12-31'] as CalendarDate[]
  // An entry may come before the account it names: a trial balance shows it once the account is recorded, the sum under its number at once.
  const unnamed = (): Set<string> => new Set(ctx.read<{ code: string }>("SELECT code FROM reference WHERE kind = 'account' AND id NOT IN (SELECT id FROM account)").all().map((row) => row.code))
  const named = (rows: Record<string, readonly number[]>): Record<string, readonly number[]> => {
    const without = unnamed()
    return Object.fromEntries(Object.entries(rows).filter(([account]) => !without.has(account)))
  }
  const expectSame = (): void => {
    const described = ctx.read('SELECT 1 FROM entity_profile WHERE entity_id = ?').get(receiver.entityId)
    for (const day of described ? days : []) {
      const rows = Object.fromEntries(trialBalance(ctx, receiver.entityId, day).rows.map((row) => [row.account, [row.openingCents, row.debitCents, row.creditCents, row.balanceCents]]))
      expect({ day, rows: named(summed(ctx, day, 'SIEGE', false).rows) }).toEqual({ day, rows })
      expect({ day, rows: named(summed(ctx, day, 'SIEGE', true).rows) }).toEqual({ day, rows })
    }
    expect(verify(ctx, false).problems).toEqual([])
  }
  const reached = streams.map(() => 0)
  for (const { who, facts } of arrivals) {
    const at = who % streams.length
    const stream = streams[at] as WrittenStream
    reached[at] = Math.min((reached[at] ?? 0) + facts, stream.facts.length)
    receiver.take([{ stream, to: reached[at] ?? 0 }], false)
    expectSame()
  }
  receiver.take(streams.map((stream) => ({ stream, to: stream.facts.length })), true)
  expectSame()
  must(ctx.write((tx) => {
    rebuildBooks(tx, receiver.entityId)
    settle(tx, [receiver.entityId])
    return ok(null)
  }))
  expectSame()
  receiver.close()
})
