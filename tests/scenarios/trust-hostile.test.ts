import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { ok } from '../../core/kernel/result.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { acceptRequest } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { makeRequest } from '../../core/sync/enrolment/enrol-request.ts'
import { writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import type { SyncFacts } from '../../core/sync/sync-facts.ts'
import { rotationText } from '../../core/sync/trust/root.ts'
import { draftRoot, recordRoot } from '../../core/sync/trust/root.command.ts'
import { recordTrust } from '../../core/sync/trust/trust-fact.command.ts'
import { regrantAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { federationOf, heldSequence } from '../../core/sync/trust/trust.query.ts'
import { must, refusedCodes, testIdentity } from '../fixtures/books.ts'
import { aloneActivity, foundHeadquarters, join, joinEmpty, pin, stateHash, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'
import { aKey } from '../fixtures/trust-cast.ts'

/** A machine that writes what the program would refuse to: a fact of trust in the books of an entity. */
function write<Kind extends keyof SyncFacts>(who: TestWorkspace, entityId: number, kind: Kind, body: SyncFacts[Kind]): void {
  must(who.ctx.write((tx) => ok(recordTrust(tx, entityId, kind, body))))
}

function send(from: TestWorkspace, to: TestWorkspace, addressee: string): readonly string[] {
  from.clock.milliseconds = Math.max(from.clock.milliseconds, to.clock.milliseconds) + 1000
  const taken = to.take(from.make(addressee))
  return [taken.outcome, ...taken.refused.map((each) => each.code)]
}

const balances = (who: TestWorkspace, code: string): unknown => trialBalance(who.ctx, who.entity(code), calendarDate('2026-12-31')).rows.map((row) => [row.account, row.balanceCents])

interface Two { readonly siege: TestWorkspace; readonly thief: TestWorkspace; readonly atelier: TestWorkspace }

/** Two machines of headquarters, the second one stolen and not ended yet, and an Activité in whose books the first wrote. */
function stolen(): Two {
  const siege = testWorkspace('siege', 'headquarters')
  const roots = [aKey(), aKey(), aKey()]
  const state = (changes: Parameters<typeof draftRoot>[1]): void => {
    const draft = must(draftRoot(siege.ctx, changes))
    must(recordRoot(siege.ctx, { statement: draft.statement, signatures: roots.slice(0, 2).map((key) => ({ key: key.signingKey, signature: key.sign(draft.text) })) }))
  }
  state({ rootKeys: roots.map((key) => key.signingKey) })
  const [atelier, thief] = [aloneActivity('brume', 'ATELIER'), testWorkspace('vole', 'headquarters')]
  join(siege, atelier, 'ATELIER')
  send(atelier, siege, 'headquarters')
  siege.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  const { signingKey, sealingKey } = thief.identity
  state({ add: { author: thief.author, name: 'Deuxième', signingKey, sealingKey } })
  send(siege, atelier, 'ATELIER')
  pin(siege, thief)
  expect(send(siege, thief, 'headquarters')[0]).toBe('taken')
  return { siege, thief, atelier }
}

test('the thief of one key of headquarters silences no other machine of it', () => {
  const { siege, thief, atelier } = stolen()
  const [before, books] = [stateHash(atelier), balances(atelier, 'ATELIER')]
  write(thief, thief.entity('ATELIER'), 'AccessRevoked', { author: siege.author, lastSequence: 0, reason: 'non' })
  expect(send(thief, atelier, 'ATELIER')).toEqual(['refused', 'pli_key_unknown'])
  expect(send(thief, siege, 'headquarters')).toEqual(['refused', 'pli_key_unknown'])
  expect(stateHash(atelier)).toBe(before)
  siege.post('ATELIER', '2026-03-02 ACH Papier | 610 20.00 | 440 -20.00')
  expect(send(siege, atelier, 'ATELIER')).toEqual(['taken'])
  expect(balances(atelier, 'ATELIER')).not.toEqual(books)
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('nor does he give it a lower role, or give its letter away', () => {
  for (const about of ['siege', 'stranger'] as const) {
    const { siege, thief, atelier } = stolen()
    const { signingKey, sealingKey } = testIdentity('X' as AuthorId)
    const author = about === 'siege' ? siege.author : ('X' as AuthorId)
    write(thief, thief.entity('ATELIER'), 'AccessGranted', { author, signingKey, sealingKey, role: 'adviser', person: { name: 'X' }, device: 'S', office: 'LIEGE' })
    expect(send(thief, atelier, 'ATELIER')).toEqual(about === 'siege' ? ['refused', 'pli_key_unknown'] : ['taken'])
    send(thief, siege, 'headquarters')
    siege.post('ATELIER', '2026-03-02 ACH Papier | 610 20.00 | 440 -20.00')
    expect(send(siege, atelier, 'ATELIER'), about).toEqual(['taken'])
    expect(balances(atelier, 'ATELIER')).toEqual(balances(siege, 'ATELIER'))
  }
})

test('nor does he say what the root says, alone or with one of its keys', () => {
  const { siege, thief, atelier } = stolen()
  const draft = must(draftRoot(thief.ctx, { endAuthor: siege.author }))
  const forged = [aKey(), aKey()].map((key) => ({ key: key.signingKey, signature: key.sign(draft.text) }))
  expect(refusedCodes(recordRoot(thief.ctx, { statement: draft.statement, signatures: forged }))).toEqual(['root_signatures_missing'])
  // Written all the same, it weighs nothing.
  write(thief, federationOf(thief.ctx)?.id ?? 0, 'RootStated', { statement: draft.statement, signatures: forged })
  expect(send(thief, atelier, 'ATELIER')).toEqual(['taken'])
  siege.post('ATELIER', '2026-03-02 ACH Papier | 610 20.00 | 440 -20.00')
  expect(send(siege, atelier, 'ATELIER')).toEqual(['taken'])
  expect(balances(atelier, 'ATELIER')).toEqual(balances(siege, 'ATELIER'))
})

test('a member who announces the key of somebody else as his own takes nothing from him', () => {
  const siege = foundHeadquarters()
  const [atelier, lande] = [aloneActivity('brume', 'ATELIER'), aloneActivity('lande', 'LANDE')]
  for (const [who, code] of [[atelier, 'ATELIER'], [lande, 'LANDE']] as const) {
    join(siege, who, code)
    send(who, siege, 'headquarters')
  }
  const { signingKey, sealingKey } = atelier.identity
  const id = lande.entity('LANDE')
  const sequence = heldSequence(lande.ctx, id, lande.author) + 1
  const text = rotationText({ entity: uidOf(lande, 'LANDE'), author: lande.author, sequence, signingKey, sealingKey })
  write(lande, id, 'KeyRotated', { signingKey, sealingKey, proof: lande.identity.sign?.(text) ?? '' })
  expect(send(lande, siege, 'headquarters')).toEqual(['taken'])
  // The other one still asks for another Activité, and is still heard.
  const asked = must(writeRequest(atelier.ctx, { person: 'Ada', role: 'associate', joins: 'LANDE' }))
  expect(must(acceptRequest(siege.ctx, asked.text, {})).entities).toEqual(['LANDE', 'ATELIER'])
  atelier.post('ATELIER', '2026-03-02 ACH Papier | 610 20.00 | 440 -20.00')
  expect(send(atelier, siege, 'headquarters')).toEqual(['taken'])
  // A machine that was never granted that key does not get it.
  expect(refusedCodes(regrantAccess(siege.ctx, { author: lande.author, signingKey, sealingKey }))).toEqual(['key_taken'])
})

test('a request names neither the list of the federation nor headquarters’ own books', () => {
  const siege = foundHeadquarters()
  const before = stateHash(siege)
  const federation = siege.db.prepare("SELECT code FROM entity WHERE code LIKE '~%'").pluck().get() as string
  for (const joins of [federation, uidOf(siege, federation), 'SIEGE', uidOf(siege, 'SIEGE')]) {
    for (const role of ['porteur', 'accountant'] as const) {
      const who = testWorkspace(`curieux-${role}`, 'entity')
      const { text } = must(writeRequest(who.ctx, { person: 'Eve', role, joins }))
      expect(refusedCodes(acceptRequest(siege.ctx, text, {})), `${role} ${joins}`).toEqual(['enrolment_joins_unknown'])
    }
  }
  expect(stateHash(siege)).toBe(before)
  // Who brings books under the number of headquarters' own is told that a person must name them.
  const who = testWorkspace('curieux', 'entity')
  const { author, signingKey, sealingKey, sign } = who.identity
  const { text } = makeRequest({
    format: 'archipel-enrolment', version: 1, author, signingKey, sealingKey, person: { name: 'Eve' }, role: 'porteur', nonce: 'n', expiresOn: calendarDate('2026-07-01'),
    entities: [{ uid: uidOf(siege, 'SIEGE'), code: 'EVE', name: 'Eve', entries: 0, heads: [] }, { uid: uidOf(siege, federation), code: 'EVF', name: 'Eve', entries: 0, heads: [] }],
  }, sign as (text: string) => string, who.ctx.ports)
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['enrolment_entity_known', 'enrolment_entity_known'])
  expect(stateHash(siege)).toBe(before)
})

test('an office signs advice and nothing else, whatever its machine writes', () => {
  const siege = foundHeadquarters()
  const [atelier, bureau] = [aloneActivity('brume', 'ATELIER'), testWorkspace('liege', 'office')]
  join(siege, atelier, 'ATELIER')
  send(atelier, siege, 'headquarters')
  joinEmpty(siege, bureau, ['ATELIER'], { role: 'adviser', office: 'LIEGE' })
  send(siege, atelier, 'ATELIER')
  const { signingKey, sealingKey } = testIdentity('X' as AuthorId)
  const hostile: readonly (() => void)[] = [
    () => write(bureau, bureau.entity('ATELIER'), 'AccessGranted', { author: bureau.author, signingKey: bureau.identity.signingKey, sealingKey: bureau.identity.sealingKey, role: 'porteur', person: { name: 'liege' }, device: 'P1' }),
    () => write(bureau, bureau.entity('ATELIER'), 'AccessRevoked', { author: atelier.author, lastSequence: 0, reason: 'non' }),
    () => write(bureau, federationOf(bureau.ctx)?.id ?? 0, 'OfficeRecorded', { code: 'FAUX', name: 'Faux' }),
    () => write(bureau, bureau.entity('ATELIER'), 'AccessGranted', { author: 'X' as AuthorId, signingKey, sealingKey, role: 'adviser', person: { name: 'X' }, device: 'P2', office: 'LIEGE' }),
  ]
  const [first] = hostile
  first?.()
  const state = [stateHash(siege), stateHash(atelier)]
  for (const [to, addressee] of [[siege, 'headquarters'], [atelier, 'ATELIER']] as const) expect(send(bureau, to, addressee)).toEqual(['refused', 'pli_key_unknown'])
  for (const each of hostile.slice(1)) {
    each()
    for (const [to, addressee] of [[siege, 'headquarters'], [atelier, 'ATELIER']] as const) expect(send(bureau, to, addressee)[0]).toBe('refused')
  }
  expect([stateHash(siege), stateHash(atelier)]).toEqual(state)
})
