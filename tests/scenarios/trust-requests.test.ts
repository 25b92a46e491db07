import { expect, test } from 'vitest'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { composeEnrolment, type ComposedPli } from '../../core/sync/making/compose-pli.command.ts'
import { type Accepted, acceptRequest, type AcceptOptions } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { type EnrolmentRequest, makeRequest } from '../../core/sync/enrolment/enrol-request.ts'
import { writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import { finishEnrolment } from '../../core/sync/enrolment/enrol-finish.command.ts'
import { recordOffice } from '../../core/sync/trust/trust-entity.command.ts'
import { revokeAccess } from '../../core/sync/trust/trust-grant.command.ts'
import { trustKeys } from '../../core/sync/trust/trust-keys.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, refusedCodes } from '../fixtures/books.ts'
import { aloneActivity, foundHeadquarters, pin, stateHash, type TestWorkspace } from '../fixtures/pli-workspaces.ts'

const PAGE = { offset: 0, limit: 100 }

function ask(who: TestWorkspace): string {
  return must(writeRequest(who.ctx, { person: `Personne de ${who.name}`, role: 'porteur' })).text
}

function accept(headquarters: TestWorkspace, text: string, options: AcceptOptions = {}): { readonly accepted: Accepted; readonly answer: ComposedPli } {
  const accepted = must(acceptRequest(headquarters.ctx, text, options))
  return { accepted, answer: must(composeEnrolment(headquarters.ctx, accepted.to)) }
}

/** A request that its own key signs, whatever this program would have written. */
function forge(who: TestWorkspace, change: (request: EnrolmentRequest) => EnrolmentRequest): string {
  const line = ask(who).split('\n')[0] ?? ''
  const { identity } = who
  return makeRequest(change(JSON.parse(line) as EnrolmentRequest), (text) => identity.sign?.(text) ?? '', { sha256 }).text
}

test('a request made by hand puts nothing in the stream of headquarters that others would refuse for ever', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  const before = stateHash(siege)
  const headed = (device: string) => (request: EnrolmentRequest): EnrolmentRequest =>
    ({ ...request, entities: request.entities.map((entity) => ({ ...entity, heads: entity.heads.map((head) => ({ ...head, device })) })) })
  for (const change of [
    (request: EnrolmentRequest) => ({ ...request, person: { name: 'Ada \u202esiege' } }),
    (request: EnrolmentRequest) => ({ ...request, sealingKey: 'not an age recipient' }),
    headed('a b'),
  ]) expect(refusedCodes(acceptRequest(siege.ctx, forge(atelier, change), {}))).toEqual(['enrolment_altered'])
  expect(stateHash(siege)).toBe(before)
  // The letter of headquarters is not for the asking: its own stream would count nowhere.
  const { answer } = accept(siege, forge(atelier, headed('S')))
  expect(answer.header.segments.filter((segment) => segment.code === 'ATELIER').map((segment) => segment.device)).toEqual(['S'])
  expect(trustKeys(siege.ctx, PAGE).rows.flatMap((row) => (row.role === 'porteur' ? [row.device] : []))).toEqual(['A'])
})

test('a workspace that was stopped while it joined belongs to nobody yet', () => {
  const [siege, rival, atelier] = [foundHeadquarters(), foundHeadquarters('rival'), aloneActivity('brume', 'ATELIER')]
  const finish = (answer: ComposedPli) => finishEnrolment(atelier.ctx, { name: 'reponse.pli', hash: sha256(answer.bytes), opened: answer.bytes }, {})
  const text = ask(atelier)
  const [wrong, right] = [accept(rival, text).answer, accept(siege, text).answer]
  // Killed between believing the root and taking the answer.
  pin(rival, atelier)
  expect(must(finish(right))).toMatchObject({ headquarters: 'siege', taken: { outcome: 'taken' } })
  expect(refusedCodes(finish(wrong))).toEqual(['enrolment_other_federation'])
  // A machine that fails meanwhile leaves nothing behind either.
  const full = aloneActivity('lande', 'LANDE')
  const { answer } = accept(siege, ask(full))
  full.db.exec("CREATE TEMP TRIGGER machine_fails BEFORE INSERT ON root_statement BEGIN SELECT json('{'); END")
  expect(() => finishEnrolment(full.ctx, { name: 'reponse.pli', hash: sha256(answer.bytes), opened: answer.bytes }, {})).toThrow('malformed JSON')
  full.db.exec('DROP TRIGGER machine_fails')
  expect(full.db.prepare("SELECT value FROM setting WHERE key = 'federation'").all()).toEqual([])
})

test('an old request does not bring back an access that was ended, though its author has another', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'ATELIER')]
  must(openEntity(atelier.ctx, { code: 'VERGER', name: 'Verger', kind: 'entity', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
  const text = ask(atelier)
  accept(siege, text)
  must(revokeAccess(siege.ctx, { author: atelier.author, entityId: siege.entity('VERGER'), reason: 'Parti' }))
  const active = (): unknown => trustKeys(siege.ctx, PAGE).rows.flatMap((row) => (row.role === 'porteur' && row.revoked === null ? [row.entity] : []))
  expect(active()).toEqual(['ATELIER'])
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['enrolment_revoked'])
  expect(active()).toEqual(['ATELIER'])
  // A person who names the books decides.
  accept(siege, text, { entities: ['VERGER'] })
  expect(active()).toEqual(['ATELIER', 'VERGER'])
})

test('books that join under the code of an office get another: plis for the office go to the office', () => {
  const [siege, atelier] = [foundHeadquarters(), aloneActivity('brume', 'LIEGE')]
  must(recordOffice(siege.ctx, { code: 'LIEGE', name: 'Bureau de Liège' }))
  expect(accept(siege, ask(atelier)).accepted.entities).toEqual(['LIEGE2'])
  const odd = aloneActivity('lande', 'LANDE')
  const named = accept(siege, forge(odd, (request) => ({ ...request, entities: request.entities.map((entity) => ({ ...entity, code: 'a/../b headquarters' })) })))
  expect(named.accepted.entities).toEqual(['a..bheadquarters'])
})
