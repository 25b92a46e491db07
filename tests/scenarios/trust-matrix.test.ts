import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../../core/kernel/ids.ts'
import { judgeSender, may, mayAt, readersIn, type TrustView } from '../../core/sync/trust/trust.ts'
import type { Role } from '../../core/sync/sync-facts.ts'
import { property } from '../fixtures/property.ts'
import { aKey, BOOKS, FEDERATION, judged, TrustCast, type TestKey, type TrustFact, viewOf } from '../fixtures/trust-cast.ts'

/** Test 9 of the reliability anchors: who signs what, when keys change, are lost, stolen, or stated by too few. */
interface Case {
  readonly name: string
  readonly answer: Role | 'unknown-key' | 'revoked-key'
  readonly of: (cast: TrustCast) => { readonly facts: readonly TrustFact[]; readonly head: readonly [author: string, sequence: number, key: TestKey, device?: string, entity?: EntityId] }
}

const [first, second, third, thief] = [aKey(), aKey(), aKey(), aKey()]
const [SECOND, THIRD] = ['SIEGE2', 'SIEGE3'] as [AuthorId, AuthorId]

function granted(cast: TrustCast): TrustFact[] {
  return [cast.root(cast.statement(1)), cast.grant('ADA', first)]
}

function rotated(cast: TrustCast): TrustFact[] {
  return [...granted(cast), cast.rotate('ADA', first, second, 10)]
}

/** A second machine works for headquarters; then the first one ends, at fact 5 of its stream in the books. */
function succeeded(cast: TrustCast, secondKey: TestKey): TrustFact[] {
  const both = [cast.working(cast.headquarters, cast.headquartersKey), cast.working(SECOND, secondKey)]
  const ended = [cast.working(cast.headquarters, cast.headquartersKey, '2026-06-01'), cast.working(SECOND, secondKey)]
  return [
    ...granted(cast), cast.root(cast.statement(2, { working: both })), cast.revoke(cast.headquarters, 5, SECOND), cast.root(cast.statement(3, { working: ended }), undefined, SECOND),
  ]
}

/** Then a third one works, and the second ends at its fact 8. */
function succeededTwice(cast: TrustCast): TrustFact[] {
  const facts = succeeded(cast, second)
  const ended = cast.working(cast.headquarters, cast.headquartersKey, '2026-06-01')
  const three = (endedOn?: string) => [ended, cast.working(SECOND, second, endedOn), cast.working(THIRD, third)]
  return [...facts, cast.root(cast.statement(4, { working: three() })), cast.revoke(SECOND, 8, THIRD), cast.root(cast.statement(5, { working: three('2026-07-01') }), undefined, THIRD)]
}

/** The first machine of headquarters ends the second; that one is named again under a second key and ends the first, at its fact 9. */
function endedEachOther(cast: TrustCast): TrustFact[] {
  const working = (...ends: (string | undefined)[]) => [
    cast.working(cast.headquarters, cast.headquartersKey, ends[0]), cast.working(SECOND, second, ends[1]), ...(ends.length > 2 ? [cast.working(SECOND, third, ends[2])] : []),
  ]
  return [
    ...granted(cast), cast.root(cast.statement(2, { working: working(undefined, undefined) })), cast.revoke(SECOND, 5), cast.root(cast.statement(3, { working: working(undefined, '2026-05-01') })),
    cast.root(cast.statement(4, { working: working(undefined, '2026-05-01', undefined) })), { ...cast.revoke(cast.headquarters, 9, SECOND), sequence: 20 },
    cast.root(cast.statement(5, { working: working('2026-06-01', '2026-05-01', undefined) }), undefined, SECOND),
  ]
}

/** The only machine of headquarters takes a second key after its fact 5, and a third one after its fact 20. */
function renewedTwice(cast: TrustCast): TrustFact[] {
  const keys = (...ends: (string | undefined)[]) => [cast.headquartersKey, second, third].slice(0, ends.length).map((key, at) => cast.working(cast.headquarters, key, ends[at]))
  return [
    cast.root(cast.statement(1)), cast.grant('ADA', first), cast.revoke(cast.headquarters, 5), cast.root(cast.statement(2, { working: keys('2026-05-01', undefined) })),
    cast.revoke(cast.headquarters, 20), cast.root(cast.statement(3, { working: keys('2026-05-01', '2026-06-01', undefined) })),
  ]
}

const CASES: readonly Case[] = [
  { name: 'machines that ended each other: the one that went on', answer: 'headquarters', of: (cast) => ({ facts: endedEachOther(cast), head: [SECOND, 30, third, 'SB'] }) },
  { name: 'machines that ended each other: the first up to its place', answer: 'headquarters', of: (cast) => ({ facts: endedEachOther(cast), head: [cast.headquarters, 9, cast.headquartersKey, 'S'] }) },
  { name: 'machines that ended each other: the first after its place', answer: 'revoked-key', of: (cast) => ({ facts: endedEachOther(cast), head: [cast.headquarters, 10, cast.headquartersKey, 'S'] }) },
  { name: 'machines that ended each other: the former key of the second', answer: 'revoked-key', of: (cast) => ({ facts: endedEachOther(cast), head: [SECOND, 6, second, 'SB'] }) },
  { name: 'an ended key of headquarters in books where nobody said its end', answer: 'unknown-key', of: (cast) => ({ facts: endedEachOther(cast), head: [SECOND, 1, second, 'S', 'INVENTED' as EntityId] }) },
  { name: 'a granted key signs its stream', answer: 'porteur', of: (cast) => ({ facts: granted(cast), head: ['ADA', 5, first] }) },
  { name: 'a key that nobody granted', answer: 'unknown-key', of: (cast) => ({ facts: granted(cast), head: ['ADA', 5, thief] }) },
  { name: 'a granted key under another letter', answer: 'unknown-key', of: (cast) => ({ facts: granted(cast), head: ['ADA', 5, first, 'B'] }) },
  { name: 'a grant by someone who is not headquarters', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.grant('EVE', thief, { device: 'B', by: 'ADA' as AuthorId })], head: ['EVE', 1, thief, 'B'] }) },
  { name: 'planned rotation: the new key after it', answer: 'porteur', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 11, second] }) },
  { name: 'planned rotation: the old key up to the fact that announces it', answer: 'porteur', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 10, first] }) },
  { name: 'overlap: signed before the rotation, arrives after', answer: 'porteur', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 7, first] }) },
  { name: 'overlap: the announcement itself signed by the new key', answer: 'porteur', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 10, second] }) },
  { name: 'the old key after the rotation', answer: 'revoked-key', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 11, first] }) },
  { name: 'the new key before its rotation', answer: 'revoked-key', of: (cast) => ({ facts: rotated(cast), head: ['ADA', 9, second] }) },
  { name: 'a rotation that the old key did not vouch for', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.rotate('ADA', thief, second, 10)], head: ['ADA', 11, second] }) },
  { name: 'the vouching of another set of books, replayed', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.rotate('ADA', first, second, 10, FEDERATION)], head: ['ADA', 11, second] }) },
  { name: 'two rotations one after the other', answer: 'porteur', of: (cast) => ({ facts: [...rotated(cast), cast.rotate('ADA', second, third, 20)], head: ['ADA', 21, third] }) },
  { name: 'lost laptop: signed up to the position stated', answer: 'porteur', of: (cast) => ({ facts: [...granted(cast), cast.revoke('ADA', 12)], head: ['ADA', 12, first] }) },
  { name: 'lost laptop: signed after the position stated', answer: 'revoked-key', of: (cast) => ({ facts: [...granted(cast), cast.revoke('ADA', 12)], head: ['ADA', 13, first] }) },
  { name: 'stolen key that rotates after the revocation', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.revoke('ADA', 12), cast.rotate('ADA', first, thief, 13)], head: ['ADA', 14, thief] }) },
  { name: 'stolen key whose rotation arrives before the revocation', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.rotate('ADA', first, thief, 13), cast.revoke('ADA', 12)], head: ['ADA', 14, thief] }) },
  { name: 'clock behind: a stolen key signs with a time before its revocation', answer: 'revoked-key', of: (cast) => ({
    facts: [...granted(cast), { ...cast.rotate('ADA', first, third, 13), logicalTime: 1 }, cast.revoke('ADA', 12)], head: ['ADA', 13, first] }) },
  { name: 'lost key: the same author under other keys from a position on', answer: 'porteur', of: (cast) => ({ facts: [...granted(cast), cast.revoke('ADA', 12), cast.grant('ADA', second, { fromSequence: 13 })], head: ['ADA', 13, second] }) },
  { name: 'lost key: whoever finds it signs no more', answer: 'revoked-key', of: (cast) => ({ facts: [...granted(cast), cast.grant('ADA', second, { fromSequence: 13 })], head: ['ADA', 13, first] }) },
  { name: 'a second device under its own letter', answer: 'associate', of: (cast) => ({ facts: [...granted(cast), cast.grant('BOB', second, { device: 'B', role: 'associate' })], head: ['BOB', 1, second, 'B'] }) },
  { name: 'root: 1 of 3', answer: 'unknown-key', of: (cast) => ({ facts: [cast.root(cast.statement(1), cast.rootKeys.slice(0, 1)), cast.grant('ADA', first)], head: ['ADA', 5, first] }) },
  { name: 'root: 2 of 3', answer: 'headquarters', of: (cast) => ({ facts: granted(cast), head: [cast.headquarters, 5, cast.headquartersKey, 'S'] }) },
  { name: 'root: one key signs twice', answer: 'unknown-key', of: (cast) => ({ facts: [cast.root(cast.statement(1), [cast.rootKeys[0], cast.rootKeys[0]] as TestKey[])], head: [cast.headquarters, 1, cast.headquartersKey, 'S'] }) },
  { name: 'root: a signature that is none of its keys', answer: 'unknown-key', of: (cast) => ({ facts: [cast.root(cast.statement(1), [cast.rootKeys[0], thief] as TestKey[])], head: [cast.headquarters, 1, cast.headquartersKey, 'S'] }) },
  { name: 'root: one stolen root key names its own machine', answer: 'unknown-key', of: (cast) => ({
    facts: [...granted(cast), cast.root(cast.statement(2, { working: [...cast.statement(1).working, cast.working('EVE' as AuthorId, thief)] }), cast.rootKeys.slice(0, 1))], head: ['EVE', 1, thief, 'S'] }) },
  { name: 'root: other root keys, signed by the old ones only', answer: 'unknown-key', of: (cast) => ({
    facts: [...granted(cast), cast.root(cast.statement(2, { rootKeys: [aKey(), aKey(), aKey()].map((key) => key.signingKey), working: [...cast.statement(1).working, cast.working(SECOND, second)] }))], head: [SECOND, 1, second, 'S'] }) },
  { name: 'root: a version skipped', answer: 'unknown-key', of: (cast) => ({ facts: [...granted(cast), cast.root(cast.statement(3, { working: [...cast.statement(1).working, cast.working(SECOND, second)] }))], head: [SECOND, 1, second, 'S'] }) },
  { name: 'root: a working key forgotten counts still', answer: 'headquarters', of: (cast) => ({ facts: [...granted(cast), cast.root(cast.statement(2, { working: [cast.working(SECOND, second)] }))], head: [cast.headquarters, 5, cast.headquartersKey, 'S'] }) },
  { name: 'root expired: what was signed stays good', answer: 'porteur', of: (cast) => ({ facts: [cast.root(cast.statement(1, { expiresOn: calendarDate('2020-01-01') })), cast.grant('ADA', first)], head: ['ADA', 5, first] }) },
  { name: 'a machine of headquarters that ended: up to there', answer: 'headquarters', of: (cast) => ({ facts: succeeded(cast, second), head: [cast.headquarters, 5, cast.headquartersKey, 'S'] }) },
  { name: 'a machine of headquarters that ended: stolen and used after', answer: 'revoked-key', of: (cast) => ({ facts: succeeded(cast, second), head: [cast.headquarters, 6, cast.headquartersKey, 'S'] }) },
  { name: 'a grant that an ended machine of headquarters wrote after its end', answer: 'unknown-key', of: (cast) => {
    const facts = succeeded(cast, second)
    return { facts: [...facts, { ...cast.grant('EVE', thief, { device: 'B' }), sequence: 6 }], head: ['EVE', 1, thief, 'B'] }
  } },
  { name: 'an ended machine cannot end the one that came after it', answer: 'headquarters', of: (cast) => {
    const facts = succeeded(cast, second)
    return { facts: [...facts, { ...cast.revoke(SECOND, 0), sequence: 4 }], head: [SECOND, 3, second, 'S2'] }
  } },
  { name: 'nor when that one ended in its turn, later', answer: 'headquarters', of: (cast) => ({ facts: [...succeededTwice(cast), { ...cast.revoke(SECOND, 0), sequence: 4 }], head: [SECOND, 8, second, 'S2'] }) },
  { name: 'the second machine ends where the third one says', answer: 'revoked-key', of: (cast) => ({ facts: succeededTwice(cast), head: [SECOND, 9, second, 'S2'] }) },
  { name: 'renewed keys: the first up to its end', answer: 'headquarters', of: (cast) => ({ facts: renewedTwice(cast), head: [cast.headquarters, 5, cast.headquartersKey, 'S'] }) },
  { name: 'renewed keys: the first after its end', answer: 'revoked-key', of: (cast) => ({ facts: renewedTwice(cast), head: [cast.headquarters, 6, cast.headquartersKey, 'S'] }) },
  { name: 'renewed keys: the second between the two ends', answer: 'headquarters', of: (cast) => ({ facts: renewedTwice(cast), head: [cast.headquarters, 15, second, 'S'] }) },
  { name: 'renewed keys: the second after its end', answer: 'revoked-key', of: (cast) => ({ facts: renewedTwice(cast), head: [cast.headquarters, 21, second, 'S'] }) },
  { name: 'renewed keys: the third now', answer: 'headquarters', of: (cast) => ({ facts: renewedTwice(cast), head: [cast.headquarters, 30, third, 'S'] }) },
  { name: 'two statements of one version: the earlier stands', answer: 'headquarters', of: (cast) => {
    const withOne = (author: AuthorId, key: TestKey) => cast.root(cast.statement(2, { working: [...cast.statement(1).working, cast.working(author, key)] }))
    return { facts: [...granted(cast), withOne(SECOND, second), withOne(THIRD, third)], head: [SECOND, 1, second, 'S2'] }
  } },
  { name: 'two statements of one version: the later names nobody', answer: 'unknown-key', of: (cast) => {
    const withOne = (author: AuthorId, key: TestKey) => cast.root(cast.statement(2, { working: [...cast.statement(1).working, cast.working(author, key)] }))
    return { facts: [...granted(cast), withOne(SECOND, second), withOne(THIRD, third)], head: [THIRD, 1, third, 'S3'] }
  } },
  { name: 'a person of an office, listed in the federation, writes nothing there', answer: 'unknown-key', of: (cast) => ({
    facts: [...granted(cast), cast.grant('NOUR', second, { role: 'adviser', office: 'LIEGE', device: 'P1', entity: FEDERATION })], head: ['NOUR', 1, second, 'P1', FEDERATION] }) },
  { name: 'headquarters under a letter granted to somebody', answer: 'unknown-key', of: (cast) => ({ facts: granted(cast), head: [cast.headquarters, 5, cast.headquartersKey, 'A'] }) },
]

/** All orders would be many: each fact last, first, and the whole reversed. */
function orders(facts: readonly TrustFact[]): readonly (readonly TrustFact[])[] {
  return [facts, facts.toReversed(), ...facts.map((_, at) => [...facts.slice(at), ...facts.slice(0, at)])]
}

test.each(CASES.map((each) => [each.name, each.answer, each] as const))('%s: %s', (_name, answer, each) => {
  const { facts, head } = each.of(new TrustCast())
  for (const order of orders(facts)) expect(judged(viewOf(order), ...head)).toBe(answer)
})

test('the matrix has at least 24 cases', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(24)
  expect(new Set(CASES.map((each) => each.name)).size).toBe(CASES.length)
})

/** Whatever anyone may write, in any order: rotations good and forged, grants, revocations, roots short of signatures. */
function randomFacts(picks: readonly number[]): { readonly cast: TrustCast; readonly facts: TrustFact[]; readonly keys: readonly TestKey[] } {
  const cast = new TrustCast()
  const keys = [first, second, third, thief]
  const key = (pick: number): TestKey => keys[pick % keys.length] ?? first
  const both = [...cast.statement(1).working, cast.working(SECOND, second)]
  const facts = picks.map((pick): TrustFact => {
    const [what, who, rest] = [pick % 8, pick % 3 === 0 ? 'BOB' : 'ADA', Math.floor(pick / 8)]
    if (what < 3) return cast.grant(who, key(rest), { device: who === 'ADA' ? 'A' : 'B', fromSequence: 1 + (rest % 20), ...(rest % 5 === 0 ? { by: SECOND } : {}) })
    if (what === 3) return cast.revoke(who, rest % 25, rest % 4 === 0 ? SECOND : cast.headquarters)
    if (what < 6) return cast.rotate(who, key(rest), key(rest + 1 + (rest % 3)), 1 + (rest % 20))
    if (what === 6) return cast.revoke(rest % 2 === 0 ? cast.headquarters : SECOND, rest % 9, rest % 2 === 0 ? SECOND : cast.headquarters)
    const ended = rest % 3 === 0 ? [cast.working(cast.headquarters, cast.headquartersKey), cast.working(SECOND, second, '2026-05-01')] : both
    return cast.root(cast.statement(2 + (Math.floor(rest / 9) % 2), { working: ended }), cast.rootKeys.slice(0, 1 + (Math.floor(rest / 3) % 3)))
  })
  return { cast, facts: [cast.root(cast.statement(1)), ...facts], keys: [...keys, cast.headquartersKey] }
}

function everyJudgement(view: TrustView, keys: readonly TestKey[]): string[] {
  const heads = [['ADA', 'A'], ['BOB', 'B'], ['SIEGE', 'S'], ['SIEGE2', 'S2']] as const
  const answers = heads.flatMap(([author, device]) => keys.flatMap((key) => [1, 2, 5, 9, 10, 11, 14, 20, 21, 30].map((sequence) => judged(view, author, sequence, key, device))))
  const senders = heads.flatMap(([author]) => keys.map((key) => JSON.stringify(judgeSender(view, { author: author as AuthorId, key: key.signingKey }))))
  return [...answers, ...senders, JSON.stringify(readersIn(view, BOOKS).toSorted((a, b) => (a.author < b.author ? -1 : 1)))]
}

property('judgement never depends on the order in which facts of trust were applied', 150, fc.tuple(fc.array(fc.nat(4000), { minLength: 2, maxLength: 14 }), fc.array(fc.nat(99), { minLength: 16, maxLength: 16 })), ([picks, shuffle]) => {
  const { facts, keys } = randomFacts(picks)
  const other = facts.map((fact, at) => ({ fact, rank: shuffle[at] ?? 0 })).sort((a, b) => a.rank - b.rank).map(({ fact }) => fact)
  expect(everyJudgement(viewOf(other), keys)).toEqual(everyJudgement(viewOf(facts), keys))
})

test('each role signs its own kinds of facts, and reopens only what it may', () => {
  const closing = (author: string) => ({ closing: { author, sequence: 3 }, reason: 'essai' })
  const isHeadquarters = (author: string): boolean => author === 'SIEGE'
  const kinds = ['EntryPosted', 'PeriodClosed', 'EntityDescribed', 'ProposalAnswered', 'EntryProposed', 'NoteShared', 'AccessGranted', 'RootStated', 'KeyRotated', 'Inventé']
  const table = (['headquarters', 'accountant', 'porteur', 'associate', 'adviser'] as const).map((role) => [role, kinds.filter((kind) => may(role, kind, {}))])
  expect(table).toEqual([
    ['headquarters', kinds],
    ['accountant', ['EntryPosted', 'PeriodClosed', 'EntityDescribed', 'KeyRotated']],
    ['porteur', ['EntryPosted', 'PeriodClosed', 'EntityDescribed', 'ProposalAnswered', 'KeyRotated']],
    ['associate', ['EntryPosted', 'KeyRotated']],
    ['adviser', ['EntryProposed', 'NoteShared', 'KeyRotated']],
  ])
  expect(may('porteur', 'PeriodReopened', closing('ADA'), isHeadquarters)).toBe(true)
  expect(may('porteur', 'PeriodReopened', closing('SIEGE'), isHeadquarters)).toBe(false)
  expect(may('accountant', 'PeriodReopened', closing('SIEGE'), isHeadquarters)).toBe(true)
  expect(may('associate', 'PeriodReopened', closing('ADA'), isHeadquarters)).toBe(false)
})

test('a role counts at the place of the fact: one who became an associate keeps what he closed as porteur', () => {
  const cast = new TrustCast()
  const view = viewOf([...granted(cast), cast.grant('ADA', first, { role: 'associate', fromSequence: 20 })])
  const closes = (sequence: number) => mayAt(view, { entity: BOOKS, author: 'ADA' as AuthorId, sequence, kind: 'PeriodClosed', body: {} })
  expect([closes(19), closes(20)]).toEqual([true, false])
  const reopens = mayAt(view, { entity: BOOKS, author: 'ADA' as AuthorId, sequence: 5, kind: 'PeriodReopened', body: { closing: { author: cast.headquarters, sequence: 1 } } })
  expect(reopens).toBe(false)
})

test('a sender is believed under the keys it has, and those that it replaced itself', () => {
  const cast = new TrustCast()
  const view = viewOf([...rotated(cast), cast.grant('BOB', third, { device: 'B' }), cast.revoke('BOB', 4), cast.grant('EVA', thief, { device: 'C' }), cast.grant('EVA', third, { device: 'C', fromSequence: 9 })])
  const sender = (author: string, key: TestKey): string => {
    const answer = judgeSender(view, { author: author as AuthorId, key: key.signingKey })
    return answer.ok ? answer.role : answer.why
  }
  expect([sender('ADA', second), sender('ADA', first), sender('ADA', thief), sender('BOB', third), sender('SIEGE', cast.headquartersKey), sender('NUL', first), sender('EVA', third), sender('EVA', thief)])
    .toEqual(['porteur', 'porteur', 'unknown-key', 'revoked-key', 'headquarters', 'unknown-key', 'porteur', 'revoked-key'])
})
