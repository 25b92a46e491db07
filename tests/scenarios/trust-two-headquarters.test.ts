import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { closePeriod, reopenPeriod } from '../../core/ledger/close-period.command.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { trialBalance } from '../../core/ledger/trial-balance.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { acceptRequest, workingKeyOf } from '../../core/sync/enrolment/enrol-accept.command.ts'
import { finishEnrolment, readAnswer } from '../../core/sync/enrolment/enrol-finish.command.ts'
import { makeRequest } from '../../core/sync/enrolment/enrol-request.ts'
import { readRequest, writeRequest } from '../../core/sync/enrolment/enrol.command.ts'
import { composeEnrolment } from '../../core/sync/making/compose-pli.command.ts'
import { draftRoot, recordRoot, type RootChanges, type RootDraft } from '../../core/sync/trust/root.command.ts'
import { entrust, recordOffice } from '../../core/sync/trust/trust-entity.command.ts'
import { trustRoot } from '../../core/sync/trust/trust-keys.query.ts'
import { readersOf } from '../../core/sync/trust/trust.query.ts'
import { sha256 } from '../../electron/machine/hash.ts'
import { must, refusedCodes, testIdentity } from '../fixtures/books.ts'
import { openBytes } from '../fixtures/database.ts'
import { aloneActivity, join, stateHash, testWorkspace, type TestWorkspace } from '../fixtures/pli-workspaces.ts'
import { seeded } from '../fixtures/seeded.ts'
import { aKey, type TestKey } from '../fixtures/trust-cast.ts'

function signed(draft: RootDraft, keys: readonly TestKey[]) {
  return { statement: draft.statement, signatures: keys.map((key) => ({ key: key.signingKey, signature: key.sign(draft.text) })) }
}

interface Siege { readonly siege: TestWorkspace; readonly roots: readonly TestKey[] }

function founded(): Siege {
  const siege = testWorkspace('siege', 'headquarters')
  must(openEntity(siege.ctx, { code: 'SIEGE', name: 'Siège', kind: 'headquarters', country: 'BE', firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } }))
  const roots = [aKey(), aKey(), aKey()]
  must(recordRoot(siege.ctx, signed(must(draftRoot(siege.ctx, { rootKeys: roots.map((key) => key.signingKey) })), roots.slice(1))))
  return { siege, roots }
}

function restate(who: TestWorkspace, roots: readonly TestKey[], changes: RootChanges): ReturnType<typeof recordRoot> {
  const draft = draftRoot(who.ctx, changes)
  return draft.ok ? recordRoot(who.ctx, signed(draft.value, roots.slice(0, 2))) : draft
}

/** All three steps by which a file made for headquarters becomes another machine of it. */
function joinHeadquarters({ siege, roots }: Siege, other: TestWorkspace): void {
  const { text } = must(writeRequest(other.ctx, { person: `Siège ${other.name}`, role: 'headquarters' }))
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['root_needed'])
  must(restate(siege, roots, { add: must(workingKeyOf(siege.ctx, text)) }))
  finish(other, siege, text)
}

function finish(other: TestWorkspace, siege: TestWorkspace, text: string): void {
  const answer = must(composeEnrolment(siege.ctx, must(acceptRequest(siege.ctx, text, {})).to))
  must(finishEnrolment(other.ctx, { name: 'reponse.pli', hash: sha256(answer.bytes), opened: answer.bytes }, {}))
}

function later(...all: readonly TestWorkspace[]): void {
  const now = Math.max(...all.map((each) => each.clock.milliseconds)) + 1000
  for (const each of all) each.clock.milliseconds = now
}

function send(from: TestWorkspace, to: TestWorkspace, addressee: string): ReturnType<TestWorkspace['take']> {
  later(from, to)
  return to.take(from.make(addressee))
}

const rowsOf = (workspace: TestWorkspace, code: string) => trialBalance(workspace.ctx, workspace.entity(code), calendarDate('2026-12-31')).rows.map((row) => [row.account, row.balanceCents])
const entriesOf = (workspace: TestWorkspace, code: string) =>
  workspace.db.prepare('SELECT device, number, on_date FROM entry JOIN stream ON stream.id = entry.stream_id WHERE entry.entity_id = ? ORDER BY device, number').raw().all(workspace.entity(code))

test('a second machine of headquarters: named by two root keys, it holds everything, books, sends and takes', () => {
  const all = founded()
  const { siege } = all
  const [atelier, second] = [aloneActivity('brume', 'ATELIER'), testWorkspace('siege-b', 'headquarters')]
  join(siege, atelier, 'ATELIER')
  atelier.post('ATELIER', '2026-02-10 VEN Facture | 400 121.00 | 700 -100.00 | 451 -21.00')
  send(atelier, siege, 'headquarters')
  siege.post('SIEGE', '2026-02-11 ACH Papier | 610 50.00 | 440 -50.00')
  const { text } = must(writeRequest(second.ctx, { person: 'Bureau du siège', role: 'headquarters' }))
  expect(must(readRequest(siege.ctx, text))).toMatchObject({ role: 'headquarters', person: 'Bureau du siège', entities: [] })
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['root_needed'])
  must(restate(siege, all.roots, { add: must(workingKeyOf(siege.ctx, text)) }))
  const accepted = must(acceptRequest(siege.ctx, text, {}))
  expect(accepted.entities.toSorted()).toEqual(['ATELIER', 'SIEGE'])
  const answer = must(composeEnrolment(siege.ctx, accepted.to))
  expect(must(readAnswer(second.ctx, answer.bytes))).toMatchObject({ role: 'headquarters', person: 'Bureau du siège' })
  const joined = must(finishEnrolment(second.ctx, { name: 'reponse.pli', hash: sha256(answer.bytes), opened: answer.bytes }, { fingerprint: accepted.rootFingerprint.hex }))
  expect(joined.entities.toSorted()).toEqual(['ATELIER', 'SIEGE'])
  expect(trustRoot(second.ctx)).toMatchObject({ isHeadquarters: true, root: { version: 2 } })
  for (const code of ['ATELIER', 'SIEGE']) expect(rowsOf(second, code)).toEqual(rowsOf(siege, code))
  // It books under a letter of its own, in the books of others and in headquarters'.
  second.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  second.post('SIEGE', '2026-03-01 ACH Encre | 610 20.00 | 440 -20.00')
  expect(entriesOf(second, 'ATELIER').map((row) => (row as string[])[0])).toEqual(['A', 'SB'])
  expect(entriesOf(second, 'SIEGE').map((row) => (row as string[])[0])).toEqual(['A', 'SB'])
  send(siege, atelier, 'ATELIER')
  expect(send(second, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(send(second, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  for (const code of ['ATELIER', 'SIEGE']) expect(rowsOf(siege, code)).toEqual(rowsOf(second, code))
  expect(rowsOf(atelier, 'ATELIER')).toEqual(rowsOf(siege, 'ATELIER'))
  // One pli of the Activité is for both.
  expect(must(readersOf(atelier.ctx, 'headquarters')).recipients).toHaveLength(2)
  atelier.post('ATELIER', '2026-04-01 ACH Bois | 610 70.00 | 440 -70.00')
  later(atelier, siege, second)
  const pli = atelier.make('headquarters')
  for (const each of [siege, second]) expect(each.take(pli)).toMatchObject({ outcome: 'taken', refused: [] })
  // What one of them closed, the other opens again; the porteur does not.
  must(closePeriod(siege.ctx, siege.entity('ATELIER'), '2026-01-31'))
  send(siege, second, 'headquarters')
  must(reopenPeriod(second.ctx, second.entity('ATELIER'), 'Oubli'))
  expect(send(second, siege, 'headquarters')).toMatchObject({ outcome: 'taken', refused: [] })
  for (const each of [siege, second, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('two machines of headquarters and an Activité trade in disorder, and end with the same books', () => {
  for (const seed of [1, 2, 3]) {
    const below = seeded(seed)
    const all = founded()
    const { siege } = all
    const [atelier, second, lande] = [aloneActivity('brume', 'ATELIER'), testWorkspace('siege-b', 'headquarters'), aloneActivity('lande', 'LANDE')]
    join(siege, atelier, 'ATELIER')
    send(atelier, siege, 'headquarters')
    joinHeadquarters(all, second)
    join(second, lande, 'LANDE')
    send(lande, second, 'headquarters')
    const headquarters = [siege, second]
    const outbox: { readonly to: readonly TestWorkspace[]; readonly bytes: Uint8Array }[] = []
    const writers: readonly (readonly [TestWorkspace, string])[] = [[siege, 'ATELIER'], [second, 'ATELIER'], [atelier, 'ATELIER'], [lande, 'LANDE'], [siege, 'SIEGE'], [second, 'SIEGE'], [second, 'LANDE']]
    const make = (from: TestWorkspace, addressee: string, to: readonly TestWorkspace[]): void => void outbox.push({ to, bytes: from.make(addressee).bytes })
    for (let step = 0; step < 60; step += 1) {
      later(siege, second, atelier, lande)
      const writer = writers[below(writers.length)] as readonly [TestWorkspace, string]
      const euros = 1 + below(900)
      writer[0].post(writer[1], `2026-0${1 + below(9)}-1${below(10)} ACH Achat ${step} | 610 ${euros}.00 | 440 -${euros}.00`)
      const route = below(6)
      if (route === 0) make(atelier, 'headquarters', headquarters)
      if (route === 1) make(lande, 'headquarters', [second])
      if (route === 2) make(siege, 'headquarters', [second])
      if (route === 3) make(second, 'headquarters', [siege])
      if (route === 4) make(siege, 'ATELIER', [atelier])
      if (route === 5 && below(2) === 0) make(second, 'ATELIER', [atelier])
      else if (route === 5) make(second, 'LANDE', [lande])
      // Lost, doubled, shuffled.
      while (outbox.length > 0 && below(3) > 0) {
        const [letter] = outbox.splice(below(outbox.length), 1)
        if (!letter || below(10) === 0) continue
        for (const to of letter.to) {
          const taken = to.take(letter.bytes)
          expect(['taken', 'known', 'waiting'], JSON.stringify(taken.refused)).toContain(taken.outcome)
          if (below(4) === 0) outbox.push({ to: [to], bytes: letter.bytes })
        }
      }
    }
    for (let round = 0; round < 3; round += 1) {
      for (const from of [atelier, lande]) for (const to of headquarters) send(from, to, 'headquarters')
      send(siege, second, 'headquarters')
      send(second, siege, 'headquarters')
      for (const from of headquarters) for (const [to, code] of [[atelier, 'ATELIER'], [lande, 'LANDE']] as const) send(from, to, code)
    }
    for (const code of ['SIEGE', 'ATELIER', 'LANDE']) {
      expect(rowsOf(siege, code), `${seed} ${code}`).toEqual(rowsOf(second, code))
      expect(entriesOf(siege, code), `${seed} ${code}`).toEqual(entriesOf(second, code))
    }
    expect(entriesOf(atelier, 'ATELIER')).toEqual(entriesOf(siege, 'ATELIER'))
    expect(entriesOf(lande, 'LANDE')).toEqual(entriesOf(siege, 'LANDE'))
    for (const each of [siege, second, atelier, lande]) expect(verify(each.ctx, true), `${seed} ${each.name}`).toMatchObject({ ok: true, problems: [] })
  }
})

/** The same file with other keys. */
function withKeys(workspace: TestWorkspace): TestWorkspace {
  const again = testWorkspace(workspace.name, 'headquarters', { db: workspace.db, identity: testIdentity(workspace.author) })
  again.clock.milliseconds = workspace.clock.milliseconds + 1000
  return again
}

function two(): Siege & { readonly second: TestWorkspace; readonly atelier: TestWorkspace } {
  const all = founded()
  const [atelier, second] = [aloneActivity('brume', 'ATELIER'), testWorkspace('siege-b', 'headquarters')]
  join(all.siege, atelier, 'ATELIER')
  send(atelier, all.siege, 'headquarters')
  joinHeadquarters(all, second)
  send(all.siege, atelier, 'ATELIER')
  return { ...all, second, atelier }
}

test('one of them is ended by the root: what was known of it stays, what its thief signs counts nowhere', () => {
  const { siege, roots, second, atelier } = two()
  second.post('ATELIER', '2026-03-01 ACH Loyer | 610 500.00 | 440 -500.00')
  send(second, siege, 'headquarters')
  send(siege, atelier, 'ATELIER')
  const honest = rowsOf(siege, 'ATELIER')
  // Who goes on says up to where the other counts: none ends itself.
  expect(refusedCodes(draftRoot(second.ctx, { endAuthor: second.author }))).toEqual(['root_ends_itself'])
  must(restate(siege, roots, { endAuthor: second.author }))
  expect(trustRoot(siege.ctx).root?.working.map((key) => key.endedOn === null)).toEqual([true, false])
  send(siege, atelier, 'ATELIER')
  second.post('ATELIER', '2026-03-02 ACH Faux | 610 9000.00 | 440 -9000.00')
  second.post('SIEGE', '2026-03-02 ACH Faux | 610 9000.00 | 440 -9000.00')
  for (const [to, addressee] of [[siege, 'headquarters'], [atelier, 'ATELIER']] as const) {
    const before = stateHash(to)
    expect(send(second, to, addressee).refused.map((each) => each.code), addressee).toEqual(['pli_key_revoked'])
    expect(stateHash(to)).toBe(before)
  }
  for (const each of [siege, atelier]) expect(rowsOf(each, 'ATELIER')).toEqual(honest)
  expect(must(readersOf(atelier.ctx, 'headquarters')).recipients.map((one) => one.author)).toEqual([siege.author])
  // Once the root reaches it, it decides nothing any more.
  expect(send(atelier, second, 'headquarters').refused.map((each) => each.code)).toEqual(['pli_for_another'])
  const { text } = must(writeRequest(testWorkspace('siege-c', 'headquarters').ctx, { person: 'C', role: 'headquarters' }))
  second.take(siege.make('ATELIER'))
  expect(refusedCodes(acceptRequest(siege.ctx, text, {}))).toEqual(['root_needed'])
  for (const each of [siege, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('books that the thief of an ended key invents are believed by nobody, whatever time he writes in them', () => {
  const { siege, roots, second, atelier } = two()
  const [thief, lande] = [second, aloneActivity('lande', 'LANDE')]
  must(restate(siege, roots, { endAuthor: second.author }))
  send(siege, atelier, 'ATELIER')
  thief.clock.milliseconds = 1
  lande.clock.milliseconds = 1
  join(thief, lande, 'LANDE')
  lande.post('LANDE', '2026-03-02 VEN Faux | 400 9000.00 | 700 -9000.00')
  const before = stateHash(siege)
  for (const pli of [thief.make('LANDE'), lande.make('headquarters')]) {
    const again = siege.take(pli)
    expect([again.outcome, again.refused.map((each) => each.code)]).toEqual(['refused', [expect.stringMatching(/^pli_(?:key_revoked|key_unknown|for_another)$/u)]])
  }
  expect(stateHash(siege)).toBe(before)
})

test('the only machine of headquarters renewed its keys: books invented under the former one are believed by nobody', () => {
  const { siege, roots } = founded()
  const thief = testWorkspace('siege', 'headquarters', { identity: siege.identity, db: openBytes(siege.db.serialize()) })
  const lande = aloneActivity('lande', 'LANDE')
  const renewed = withKeys(siege)
  must(restate(renewed, roots, { renew: renewed.identity }))
  join(thief, lande, 'LANDE')
  lande.post('LANDE', '2026-03-02 VEN Faux | 400 9000.00 | 700 -9000.00')
  const before = stateHash(renewed)
  expect(renewed.take(lande.make('headquarters'))).toMatchObject({ outcome: 'refused' })
  expect(stateHash(renewed)).toBe(before)
})

test('machines of headquarters that ended each other’s former keys are still judged', () => {
  const { siege, roots, second, atelier } = two()
  // The first ends the second, which comes back as a third machine and ends the former keys of the first.
  send(second, siege, 'headquarters')
  must(restate(siege, roots, { endAuthor: second.author }))
  const third = testWorkspace('siege-c', 'headquarters')
  joinHeadquarters({ siege, roots }, third)
  const renewed = withKeys(siege)
  must(restate(renewed, roots, { renew: renewed.identity }))
  send(renewed, third, 'headquarters')
  must(restate(third, roots, { endAuthor: siege.author }))
  expect(trustRoot(third.ctx).root?.working.filter((key) => key.endedOn === null).map((key) => key.author)).toEqual([third.author])
  third.post('ATELIER', '2026-05-01 ACH Loyer | 610 500.00 | 440 -500.00')
  expect(send(third, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(rowsOf(atelier, 'ATELIER')).toEqual(rowsOf(third, 'ATELIER'))
  for (const each of [third, atelier]) expect(verify(each.ctx, true)).toMatchObject({ ok: true, problems: [] })
})

test('three machines that never met write under three letters', () => {
  const { siege, roots, second, atelier } = two()
  const third = testWorkspace('siege-c', 'headquarters')
  joinHeadquarters({ siege, roots }, third)
  send(siege, second, 'headquarters')
  for (const [who, day] of [[siege, '01'], [second, '02'], [third, '03']] as const) who.post('ATELIER', `2026-05-${day} ACH Loyer | 610 500.00 | 440 -500.00`)
  send(siege, atelier, 'ATELIER')
  for (const each of [second, third]) expect(send(each, atelier, 'ATELIER')).toMatchObject({ outcome: 'taken' })
  expect(entriesOf(atelier, 'ATELIER').map((row) => (row as string[])[0])).toEqual(['S', 'SB', 'SC'])
})

test('a machine of headquarters that never answered does not make everybody send all of their books again', () => {
  const { siege, second, atelier } = two()
  for (let day = 10; day < 30; day += 1) atelier.post('ATELIER', `2026-03-${day} ACH Achat ${day} | 610 5.00 | 440 -5.00`)
  send(atelier, siege, 'headquarters')
  send(siege, atelier, 'ATELIER')
  atelier.post('ATELIER', '2026-04-01 ACH Achat | 610 5.00 | 440 -5.00')
  later(siege, second, atelier)
  const pli = atelier.make('headquarters')
  expect(pli.facts).toBe(1)
  // The other one waits for what the first carries to it.
  expect(second.take(pli)).toMatchObject({ outcome: 'waiting' })
  siege.take(pli)
  expect(send(siege, second, 'headquarters')).toMatchObject({ outcome: 'taken' })
  expect(rowsOf(second, 'ATELIER')).toEqual(rowsOf(siege, 'ATELIER'))
})

/** As the answer names it. */
function requestName(who: TestWorkspace): string {
  must(writeRequest(who.ctx, { person: 'X', role: 'headquarters' }))
  return who.db.prepare("SELECT value FROM setting WHERE key = 'enrolment-request'").pluck().get() as string
}

test('nobody becomes headquarters by asking', () => {
  const { siege, roots, second, atelier } = two()
  const asks = (who: TestWorkspace, person = 'Le siège'): string =>
    makeRequest({
      format: 'archipel-enrolment', version: 1, author: who.author, signingKey: who.identity.signingKey, sealingKey: who.identity.sealingKey, person: { name: person },
      role: 'headquarters', entities: [], nonce: 'n', expiresOn: calendarDate('2026-07-01'),
    }, who.identity.sign as (text: string) => string, who.ctx.ports).text
  const before = stateHash(siege)
  // A member whose machine writes what the program refuses to.
  expect(refusedCodes(writeRequest(atelier.ctx, { person: 'Ada', role: 'headquarters' }))).toEqual(['role_not_by_enrolment'])
  expect(refusedCodes(acceptRequest(siege.ctx, asks(atelier), {}))).toEqual(['root_author_granted'])
  expect(refusedCodes(draftRoot(siege.ctx, { add: must(workingKeyOf(siege.ctx, asks(atelier))) }))).toEqual(['root_author_granted'])
  // His other machine, under the key of the first: one key is one machine's.
  const copied = testWorkspace('copie', 'headquarters', { identity: { ...atelier.identity, author: 'COPIE' as AuthorId } })
  expect(refusedCodes(acceptRequest(siege.ctx, asks(copied), {}))).toEqual(['key_taken'])
  const stolen = testWorkspace('vol', 'headquarters', { identity: { ...siege.identity, author: 'VOL' as AuthorId } })
  expect(refusedCodes(acceptRequest(siege.ctx, asks(stolen), {}))).toEqual(['key_taken'])
  expect(refusedCodes(acceptRequest(siege.ctx, asks(siege), {}))).toEqual(['enrolment_own_request'])
  // A stranger without root keys: asked and compared, it changes nothing.
  const stranger = testWorkspace('inconnu', 'headquarters')
  expect(refusedCodes(acceptRequest(siege.ctx, asks(stranger), {}))).toEqual(['root_needed'])
  const draft = must(draftRoot(siege.ctx, { add: must(workingKeyOf(siege.ctx, asks(stranger))) }))
  expect(refusedCodes(recordRoot(siege.ctx, signed(draft, [roots[0] as TestKey])))).toEqual(['root_signatures_missing'])
  expect(refusedCodes(recordRoot(siege.ctx, signed(draft, [roots[0] as TestKey, aKey()])))).toEqual(['root_signatures_missing'])
  expect(refusedCodes(workingKeyOf(siege.ctx, asks(stranger).replace('Le siège', 'Le siegE')))).toEqual(['enrolment_altered'])
  expect(refusedCodes(acceptRequest(atelier.ctx, asks(stranger), {}))).toEqual(['not_headquarters'])
  expect(stateHash(siege)).toBe(before)
  // Its answer, made all the same by a machine of headquarters that was bribed, names nobody.
  const bribed = must(composeEnrolment(siege.ctx, { request: requestName(stranger), author: stranger.author, sealingKey: stranger.identity.sealingKey, name: 'X', entities: [] }))
  expect(refusedCodes(finishEnrolment(stranger.ctx, { name: 'r.pli', hash: sha256(bribed.bytes), opened: bribed.bytes }, {}))).toEqual(['enrolment_not_named'])
  // Ended once, a machine comes back as another one.
  send(second, siege, 'headquarters')
  must(restate(siege, roots, { endAuthor: second.author }))
  expect(refusedCodes(acceptRequest(siege.ctx, asks(second), {}))).toEqual(['enrolment_ended'])
  expect(refusedCodes(acceptRequest(siege.ctx, asks(withKeys(second)), {}))).toEqual(['enrolment_ended'])
  expect(refusedCodes(draftRoot(siege.ctx, { add: must(workingKeyOf(siege.ctx, asks(withKeys(second)))) }))).toEqual(['root_author_known'])
})

test('a file of headquarters that keeps books apart does not bring a legal person along', () => {
  const { siege, second } = two()
  const apart = testWorkspace('siege-c', 'headquarters')
  must(openEntity(apart.ctx, { code: 'AUTRE', name: 'Autre', kind: 'headquarters', country: 'BE' }))
  expect(refusedCodes(writeRequest(apart.ctx, { person: 'C', role: 'headquarters' }))).toEqual(['headquarters_has_books'])
  expect(refusedCodes(writeRequest(apart.ctx, { person: 'C', role: 'porteur' }))).toEqual(['headquarters_founds'])
  expect(refusedCodes(writeRequest(second.ctx, { person: 'B', role: 'headquarters' }))).toEqual(['enrolled_already'])
  expect(refusedCodes(writeRequest(siege.ctx, { person: 'A', role: 'headquarters' }))).toEqual(['enrolled_already'])
})

test('books entrusted and offices recorded by either machine are known to both', () => {
  const { siege, second, atelier } = two()
  const bureau = testWorkspace('liege', 'office')
  must(recordOffice(second.ctx, { code: 'LIEGE', name: 'Liège' }))
  const { text } = must(writeRequest(bureau.ctx, { person: 'Nour', role: 'adviser', office: 'LIEGE' }))
  finish(bureau, second, text)
  expect(must(entrust(second.ctx, second.entity('ATELIER'), 'LIEGE'))).toEqual({ advisers: 1 })
  send(second, siege, 'headquarters')
  expect(must(readersOf(siege.ctx, 'LIEGE')).recipients.map((one) => one.author)).toEqual([bureau.author])
  expect(send(siege, bureau, 'LIEGE')).toMatchObject({ outcome: 'taken', refused: [] })
  expect(rowsOf(bureau, 'ATELIER')).toEqual(rowsOf(atelier, 'ATELIER'))
})
