import { afterEach, expect, test } from 'vitest'
import { ok } from '../../core/kernel/result.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { postPair } from '../../core/ledger/pair.command.ts'
import { freshness, type FreshnessFilter } from '../../core/reporting/freshness.query.ts'
import { liaison, pairsList } from '../../core/reporting/pairs.query.ts'
import { rebuildSum } from '../../core/reporting/rebuild-sum.command.ts'
import { people, register } from '../../core/reporting/register.query.ts'
import { sumOfBooks } from '../../core/reporting/sum-of-books.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { moveEntity } from '../../core/sync/publishing/move-entity.command.ts'
import { draftRoot, recordRoot } from '../../core/sync/trust/root.command.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { newSigningKey, signerOf } from '../../electron/machine/crypto.ts'
import { charts } from '../../electron/machine/resources.ts'
import { must, openTestBooks, refusedCodes, type TestBooks, testIdentity } from '../fixtures/books.ts'

const open: TestBooks[] = []
afterEach(() => {
  for (const books of open.splice(0)) books.close()
})

const YEAR = { startOn: '2026-01-01', endOn: '2026-12-31' }

/** Headquarters' workspace, with books of two legal persons, an Activité in each, and its root founded. */
function workspace(): TestBooks {
  const identity = testIdentity('siege')
  const books = openTestBooks({ charts, code: 'ATELIER', name: 'Atelier Brume', author: 'siege', identity })
  open.push(books)
  const { ctx, db } = books
  db.prepare("INSERT INTO setting (key, value) VALUES ('kind', 'headquarters')").run()
  must(openEntity(ctx, { code: 'SIEGE', name: 'La Coopérative', kind: 'headquarters', country: 'BE', firstYear: YEAR }))
  must(openEntity(ctx, { code: 'FONDATION', name: 'La Fondation', kind: 'headquarters', country: 'BE', firstYear: YEAR }))
  must(openEntity(ctx, { code: 'TRAITEUR', name: 'Le Traiteur du Canal', kind: 'entity', country: 'BE', firstYear: YEAR }))
  const root = [newSigningKey(), newSigningKey(), newSigningKey()]
  const { statement, text } = must(draftRoot(ctx, { rootKeys: root.map((key) => key.signingKey) }))
  must(recordRoot(ctx, { statement, signatures: root.map((key) => ({ key: key.signingKey, signature: signerOf(key.seed)(text) })) }))
  return books
}

const idOf = (books: TestBooks, code: string): number => books.db.prepare('SELECT id FROM entity WHERE code = ?').pluck().get(code) as number

function grant(books: TestBooks, code: string, author: string, role: 'porteur' | 'adviser', person: string, device: string, office?: string): void {
  const { signingKey, sealingKey } = testIdentity(author)
  must(books.ctx.write((tx) => ok(recordTrust(tx, idOf(books, code), 'AccessGranted', {
    author: author as never, role, person: { name: person }, device, signingKey, sealingKey, ...(office === undefined ? {} : { office }),
  }))))
  books.clock.milliseconds += 1000
}

/** A pli as the history of this workspace keeps it. */
function came(books: TestBooks, sender: string, number: number, outcome: 'taken' | 'known' | 'waiting' | 'refused', at: string): void {
  books.db.prepare(`INSERT INTO received_pli (file_hash, name, taken_at, outcome, sender, sender_name, addressee, number, header_hash, logical_time, facts, answer)
    VALUES (?, ?, ?, ?, ?, ?, 'headquarters', ?, '', 1, 5, '{}')`).run(`${sender}-${number}-${outcome}`, 'x.pli', Date.parse(at), outcome, sender, sender, number)
}

test('the register says who signs and who reads in each Activité, today and before', () => {
  const books = workspace()
  grant(books, 'ATELIER', 'lina', 'porteur', 'Lina Verhaegen', 'A')
  grant(books, 'ATELIER', 'luc', 'adviser', 'Luc Ferrand', 'P1', 'LIEGE')
  grant(books, 'TRAITEUR', 'luc', 'adviser', 'Luc Ferrand', 'P1', 'LIEGE')
  const page = { offset: 0, limit: 10 }
  expect(register(books.ctx, page)).toMatchObject({ total: 2, rows: [
    { entity: 'ATELIER', legalEntity: 'SIEGE', state: 'joined', offices: ['LIEGE'], people: [{ person: 'Lina Verhaegen', role: 'porteur', device: 'A', active: true }, { person: 'Luc Ferrand' }] },
    { entity: 'TRAITEUR', state: 'here', offices: ['LIEGE'] },
  ] })
  must(books.ctx.write((tx) => ok(recordTrust(tx, idOf(books, 'ATELIER'), 'AccessRevoked', { author: 'lina' as never, lastSequence: 0, reason: 'partie' }))))
  must(books.ctx.write((tx) => ok(recordTrust(tx, idOf(books, 'ATELIER'), 'AccessRevoked', { author: 'luc' as never, lastSequence: 0, reason: 'parti' }))))
  expect(register(books.ctx, page).rows[0]).toMatchObject({ state: 'ended', offices: [], people: [{ active: false }, { active: false }] })
  expect(register(books.ctx, { ...page, office: 'LIEGE' }).rows.map((row) => row.entity)).toEqual(['TRAITEUR'])
  expect(register(books.ctx, { ...page, text: 'verhaegen' }).rows.map((row) => row.entity)).toEqual(['ATELIER'])
  expect(register(books.ctx, { ...page, offset: 1, limit: 1 })).toMatchObject({ total: 2, rows: [{ entity: 'TRAITEUR' }] })
  expect(people(books.ctx)).toMatchObject([{ person: 'Lina Verhaegen', roles: ['porteur'] }, { person: 'Luc Ferrand', roles: ['adviser'], entities: [{ entity: 'ATELIER', active: false }, { entity: 'TRAITEUR', active: true }] }])
  // Given again later, it stands again.
  grant(books, 'ATELIER', 'lina', 'porteur', 'Lina Verhaegen', 'A')
  expect(register(books.ctx, page).rows[0]?.state).toBe('joined')
})

test('freshness counts what came, what lacks and what waits, and ranks nothing', () => {
  const books = workspace()
  const filter: FreshnessFilter = { order: 'entity', descending: false, incompleteOnly: false, offset: 0, limit: 10 }
  grant(books, 'ATELIER', 'lina', 'porteur', 'Lina Verhaegen', 'A')
  grant(books, 'TRAITEUR', 'sami', 'porteur', 'Sami Haddad', 'A')
  grant(books, 'TRAITEUR', 'luc', 'adviser', 'Luc Ferrand', 'P1', 'LIEGE')
  came(books, 'lina', 1, 'taken', '2026-05-01T10:00:00Z')
  came(books, 'lina', 2, 'known', '2026-05-20T10:00:00Z')
  came(books, 'lina', 5, 'taken', '2026-06-10T10:00:00Z')
  came(books, 'lina', 5, 'known', '2026-06-11T10:00:00Z')
  came(books, 'lina', 7, 'waiting', '2026-06-12T10:00:00Z')
  came(books, 'lina', 9, 'refused', '2026-06-13T10:00:00Z')
  const all = freshness(books.ctx, filter)
  expect(all.rows).toMatchObject([
    // Of seven numbers 3, 4 and 6 never came; what was refused is no sign of anything.
    { entity: 'ATELIER', lastPliOn: '2026-06-11', lastPliNumber: 7, daysSince: 4, missingPlis: 3, waitingPlis: 1, yearsOpen: 1, closedUntil: null },
    { entity: 'TRAITEUR', lastPliOn: null, daysSince: null, offices: ['LIEGE'], missingPlis: 0 },
  ])
  expect(all.sums).toMatchObject({ neverCame: 1, missingPlis: 3, waitingPlis: 1 })
  expect(freshness(books.ctx, { ...filter, order: 'lastPliAt' }).rows.map((row) => row.entity)).toEqual(['TRAITEUR', 'ATELIER'])
  expect(freshness(books.ctx, { ...filter, office: 'LIEGE' }).rows.map((row) => row.entity)).toEqual(['TRAITEUR'])
  expect(freshness(books.ctx, { ...filter, text: 'brume' }).total).toBe(1)
  expect(JSON.stringify(all)).not.toMatch(/score|rank|rating/iu)
})

test('an Activité that moves takes its history along, and what headquarters keeps for it changes books', () => {
  const books = workspace()
  const { ctx } = books
  for (const [entity, amount] of [['ATELIER', 121_000], ['TRAITEUR', 50_000]] as const) {
    must(postPair(ctx, {
      entity, date: '2026-03-02', label: 'Facture payée', entityLines: [{ account: '400', debitCents: 0, creditCents: amount }], headquartersLines: [{ account: '550', debitCents: amount, creditCents: 0 }] }))
  }
  expect(moveEntity(ctx, { entity: 'ATELIER', legalEntity: 'FONDATION', on: '2026-07-01', reason: 'Son objet est social' })).toMatchObject({
    ok: true, value: { mirrorCents: -121_000, entries: [{ entity: 'SIEGE' }, { entity: 'FONDATION' }] } })
  const balances = (asOf: string, legal: string): Record<string, number> =>
    Object.fromEntries(must(sumOfBooks(ctx, asOf as never, legal)).rows.filter((row) => row.balanceCents !== 0).map((row) => [row.account, row.balanceCents]))
  expect(balances('2026-06-30', 'SIEGE')).toEqual({ 400: -171_000, 416010: 171_000, 489010: -171_000, 550: 171_000 })
  expect(balances('2026-06-30', 'FONDATION')).toEqual({})
  // The bank stays where it was: the one legal person owes it to the other.
  expect(balances('2026-07-31', 'SIEGE')).toEqual({ 400: -50_000, 416010: 50_000, 489010: -171_000, 550: 171_000 })
  expect(balances('2026-07-31', 'FONDATION')).toEqual({ 400: -121_000, 416010: 121_000 })
  expect(must(sumOfBooks(ctx, '2026-07-31' as never, 'SIEGE'))).toMatchObject({ internal: { differenceCents: -121_000, missingCents: 0, otherCents: -121_000 }, missingCount: 0 })
  expect(must(sumOfBooks(ctx, '2026-07-31' as never))).toMatchObject({ legalEntity: null, internal: { differenceCents: 0 }, totals: { balanceCents: 0 } })
  for (const state of ['missing', 'different'] as const) expect(must(pairsList(ctx, { state, offset: 0, limit: 10 })).total).toBe(0)
  expect(liaison(ctx, false)).toMatchObject([{ entity: 'ATELIER', mirrorCents: -121_000, differenceCents: 0 }, { entity: 'TRAITEUR', mirrorCents: -50_000, differenceCents: 0 }])
  // Its new flows are booked with the books it lives in.
  const next = must(postPair(ctx, {
    entity: 'ATELIER', date: '2026-08-02', label: 'Facture payée', entityLines: [{ account: '400', debitCents: 0, creditCents: 500 }], headquartersLines: [{ account: '550', debitCents: 500, creditCents: 0 }] }))
  expect(next.entries.map((entry) => entry.entity)).toEqual(['ATELIER', 'FONDATION'])
  expect(refusedCodes(moveEntity(ctx, { entity: 'ATELIER', legalEntity: 'FONDATION', on: '2026-07-02' }))).toEqual(['attached_already'])
  expect(refusedCodes(moveEntity(ctx, { entity: 'ATELIER', legalEntity: 'TRAITEUR', on: '2026-07-02' }))).toEqual(['legal_entity_unknown'])
  expect(verify(ctx, true).problems).toEqual([])
})

test('a roll-up that was altered behind the program is found', () => {
  const books = workspace()
  books.post('2026-03-02 OD Capital | 550 100.00 | 100 -100.00')
  expect(verify(books.ctx, false).problems).toEqual([])
  books.db.prepare("UPDATE rollup SET debit_cents = debit_cents + 1 WHERE account = '550'").run()
  expect(verify(books.ctx, false).problems).toEqual([{ code: 'rollup_wrong', account: '550', month: '2026-03' }])
  expect(must(rebuildSum(books.ctx)).rows).toBe(2)
  expect(verify(books.ctx, false).problems).toEqual([])
})

test('an Activité that was accepted and whose books never came is shown, since it is the one to ask for', () => {
  const books = workspace()
  must(books.ctx.write((tx) => {
    tx.write("INSERT INTO entity (uid, code) VALUES ('01LUNE00000000000000000000', 'LUNE')").run()
    return ok(null)
  }))
  grant(books, 'LUNE', 'ines', 'porteur', 'Inès Rivage', 'A')
  expect(register(books.ctx, { offset: 0, limit: 10, text: 'rivage' }).rows).toMatchObject([{ entity: 'LUNE', name: 'LUNE', country: null, awaited: true, state: 'joined', joinedOn: '2026-06-15' }])
  const filter: FreshnessFilter = { order: 'entity', descending: false, incompleteOnly: true, offset: 0, limit: 10, text: 'lune' }
  expect(freshness(books.ctx, filter).rows).toMatchObject([{ entity: 'LUNE', awaited: true, joinedOn: '2026-06-15', lastPliAt: null, yearsOpen: 0 }])
  // The federation is no Activité, whoever reads its list of offices.
  expect(register(books.ctx, { offset: 0, limit: 10 }).rows.map((row) => row.entity)).toEqual(['ATELIER', 'LUNE', 'TRAITEUR'])
})
