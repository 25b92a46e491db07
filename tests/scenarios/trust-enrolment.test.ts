import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import type { Result } from '../../core/kernel/result.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { openFiscalYear } from '../../core/ledger/records.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { composeEnrolment, type ComposedPli } from '../../core/sync/making/compose-pli.command.ts'
import { type Accepted, acceptRequest, type AcceptOptions } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { type Finished, finishEnrolment, readAnswer } from '../../core/sync/enrolment/enrol-finish.command.ts'
import { readRequest, type RequestInput, writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import { attachEntity, endEntrusting, entrust, recordOffice } from '../../core/sync/trust/trust-entity.command.ts'
import { regrantAccess, revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { offices, trustKeys, trustRoot } from '../../core/sync/trust/trust-keys.query.ts'
import { readersOf } from '../../core/sync/trust/trust.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, refusedCodes, testIdentity } from '../fixtures/books.ts'
import { openDatabase } from '../fixtures/database.ts'
import { aloneActivity, foundHeadquarters, stateHash, testWorkspace, type TestWorkspace, uidOf } from '../fixtures/pli-workspaces.ts'

const PAGE = { offset: 0, limit: 100 }

function ask(who: TestWorkspace, input: Partial<RequestInput> = {}): string {
  return must(writeRequest(who.ctx, { person: `Personne de ${who.name}`, role: 'porteur', ...input })).text
}

function accept(headquarters: TestWorkspace, text: string, options: AcceptOptions = {}): { readonly accepted: Accepted; readonly answer: ComposedPli } {
  const accepted = must(acceptRequest(headquarters.ctx, text, options))
  return { accepted, answer: must(composeEnrolment(headquarters.ctx, accepted.to)) }
}

function finish(who: TestWorkspace, answer: Pick<ComposedPli, 'bytes'>, fingerprint?: string): Result<Finished, readonly { readonly code: string }[]> {
  return finishEnrolment(who.ctx, { name: 'reponse.pli', hash: sha256(answer.bytes), opened: answer.bytes }, { fingerprint })
}

function joinAs(headquarters: TestWorkspace, who: TestWorkspace, input: Partial<RequestInput> = {}, options: AcceptOptions = {}): Finished {
  return must(finish(who, accept(headquarters, ask(who, input), options).answer))
}

/** The next pli from one to the other, a second later by the sender's clock. */
function send(from: TestWorkspace, to: TestWorkspace, addressee: string): ReturnType<TestWorkspace['take']> {
  from.clock.milliseconds += 1000
  return to.take(from.make(addressee))
}

function balances(workspace: TestWorkspace, code: string): unknown {
  return trialBalance(workspace.ctx, workspace.entity(code), calendarDate('2026-12-31')).rows.map((row) => [row.account, row.balanceCents])
}

test('an Activité joins in three steps, both sides compare the same words, and its books arrive', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  const asked = must(writeRequest(atelier.ctx, { person: 'Ada Brume', email: 'ada@brume.example', role: 'porteur' }))
  expect(asked.fingerprint.words).toHaveLength(6)
  // What is read aloud while the answer is awaited are the words of the request.
  expect(trustRoot(atelier.ctx).own.request).toEqual(asked.fingerprint)
  const read = must(readRequest(siege.ctx, asked.text))
  expect(read).toMatchObject({ kind: 'request', person: 'Ada Brume', role: 'porteur', entities: [{ code: 'ATELIER', entries: 1, known: false }], fingerprint: asked.fingerprint })
  const { accepted, answer } = accept(siege, asked.text, { fingerprint: asked.fingerprint.words.join(' ').toUpperCase() })
  expect(accepted.entities).toEqual(['ATELIER'])
  expect(must(readAnswer(atelier.ctx, answer.bytes))).toMatchObject({ kind: 'answer', person: 'Ada Brume', headquarters: 'siege', rootFingerprint: accepted.rootFingerprint, fingerprint: asked.fingerprint })
  const finished = must(finish(atelier, answer, accepted.rootFingerprint.hex))
  expect(finished).toMatchObject({ headquarters: 'siege', entities: ['ATELIER'], taken: { outcome: 'taken', refused: [] } })
  expect(trustRoot(atelier.ctx)).toMatchObject({ joined: true, isHeadquarters: false, root: { name: 'siege', version: 1, expired: false, fingerprint: accepted.rootFingerprint } })
  expect(trustRoot(siege.ctx)).toMatchObject({ joined: true, isHeadquarters: true })
  expect(send(atelier, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(siege, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  expect(trustKeys(atelier.ctx, { ...PAGE }).rows.map((row) => [row.role, row.person, row.device, row.own])).toEqual([['headquarters', 'siege', null, false], ['porteur', 'Ada Brume', 'A', true]])
})

test('accepting and finishing are safe to repeat, asking again is refused in words', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  const text = ask(atelier)
  const { answer } = accept(siege, text)
  const facts = siege.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()
  const again = accept(siege, text)
  expect(siege.db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(facts)
  must(finish(atelier, again.answer))
  // Either answer once more: nothing new, and nothing refused.
  for (const each of [again.answer, answer]) expect(must(finish(atelier, each))).toMatchObject({ entities: ['ATELIER'], taken: { outcome: 'known', refused: [] } })
  expect(refusedCodes(writeRequest(atelier.ctx, { person: 'Ada', role: 'porteur' }))).toEqual(['enrolled_already'])
})

test('every wrong file is refused, and nothing is written', () => {
  const [siege, atelier, other] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('lande', 'LANDE')]
  const text = ask(atelier)
  const before = stateHash(siege)
  const refusals = (given: string, options: AcceptOptions = {}): string[] => refusedCodes(acceptRequest(siege.ctx, given, options))
  expect(refusals('bonjour')).toEqual(['enrolment_not_a_request'])
  expect(refusals('{"format":"archipel-pli"}\n{}')).toEqual(['enrolment_not_a_request'])
  expect(refusals('')).toEqual(['enrolment_not_a_request'])
  expect(refusals(text.replace('"ATELIER"', '"ATELIES"'))).toEqual(['enrolment_altered'])
  expect(refusals(text.replace('"porteur"', '"headquarters"'))).toEqual(['enrolment_altered'])
  expect(refusals(text.split('\n')[0] ?? '')).toEqual(['enrolment_altered'])
  expect(refusals(`${text.split('\n')[0]}\n${ask(other).split('\n')[1]}`)).toEqual(['enrolment_altered'])
  expect(refusals(text.replace('"version":1', '"version":2'))).toEqual(['enrolment_too_new'])
  expect(refusals(text, { fingerprint: 'abaisser abandon abdiquer abeille abolir aborder' })).toEqual(['fingerprint_differs'])
  siege.clock.today = calendarDate('2026-10-01')
  expect(refusals(text)).toEqual(['enrolment_expired'])
  siege.clock.today = calendarDate('2026-06-15')
  expect(stateHash(siege)).toBe(before)
  expect(refusedCodes(acceptRequest(atelier.ctx, text, {}))).toEqual(['not_headquarters'])
  // Mail changed the ends of lines: the same request all the same.
  expect(must(readRequest(siege.ctx, `\uFEFF${text.replaceAll('\n', '\r\n')}\r\n`)).person).toBe('Personne de brume')
})

test('every wrong answer is refused, and the workspace stays as it was', () => {
  const [siege, rival, atelier, other] = [foundHeadquarters(), foundHeadquarters('rival'), aloneActivity('brume', 'ATELIER'), aloneActivity('lande', 'LANDE')]
  const { answer } = accept(siege, ask(atelier))
  const { answer: forOther } = accept(siege, ask(other))
  const unasked = aloneActivity('brume', 'ATELIER')
  const state = stateHash(atelier)
  expect(refusedCodes(finish(atelier, forOther))).toEqual(['enrolment_for_another'])
  expect(refusedCodes(finish(unasked, answer))).toEqual(['enrolment_nothing_asked'])
  expect(refusedCodes(finish(atelier, { bytes: new TextEncoder().encode('rien') }))).toEqual(['pli_malformed'])
  const bent = Uint8Array.from(answer.bytes)
  bent[bent.length - 40] = (bent[bent.length - 40] ?? 0) ^ 1
  expect(refusedCodes(finish(atelier, { bytes: bent }))).toEqual(['pli_content_altered'])
  expect(refusedCodes(finish(atelier, answer, 'mot mot mot mot mot mot'))).toEqual(['fingerprint_differs'])
  expect(stateHash(atelier)).toBe(state)
  // A newer request: the answer to the older one is not the answer.
  const second = ask(atelier)
  expect(refusedCodes(finish(atelier, answer))).toEqual(['enrolment_other_request'])
  must(finish(atelier, accept(siege, second).answer))
  // Already here, another headquarters may not take over.
  must(openEntity(atelier.ctx, { code: 'DEUX', name: 'Deux', kind: 'entity', country: 'BE' }))
  const third = ask(atelier)
  expect(refusedCodes(finish(atelier, accept(rival, third).answer))).toEqual(['enrolment_other_federation'])
  // A pli of books is no answer.
  expect(refusedCodes(finish(atelier, siege.make('ATELIER')))).toEqual(['enrolment_not_an_answer'])
  // The same headquarters takes the second Activité in.
  expect(must(finish(atelier, accept(siege, third).answer)).entities.toSorted()).toEqual(['ATELIER', 'DEUX'])
})

test('an answer counts only from headquarters, even when it brings the true root', () => {
  const [siege, atelier, other] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('lande', 'LANDE')]
  joinAs(siege, atelier)
  const { accepted } = accept(siege, ask(other))
  send(siege, atelier, 'ATELIER')
  const forged = must(composeEnrolment(atelier.ctx, { ...accepted.to, entities: [] }))
  const state = stateHash(other)
  expect(refusedCodes(finish(other, forged))).toEqual(['enrolment_not_headquarters'])
  expect(stateHash(other)).toBe(state)
})

test('one key is one machine: a copied file that calls itself another is refused', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  joinAs(siege, atelier)
  const copy = testWorkspace('copie', 'entity', { identity: { ...atelier.identity, author: 'COPIE000000000000000000000' as AuthorId } })
  expect(refusedCodes(acceptRequest(siege.ctx, ask(copy, { joins: 'ATELIER' }), {}))).toEqual(['key_taken'])
  const own = testWorkspace('moi', 'entity', { identity: siege.identity })
  expect(refusedCodes(acceptRequest(siege.ctx, ask(own, { joins: 'ATELIER' }), {}))).toEqual(['enrolment_own_request'])
})

test('a key replaced begins again only where access was still open', () => {
  const [siege, atelier, bureau] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), testWorkspace('liege', 'office')]
  must(openEntity(atelier.ctx, { code: 'DEUX', name: 'Deux', kind: 'entity', country: 'BE' }))
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  must(recordOffice(siege.ctx, { code: 'LIEGE', name: 'Bureau de Liège' }))
  joinAs(siege, bureau, { person: 'Nour', role: 'adviser', office: 'LIEGE' })
  for (const code of ['ATELIER', 'DEUX']) must(entrust(siege.ctx, siege.entity(code), 'LIEGE'))
  must(endEntrusting(siege.ctx, siege.entity('DEUX'), 'LIEGE', 'Fin'))
  const { signingKey, sealingKey } = testIdentity(bureau.author)
  expect(must(regrantAccess(siege.ctx, { author: bureau.author, signingKey, sealingKey }))).toEqual({ entities: 2 })
  expect(must(readersOf(siege.ctx, 'LIEGE'))).toMatchObject({ entities: [siege.entity('ATELIER')], recipients: [{ sealingKey }] })
})

test('a second device joins under its own letter, its empty books step aside, and both end with the same books', () => {
  const [siege, atelier, portable] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('portable', 'ATELIER')]
  joinAs(siege, atelier)
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  expect(send(atelier, siege, 'headquarters').outcome).toBe('taken')
  const finished = joinAs(siege, portable, { joins: 'ATELIER' })
  expect(finished).toMatchObject({ entities: ['ATELIER'] })
  expect(uidOf(portable, 'ATELIER')).toBe(uidOf(atelier, 'ATELIER'))
  expect(portable.db.prepare("SELECT code FROM entity WHERE code LIKE 'ATELIER%' ORDER BY code").pluck().all()).toEqual(['ATELIER', 'ATELIER2'])
  portable.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  expect(send(portable, siege, 'headquarters').outcome).toBe('taken')
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  for (const each of [siege, portable]) expect(balances(each, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  expect(trustKeys(siege.ctx, { ...PAGE, entityId: siege.entity('ATELIER') }).rows.map((row) => row.device)).toEqual([null, 'A', 'B'])
  expect(must(readersOf(atelier.ctx, 'ATELIER')).recipients.map((each) => each.device)).toEqual(['B'])
})

test('headquarters opens an Activité first, and its porteur joins it with a new workspace', () => {
  const siege = foundHeadquarters()
  must(openEntity(siege.ctx, { code: 'NEUVE', name: 'Neuve', kind: 'entity', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
  const porteur = aloneActivity('neuve', 'NEUVE')
  joinAs(siege, porteur, { joins: 'NEUVE' })
  porteur.post('NEUVE', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  expect(send(porteur, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(siege, 'NEUVE')).toEqual(balances(porteur, 'NEUVE'))
})

test('books of others are not given for knowing their number', () => {
  const [siege, atelier, thief] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('voleur', 'AUTRE')]
  joinAs(siege, atelier)
  thief.db.exec('DROP TRIGGER entity_kept')
  thief.db.prepare("UPDATE entity SET uid = ? WHERE code = 'AUTRE'").run(uidOf(atelier, 'ATELIER'))
  expect(refusedCodes(acceptRequest(siege.ctx, ask(thief), {}))).toEqual(['enrolment_entity_known'])
  expect(refusedCodes(acceptRequest(siege.ctx, ask(thief, { role: 'associate', joins: 'NULLE' }), {}))).toEqual(['enrolment_joins_unknown'])
  expect(refusedCodes(acceptRequest(siege.ctx, ask(thief, { role: 'associate' }), {}))).toEqual(['enrolment_without_entity'])
  expect(refusedCodes(acceptRequest(siege.ctx, ask(thief, { role: 'associate' }), { entities: ['NULLE'] }))).toEqual(['entity_unknown'])
})

test('a lost key: refused under another key, replaced when headquarters says so, and the same stream goes on', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  joinAs(siege, atelier)
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  send(atelier, siege, 'headquarters')
  const found = testWorkspace('brume', 'entity', { db: atelier.db, identity: testIdentity(atelier.author) })
  const text = ask(found)
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['author_known_other_key'])
  found.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  // Not accepted yet: its new key is nobody's.
  expect(send(found, siege, 'headquarters')).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_unknown' }] })
  must(finish(found, accept(siege, text, { replaceKey: true }).answer))
  expect(send(found, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(siege, 'ATELIER')).toEqual(balances(found, 'ATELIER'))
  const row = trustKeys(siege.ctx, { ...PAGE, entityId: siege.entity('ATELIER') }).rows.find((each) => each.role === 'porteur')
  expect(row?.keys).toHaveLength(2)
  expect(refusedCodes(regrantAccess(siege.ctx, { author: atelier.author, signingKey: found.identity.signingKey, sealingKey: found.identity.sealingKey }))).toEqual(['key_unchanged'])
})

test('an adviser reads what is entrusted to his office, until it ends; the porteur sees it', () => {
  const [siege, atelier, lande, bureau] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('lande', 'LANDE'), testWorkspace('liege', 'office')]
  joinAs(siege, atelier)
  joinAs(siege, lande)
  for (const [who, code] of [[atelier, 'ATELIER'], [lande, 'LANDE']] as const) {
    who.post(code, '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
    send(who, siege, 'headquarters')
  }
  must(recordOffice(siege.ctx, { code: 'LIEGE', name: 'Bureau de Liège' }))
  expect(refusedCodes(entrust(siege.ctx, siege.entity('ATELIER'), 'LIEGE'))).toEqual(['office_without_adviser'])
  expect(refusedCodes(entrust(siege.ctx, siege.entity('ATELIER'), 'MONS'))).toEqual(['office_unknown'])
  expect(refusedCodes(writeRequest(bureau.ctx, { person: 'Nour', role: 'adviser' }))).toEqual(['office_missing'])
  joinAs(siege, bureau, { person: 'Nour', role: 'adviser', office: 'bureau de liege' })
  expect(must(entrust(siege.ctx, siege.entity('ATELIER'), 'LIEGE'))).toEqual({ advisers: 1 })
  expect(must(entrust(siege.ctx, siege.entity('ATELIER'), 'LIEGE'))).toEqual({ advisers: 0 })
  expect(offices(siege.ctx)).toMatchObject([{ code: 'LIEGE', advisers: ['Nour'], entities: ['ATELIER'] }])
  expect(must(readersOf(siege.ctx, 'LIEGE'))).toMatchObject({ addressee: 'office:LIEGE', entities: [siege.entity('ATELIER')], recipients: [{ name: 'Nour', role: 'adviser', office: 'LIEGE' }] })
  expect(send(siege, bureau, 'LIEGE')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(bureau, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  expect(bureau.db.prepare("SELECT COUNT(*) FROM entity WHERE code = 'LANDE'").pluck().get()).toBe(0)
  // The porteur learns it, and writes to the office directly.
  send(siege, atelier, 'ATELIER')
  expect(trustKeys(atelier.ctx, { ...PAGE, entityId: atelier.entity('ATELIER') }).rows.map((row) => [row.person, row.office, row.device])).toContainEqual(['Nour', 'LIEGE', 'P1'])
  expect(atelier.db.prepare('SELECT code FROM notice ORDER BY id').pluck().all()).toContain('office_reads')
  atelier.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  expect(send(atelier, bureau, 'LIEGE')).toMatchObject({ outcome: 'taken' })
  expect(balances(bureau, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  // It ends.
  expect(refusedCodes(endEntrusting(siege.ctx, siege.entity('LANDE'), 'LIEGE', 'fin'))).toEqual(['office_not_entrusted'])
  expect(must(endEntrusting(siege.ctx, siege.entity('ATELIER'), 'LIEGE', 'Changement de bureau'))).toEqual({ advisers: 1 })
  send(siege, atelier, 'ATELIER')
  expect(refusedCodes(readersOf(atelier.ctx, 'LIEGE'))).toEqual(['addressee_without_reader'])
  expect(must(readersOf(siege.ctx, 'LIEGE')).entities).toEqual([])
})

test('a revoked device is heard no more, and an old request does not bring it back', () => {
  const [siege, atelier, lost] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), testWorkspace('perdu', 'entity')]
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  const old = ask(lost, { joins: 'ATELIER' })
  must(finish(lost, accept(siege, old).answer))
  lost.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  send(lost, siege, 'headquarters')
  expect(refusedCodes(revokeAccess(siege.ctx, { author: lost.author, reason: ' ' }))).toEqual(['reason_missing'])
  expect(must(revokeAccess(siege.ctx, { author: lost.author, reason: 'Ordinateur volé' }))).toEqual({ entities: 1 })
  expect(refusedCodes(revokeAccess(siege.ctx, { author: lost.author, reason: 'Ordinateur volé' }))).toEqual(['author_revoked_already'])
  lost.post('ATELIER', '2026-03-02 ACH Faux | 610 9000.00 | 440 -9000.00')
  expect(send(lost, siege, 'headquarters')).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_revoked' }] })
  expect(refusedCodes(acceptRequest(siege.ctx, old, {}))).toEqual(['enrolment_revoked'])
  // A list of books that names none names nothing.
  expect(refusedCodes(acceptRequest(siege.ctx, old, { entities: [] }))).toEqual(['enrolment_revoked'])
  // What it signed before the theft stays good on its way to the others.
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(atelier, 'ATELIER')).toEqual(balances(siege, 'ATELIER'))
  expect(refusedCodes(revokeAccess(atelier.ctx, { author: siege.author, reason: 'non' }))).toEqual(['not_headquarters'])
})

test('what a stolen device signed before it was revoked is set aside by everyone who got it', () => {
  const [siege, atelier, stolen] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), testWorkspace('vole', 'entity')]
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  joinAs(siege, stolen, { joins: 'ATELIER' })
  send(siege, atelier, 'ATELIER')
  stolen.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  send(stolen, siege, 'headquarters')
  const position = siege.db.prepare('SELECT MAX(sequence) FROM fact JOIN stream ON stream.id = stream_id WHERE author = ?').pluck().get(stolen.author) as number
  const honest = balances(siege, 'ATELIER')
  stolen.post('ATELIER', '2026-03-02 ACH Faux | 610 9000.00 | 440 -9000.00')
  send(stolen, siege, 'headquarters')
  // Straight to the other device too, before anybody knows.
  expect(send(stolen, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  for (const each of [siege, atelier]) expect(balances(each, 'ATELIER')).not.toEqual(honest)
  must(revokeAccess(siege.ctx, { author: stolen.author, lastSequence: position, reason: 'Ordinateur volé' }))
  expect(balances(siege, 'ATELIER')).toEqual(honest)
  const told = send(siege, atelier, 'ATELIER')
  expect(told).toMatchObject({ outcome: 'taken', refused: [] })
  expect(told.notices.map((notice) => notice.code)).toContain('revoked_facts_here')
  expect(balances(atelier, 'ATELIER')).toEqual(honest)
  // The books go on together; the stream of the stolen device does not.
  atelier.post('ATELIER', '2026-04-01 ACH Loyer | 610 500.00 | 440 -500.00')
  expect(send(atelier, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(balances(siege, 'ATELIER')).toEqual(balances(atelier, 'ATELIER'))
  const { signingKey, sealingKey } = testIdentity(stolen.author)
  expect(refusedCodes(regrantAccess(siege.ctx, { author: stolen.author, signingKey, sealingKey, entityId: siege.entity('ATELIER') }))).toEqual(['author_goes_no_further'])
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('a root that should have been renewed: what was signed stays, new trust is told', () => {
  const [siege, atelier, portable, tard] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), aloneActivity('portable', 'AUTRE'), aloneActivity('tard', 'TARD')]
  expect(joinAs(siege, atelier).taken.notices).toEqual([])
  send(atelier, siege, 'headquarters')
  atelier.clock.today = calendarDate('2031-01-01')
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ refused: [], notices: [] })
  joinAs(siege, portable, { joins: 'ATELIER' })
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', notices: [{ code: 'root_expired', headquarters: 'siege', expiresOn: '2029-06-15' }] })
  const { answer } = accept(siege, ask(tard))
  tard.clock.today = calendarDate('2031-01-01')
  expect(must(finish(tard, answer)).taken.notices).toMatchObject([{ code: 'root_expired' }])
})

test('an associate signs the daily work, and is refused at home what nobody would accept', () => {
  const [siege, atelier, aide] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER'), testWorkspace('aide', 'entity')]
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  joinAs(siege, aide, { joins: 'ATELIER', role: 'associate' })
  aide.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  const facts = aide.db.prepare('SELECT COUNT(*) FROM fact').pluck()
  const before = facts.get()
  expect(refusedCodes(closePeriod(aide.ctx, aide.entity('ATELIER'), '2026-03-31'))).toEqual(['role_may_not'])
  expect(refusedCodes(openFiscalYear(aide.ctx, aide.entity('ATELIER'), { startOn: '2027-01-01', endOn: '2027-12-31' }))).toEqual(['role_may_not'])
  expect(facts.get()).toBe(before)
  expect(send(aide, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  // A machine that signs it all the same is refused by everybody.
  aide.db.prepare("UPDATE access SET role = 'porteur'").run()
  must(closePeriod(aide.ctx, aide.entity('ATELIER'), '2026-03-31'))
  expect(send(aide, siege, 'headquarters')).toMatchObject({ outcome: 'refused', refused: [{ code: 'pli_key_unknown' }] })
})

test('what headquarters closed, the porteur does not open again', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  must(closePeriod(siege.ctx, siege.entity('ATELIER'), '2026-03-31'))
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(refusedCodes(reopenPeriod(atelier.ctx, atelier.entity('ATELIER'), 'Oubli'))).toEqual(['closing_by_headquarters'])
  must(closePeriod(atelier.ctx, atelier.entity('ATELIER'), '2026-04-30'))
  must(reopenPeriod(atelier.ctx, atelier.entity('ATELIER'), 'Oubli'))
  expect(send(atelier, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  must(reopenPeriod(siege.ctx, siege.entity('ATELIER'), 'Correction'))
  expect(send(siege, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
})

test('an Activité is attached to the legal entity of headquarters, once', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  joinAs(siege, atelier)
  send(atelier, siege, 'headquarters')
  const attach = (legalEntity: string, on: string) => siege.ctx.write((tx) => attachEntity(tx, siege.entity('ATELIER'), { legalEntity, on, reason: 'Entrée' }))
  must(attach(uidOf(siege, 'SIEGE'), '2026-01-01'))
  expect(refusedCodes(attach(uidOf(siege, 'SIEGE'), '2026-04-01'))).toEqual(['attached_already'])
  expect(refusedCodes(attach('X', '2026-04-01'))).toEqual(['legal_entity_unknown'])
  expect(refusedCodes(attach(uidOf(siege, 'SIEGE'), '2026-02-30'))).toEqual(['date_impossible'])
})

test('whoever comes back under the same keys, and asks for no book by name, gets those it had; naming none is asking for all of them', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  joinAs(siege, atelier)
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  send(atelier, siege, 'headquarters')
  const restored = testWorkspace('brume', 'entity', { identity: atelier.identity, db: openDatabase() })
  restored.db.prepare("INSERT INTO setting (key, value) VALUES ('kind', 'entity'), ('name', 'brume')").run()
  expect(must(finish(restored, accept(siege, ask(restored), { entities: [] }).answer)).entities).toEqual(['ATELIER'])
  expect(balances(restored, 'ATELIER')).toEqual(balances(siege, 'ATELIER'))
})
