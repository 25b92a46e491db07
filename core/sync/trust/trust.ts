import { HEADQUARTERS_LETTER } from '../../chain/fact.ts'
import type { Crypto } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { ASSOCIATE_KINDS, KEEPER_KINDS } from '../../ledger/role-kinds.ts'
import { rootChain, rotationText, type StatedRoot } from './root.ts'
import type { AccessGranted, AccessRevoked, KeyRotated, PublicKeys, Role, RootStated, RootStatement } from '../sync-facts.ts'

/** A fact of trust and its place: what it comes to depends on the places and never on the order of arrival. */
export interface Placed<Body> {
  readonly body: Body
  readonly author: AuthorId
  readonly sequence: number
  readonly logicalTime: number
}

/** Everything said about who signs in the books of one entity. */
export interface EntityTrust {
  readonly grants: readonly Placed<AccessGranted>[]
  readonly revocations: readonly Placed<AccessRevoked>[]
  readonly rotations: readonly Placed<KeyRotated>[]
}

export const NO_TRUST: EntityTrust = { grants: [], revocations: [], rotations: [] }

/** What this workspace believes. Never changed: facts added give another view. */
export interface TrustView {
  readonly verify: Crypto['verify']
  /** This workspace itself: its key signs for it whatever the books say. */
  readonly own: { readonly author: AuthorId; readonly key: string } | undefined
  /** The federation whose root was pinned when this workspace joined it. */
  readonly federation: EntityId | undefined
  readonly roots: readonly StatedRoot[]
  readonly trustOf: (entity: EntityId) => EntityTrust
  /** The entities in whose books somebody is granted something. */
  readonly entitiesOf: (author: AuthorId) => readonly EntityId[]
}

export interface Head {
  readonly entity: EntityId
  readonly author: AuthorId
  readonly device: string
  readonly sequence: number
  readonly key: string
}

export type HeadJudgement = { readonly ok: true; readonly role: Role; readonly name: string } | { readonly ok: false; readonly why: 'unknown-key' | 'revoked-key' }

const UNKNOWN: HeadJudgement = { ok: false, why: 'unknown-key' }
const REVOKED: HeadJudgement = { ok: false, why: 'revoked-key' }
const OWN: HeadJudgement = { ok: true, role: 'porteur', name: '' }

/**
 * May this key sign the stream up to this fact? The signature itself is checked by the caller. `unknown-key`: nobody granted it here (yet),
 * or under another letter; `revoked-key`: it was this author's and is no longer at this place.
 */
export function judgeHead(view: TrustView, head: Head): HeadJudgement {
  const isOwn = view.own?.author === head.author && view.own.key === head.key
  const headquarters = workingKeys(view).filter((key) => key.author === head.author)
  if (headquarters.length > 0) return judgeHeadquarters(view, head, headquarters)
  // Only headquarters writes in the stream of the federation; people of offices are listed there and sign elsewhere.
  const spans = head.entity === view.federation ? [] : spansOf(view, head.entity, head.author)
  const span = spanAt(spans, head.sequence)
  if (isOwn) return { ok: true, role: span?.grant.body.role ?? 'porteur', name: span?.grant.body.person.name ?? '' }
  if (spans.length === 0) return UNKNOWN
  const signs = span && (span.key === head.key || isRotationSigned(spans, span, head))
  if (!signs) return spans.some((each) => each.key === head.key) ? REVOKED : UNKNOWN
  if (head.sequence > span.until) return REVOKED
  return span.grant.body.device === head.device ? { ok: true, role: span.grant.body.role, name: span.grant.body.person.name } : UNKNOWN
}

/** The fact that changes keys may be the last one signed by the old key or the first one signed by the new: the old key vouched for it. */
function isRotationSigned(spans: readonly KeySpan[], span: KeySpan, head: Head): boolean {
  const next = spans[spans.indexOf(span) + 1]
  return next !== undefined && next.isRotation && next.from === head.sequence + 1 && next.key === head.key
}

function judgeHeadquarters(view: TrustView, head: Head, keys: readonly WorkingKey[]): HeadJudgement {
  const key = keys.find((each) => each.signingKey === head.key)
  if (!key) return UNKNOWN
  const end = endOfKey(view, head.entity, key)
  if (end === undefined) return UNKNOWN
  if (head.sequence > end) return REVOKED
  // Letters in S are headquarters' own: whoever stole one of its keys may not give away that of another machine.
  const isTaken = !head.device.startsWith(HEADQUARTERS_LETTER) && view.trustOf(head.entity).grants.some((grant) => grant.body.device === head.device && grant.body.author !== head.author)
  return isTaken ? UNKNOWN : { ok: true, role: 'headquarters', name: key.name }
}

/**
 * May this key sign plis for this author? A key that a rotation replaced still may: such a pli was made before and comes late. One that
 * headquarters replaced or revoked may not; the facts inside stand or fall by their own heads.
 */
export function judgeSender(view: TrustView, sender: { readonly author: AuthorId; readonly key: string }): HeadJudgement {
  const working = workingKeys(view).filter((key) => key.author === sender.author)
  const named = working.find((key) => key.signingKey === sender.key)
  if (working.length > 0) return named === undefined ? UNKNOWN : named.endedOn === undefined ? { ok: true, role: 'headquarters', name: named.name } : REVOKED
  let answer = view.own?.author === sender.author && view.own.key === sender.key ? OWN : UNKNOWN
  for (const entity of view.entitiesOf(sender.author)) {
    const all = spansOf(view, entity, sender.author)
    const last = all.at(-1)
    const since = all.findLastIndex((span) => !span.isRotation)
    const isPresent = last?.revocation === undefined && all.some((span, at) => at >= since && span.key === sender.key)
    if (last && isPresent) return { ok: true, role: last.grant.body.role, name: last.grant.body.person.name }
    if (!answer.ok && all.some((span) => span.key === sender.key)) answer = REVOKED
  }
  return answer
}

/** What an author may write at a place of its stream: its role there, and nobody but headquarters or an accountant reopens what headquarters closed. */
export function mayAt(view: TrustView, fact: { readonly entity: EntityId; readonly author: AuthorId; readonly sequence: number; readonly kind: string; readonly body: unknown }): boolean {
  const role = roleAt(view, fact.entity, fact.author, fact.sequence)
  return role !== undefined && may(role, fact.kind, fact.body, (author) => workingKeys(view).some((key) => key.author === author))
}

/**
 * Does a fact of headquarters decide about one of its machines, which only the root does? The end of a machine is written by another one, once the root
 * ended it; nobody grants it anything. Whoever stole one key of headquarters silences no other.
 */
export function isAgainstRoot(view: TrustView, by: AuthorId, fact: { readonly kind: string; readonly body: unknown }): boolean {
  if (fact.kind !== 'AccessGranted' && fact.kind !== 'AccessRevoked') return false
  const about = (fact.body as { readonly author: AuthorId }).author
  const keys = workingKeys(view).filter((key) => key.author === about)
  if (keys.length === 0) return false
  return fact.kind === 'AccessGranted' || (about !== by && keys.some((key) => key.endedOn === undefined))
}

/** The role of an author at a place of its stream; undefined when nobody granted it one. This workspace itself is a porteur until it joins. */
function roleAt(view: TrustView, entity: EntityId, author: AuthorId, sequence: number): Role | undefined {
  if (workingKeys(view).some((key) => key.author === author)) return 'headquarters'
  const span = entity === view.federation ? undefined : spanAt(spansOf(view, entity, author), sequence)
  return span?.grant.body.role ?? (view.own?.author === author ? 'porteur' : undefined)
}

const KINDS: Readonly<Record<Exclude<Role, 'headquarters'>, ReadonlySet<string>>> = {
  accountant: new Set([...ASSOCIATE_KINDS, ...KEEPER_KINDS, 'KeyRotated']),
  porteur: new Set([...ASSOCIATE_KINDS, ...KEEPER_KINDS, 'ProposalAnswered', 'KeyRotated']),
  associate: new Set([...ASSOCIATE_KINDS, 'KeyRotated']),
  adviser: new Set(['NoteShared', 'AppointmentSet', 'EntryProposed', 'ProposalWithdrawn', 'KeyRotated']),
}

/** Which facts a role may sign. `isHeadquarters` tells whose closings only headquarters and accountants reopen. */
export function may(role: Role, kind: string, body: unknown, isHeadquarters: (author: string) => boolean = () => false): boolean {
  if (role === 'headquarters') return true
  if (!KINDS[role].has(kind)) return false
  if (kind !== 'PeriodReopened' || role === 'accountant') return true
  const closing = (body as { readonly closing?: { readonly author?: unknown } }).closing
  return !isHeadquarters(String(closing?.author))
}

/**
 * The view with facts of one stream added. It refuses nothing: what does not hold (a root statement short of signatures, a grant by someone
 * who is not headquarters) weighs nothing. A root statement is proven by its own signatures: those of a stream of the federation are added
 * before its head is judged, since the first one names who signs it.
 */
export function withTrustFacts(
  view: TrustView, entity: EntityId, author: AuthorId,
  facts: readonly { readonly sequence: number; readonly kind: string; readonly logicalTime: number; readonly body: unknown }[],
): TrustView {
  const placed = <Body>(kind: string): Placed<Body>[] =>
    facts.filter((fact) => fact.kind === kind).map((fact) => ({ body: fact.body as Body, author, sequence: fact.sequence, logicalTime: fact.logicalTime }))
  const roots = placed<RootStated>('RootStated').map(({ body, ...place }): StatedRoot => ({ stated: body, ...place }))
  const before = view.trustOf(entity)
  const after: EntityTrust = {
    grants: [...before.grants, ...placed<AccessGranted>('AccessGranted')],
    revocations: [...before.revocations, ...placed<AccessRevoked>('AccessRevoked')],
    rotations: [...before.rotations, ...placed<KeyRotated>('KeyRotated')],
  }
  const isSame = after.grants.length + after.revocations.length + after.rotations.length === before.grants.length + before.revocations.length + before.rotations.length
  if (roots.length === 0 && isSame) return view
  return {
    ...view,
    roots: entity === view.federation && roots.length > 0 ? [...view.roots, ...roots] : view.roots,
    trustOf: isSame ? view.trustOf : (uid) => (uid === entity ? after : view.trustOf(uid)),
    entitiesOf: (one) => {
      const known = view.entitiesOf(one)
      return !known.includes(entity) && after.grants.some((grant) => grant.body.author === one) ? [...known, entity] : known
    },
  }
}

type WorkingKey = RootStatement['working'][number] & {
  /** Logical time of the first statement that names it. */
  readonly namedAt: number
  /** Logical time of the first statement that ends it. */
  readonly endedAt: number
}

interface Root { readonly statements: readonly RootStatement[]; readonly working: readonly WorkingKey[] }

/** The statements that hold, oldest first, and whom the latest names, ended ones too. */
function rootOf(view: TrustView): Root {
  let root = roots.get(view.roots)
  if (!root) roots.set(view.roots, (root = makeRoot(view)))
  return root
}

/** Checking a root costs several signatures, and every head is judged by it: kept as long as the statements are the same. */
const roots = new WeakMap<readonly StatedRoot[], Root>()

function makeRoot(view: TrustView): Root {
  const chain = view.federation === undefined ? [] : rootChain(view.federation, view.roots, view.verify)
  const latest = chain.at(-1)?.stated.statement
  const firstWith = (key: RootStatement['working'][number], isSo: (key: RootStatement['working'][number]) => boolean): number =>
    chain.find(({ stated }) => stated.statement.working.some((each) => each.author === key.author && each.signingKey === key.signingKey && isSo(each)))?.logicalTime ??
    Number.POSITIVE_INFINITY
  return { statements: chain.map(({ stated }) => stated.statement), working: (latest?.working ?? []).map((key) => ({
      ...key, namedAt: firstWith(key, () => true), endedAt: firstWith(key, (each) => each.endedOn !== undefined),
    })) }
}

/** The statements that hold, oldest first. */
export function rootsOf(view: TrustView): readonly RootStatement[] {
  return rootOf(view).statements
}

/** Whom the latest root names, ended ones too. */
export function workingKeys(view: TrustView): readonly WorkingKey[] {
  return rootOf(view).working
}

/**
 * The last fact that counts of a working key that ended, in one entity. Its own author says so before taking other keys, or one by a key that
 * went on after it: whoever stole an ended key shortens nobody's stream but its own, and keys that ended one another are asked in the order of
 * their ends. Undefined where nobody said a place (yet): it counts for nothing there, since books that headquarters did not know when the key
 * ended are those of a thief, or are asked for again.
 */
function endOfKey(view: TrustView, entity: EntityId, key: WorkingKey): number | undefined {
  if (key.endedOn === undefined) return Number.POSITIVE_INFINITY
  const said = view.trustOf(entity).revocations.filter((each) => each.body.author === key.author && each.logicalTime > key.namedAt)
  const wentOn = (author: AuthorId, sequence: number): boolean =>
    workingKeys(view).some((other) => other.author === author && other.endedAt > key.endedAt && sequence <= (endOfKey(view, entity, other) ?? 0))
  const counting = said.filter((each) => each.author === key.author || wentOn(each.author, each.sequence))
  return counting.length === 0 ? undefined : Math.min(...counting.map((each) => each.body.lastSequence))
}

/** Does a fact of trust by this author count at this place of its stream? */
function isHeadquartersAt(view: TrustView, entity: EntityId, author: AuthorId, sequence: number): boolean {
  return workingKeys(view).some((key) => key.author === author && sequence <= (endOfKey(view, entity, key) ?? 0))
}

/** A key and where it signs: from a sequence on, up to the next span, and never after `until`. */
export interface KeySpan extends PublicKeysAt {
  readonly grant: Placed<AccessGranted>
  readonly isRotation: boolean
  /** Infinity unless revoked. */
  readonly until: number
  readonly revocation: Placed<AccessRevoked> | undefined
}
interface PublicKeysAt {
  readonly key: string
  readonly sealingKey: string
  readonly from: number
  /** Logical time of the fact that says so. */
  readonly saidAt: number
}

/** The keys of an author in an entity, in the order of its stream. */
export function spansOf(view: TrustView, entity: EntityId, author: AuthorId): readonly KeySpan[] {
  const trust = view.trustOf(entity)
  let kept = spans.get(view.roots)?.get(trust)
  if (!kept) {
    let byTrust = spans.get(view.roots)
    if (!byTrust) spans.set(view.roots, (byTrust = new WeakMap()))
    byTrust.set(trust, (kept = new Map()))
  }
  let found = kept.get(author)
  if (!found) kept.set(author, (found = makeSpans(view, entity, author)))
  return found
}

const spans = new WeakMap<readonly StatedRoot[], WeakMap<EntityTrust, Map<AuthorId, readonly KeySpan[]>>>()

function spanAt(all: readonly KeySpan[], sequence: number): KeySpan | undefined {
  return all.findLast((span) => span.from <= sequence)
}

function makeSpans(view: TrustView, entity: EntityId, author: AuthorId): readonly KeySpan[] {
  const trust = view.trustOf(entity)
  const counts = (fact: Placed<{ readonly author: AuthorId }>): boolean => fact.body.author === author && isHeadquartersAt(view, entity, fact.author, fact.sequence)
  const grants = trust.grants.filter(counts).sort((a, b) => fromOf(a) - fromOf(b) || inOrder(a, b))
  const revocations = trust.revocations.filter(counts)
  const rotations = trust.rotations.filter((each) => each.author === author).sort((a, b) => a.sequence - b.sequence)
  const all: KeySpan[] = []
  const positions = [...new Set([...grants.map(fromOf), ...rotations.map((each) => each.sequence + 1)])].sort((a, b) => a - b)
  for (const from of positions) {
    // What headquarters grants at a place stands over what the author itself changed there.
    const grant = grants.findLast((each) => fromOf(each) === from)
    const span = grant ? spanOfGrant(grant, from, revocations) : rotatedSpan(view, entity, all.at(-1), rotations.find((each) => each.sequence + 1 === from))
    if (span) all.push(span)
  }
  return all
}

function spanOfGrant(grant: Placed<AccessGranted>, from: number, revocations: readonly Placed<AccessRevoked>[]): KeySpan {
  // Granted again after a revocation: that revocation speaks of what was before.
  const ending = revocations.filter((each) => inOrder(each, grant) > 0).sort((a, b) => a.body.lastSequence - b.body.lastSequence || inOrder(a, b))[0]
  return {
    grant, from, key: grant.body.signingKey, sealingKey: grant.body.sealingKey, isRotation: false, saidAt: grant.logicalTime,
    until: ending?.body.lastSequence ?? Number.POSITIVE_INFINITY, revocation: ending,
  }
}

function rotatedSpan(view: TrustView, entity: EntityId, before: KeySpan | undefined, rotation: Placed<KeyRotated> | undefined): KeySpan | undefined {
  if (!before || !rotation || rotation.sequence > before.until) return undefined
  const { body, author, sequence } = rotation
  const text = rotationText({ entity, author, sequence, signingKey: body.signingKey, sealingKey: body.sealingKey })
  if (!view.verify(before.key, text, body.proof)) return undefined
  return { ...before, key: body.signingKey, sealingKey: body.sealingKey, from: sequence + 1, isRotation: true, saidAt: rotation.logicalTime }
}

const fromOf = (grant: Placed<AccessGranted>): number => grant.body.fromSequence ?? 1

/** Canonical order: logical time, author, sequence. */
function inOrder(a: Placed<unknown>, b: Placed<unknown>): number {
  return a.logicalTime - b.logicalTime || (a.author < b.author ? -1 : a.author > b.author ? 1 : a.sequence - b.sequence)
}

/** The keys to seal for and to expect next of everyone who may read an entity today: the last span of each author that is not ended. */
export function readersIn(view: TrustView, entity: EntityId): readonly (PublicKeys & { readonly author: AuthorId; readonly grant: AccessGranted; readonly saidAt: number })[] {
  const authors = [...new Set(view.trustOf(entity).grants.map((grant) => grant.body.author))]
  return authors.flatMap((author) => {
    const last = spansOf(view, entity, author).at(-1)
    return last && last.revocation === undefined ? [{ author, signingKey: last.key, sealingKey: last.sealingKey, grant: last.grant.body, saidAt: last.saidAt }] : []
  })
}
