import { GENESIS, type Stream } from '../../chain/fact.ts'
import { streams } from '../../chain/chain.query.ts'
import type { Outcome, Reader } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { forkPlace, isForkShown, openFork } from '../forks/fork-place.query.ts'
import { isSealingKey } from '../format/sealing-key.ts'
import { takingRank } from '../taking/pli-order.ts'
import type { Role } from '../sync-facts.ts'
import { judgeHead, judgeSender, workingKeys } from '../trust/trust.ts'
import { federationOf, readersOf, trustView } from '../trust/trust.query.ts'

/** `acknowledged`: everything the addressee is not known to hold, by its receipts. `sent`: only what was written since the last pli made for it. */
export type Since = 'acknowledged' | 'sent'

export interface PlannedRecipient {
  readonly author: string
  readonly sealingKey: string
  readonly name: string
  readonly role: Role
  readonly office: string | null
  readonly device: string | null
}

/** A run of facts of one stream that leaves. */
export interface PlannedSegment {
  readonly stream: Stream
  readonly code: string
  readonly from: number
  readonly to: number
  readonly previousHash: string
  readonly headHash: string
  /** The signature of its head; undefined for this workspace's own, which is signed when the pli is made. */
  readonly signed: { readonly device: string; readonly key: string; readonly signature: string } | undefined
  readonly isWitness?: true
}

export interface Plan {
  /** Name of the line of plis. */
  readonly to: string
  readonly recipients: readonly PlannedRecipient[]
  /** Names of those who would read it if anything could be sealed for their key. */
  readonly leftOut: readonly string[]
  /** Names of those of the office who may not read all of it. */
  readonly readLess: readonly string[]
  /** The federation first, then those whose books the addressee reads. */
  readonly entities: readonly number[]
  readonly segments: readonly PlannedSegment[]
  /** What shows a reader who holds another history of a stream where it parted from the one here. */
  readonly witnesses: readonly PlannedSegment[]
  readonly number: number
  /** Hash of the header of the pli before, hexadecimal. */
  readonly previous: string | undefined
  readonly sender: { readonly role: Role; readonly name: string }
}

/**
 * What a pli to an addressee would hold. Refusals: those of `readersOf`, `identity_missing` (this workspace has no keys yet),
 * `sender_unknown` (its keys are not among those that headquarters granted: a rotation or a revocation), `addressee_without_reader` also
 * where nothing can be sealed for any of their keys.
 */
export function planPli(reader: Reader, to: string, since: Since): Outcome<Plan> {
  const readers = readersOf(reader, to)
  if (!readers.ok) return readers
  const { addressee, recipients, entities, readLess } = readers.value
  return planFor(reader, { to: addressee, recipients, entities, since, readLess })
}

/** The same for those who read it already named. */
export function planFor(
  reader: Reader, what: { readonly to: string; readonly recipients: readonly PlannedRecipient[]; readonly entities: readonly number[]; readonly since: Since; readonly readLess?: readonly string[] },
): Outcome<Plan> {
  const identity = reader.ports.identity()
  if (!identity) return err([{ code: 'identity_missing' }])
  const federation = federationOf(reader)
  if (!federation) return err([{ code: 'not_enrolled', to: what.to }])
  const sender = judgeSender(trustView(reader), { author: identity.author, key: identity.signingKey })
  if (!sender.ok) return err([{ code: 'sender_unknown' }])
  const entities = [federation.id, ...what.entities.filter((id) => id !== federation.id)]
  const last = reader.read<{ number: number; headerHash: string }>('SELECT number, header_hash AS headerHash FROM sent_pli WHERE addressee = ? ORDER BY number DESC LIMIT 1').get(what.to)
  // Books that were here before malformed keys were refused may hold one: it must not keep the pli from the others.
  const recipients = what.recipients.filter((each) => isSealingKey(each.sealingKey))
  if (recipients.length === 0) return err([{ code: 'addressee_without_reader', to: what.to }])
  const leftOut = what.recipients.filter((each) => !recipients.includes(each)).map((each) => each.name)
  const planned = entities.flatMap((entityId) => segmentsOf(reader, entityId, { ...what, recipients }))
  return ok({
    to: what.to, recipients, leftOut, readLess: what.readLess ?? [], entities, number: (last?.number ?? 0) + 1, previous: last?.headerHash, sender,
    segments: inTakingOrder(reader, federation.uid, planned.filter((each) => !each.isWitness)), witnesses: planned.filter((each) => each.isWitness),
  })
}

function inTakingOrder(reader: Reader, federation: string, segments: readonly PlannedSegment[]): PlannedSegment[] {
  const headquarters = new Set(workingKeys(trustView(reader)).map((key) => key.author))
  const rank = ({ stream }: PlannedSegment): number => takingRank(stream.entity, headquarters.has(stream.author), federation)
  return segments.toSorted((a, b) => rank(a) - rank(b))
}

type Addressed = Parameters<typeof planFor>[1]

function segmentsOf(reader: Reader, entityId: number, what: Addressed): PlannedSegment[] {
  const code = reader.read<{ code: string }>('SELECT code FROM entity WHERE id = ?').get(entityId)?.code ?? ''
  return streams(reader, entityId).flatMap((stream) => {
    const end = endOf(reader, stream)
    if (end === undefined) return []
    const held = heldByAll(reader, stream, end.to, what)
    const parted = partedFor(reader, stream, what)
    const planned = (from: number, { to, signed }: End): PlannedSegment => ({ stream, code, from, to, previousHash: hashAt(reader, stream, from - 1), headHash: hashAt(reader, stream, to), signed })
    // A stream comes once in a pli: from where it parted, so that it shows that too.
    if (held !== undefined && held < end.to) return [planned(Math.min(held + 1, parted ?? held + 1), end)]
    const head = parted === undefined ? undefined : headAfter(reader, stream, parted, end)
    return parted !== undefined && head && isShort(reader, stream, parted, head.to) ? [{ ...planned(parted, head), isWitness: true }] : []
  })
}

/** Where a stream parted, when one of the recipients holds another history, or writes this stream himself, and does not say so himself yet. */
function partedFor(reader: Reader, stream: Stream, { recipients }: Addressed): number | undefined {
  const at = openFork(reader, stream.id)?.at
  if (at === undefined) return undefined
  const isUntold = ({ author }: PlannedRecipient): boolean => {
    const standing = standingOf(reader, stream, author)
    return (author === stream.author || standing?.isApart === true) && !(standing && standing.toldAt !== null && standing.toldAt <= at)
  }
  return recipients.some(isUntold) ? at : undefined
}

/** Characters of facts that a witness brings at most; more would be the books once again. */
const MOST_WITNESSED = 8_000_000

function isShort(reader: Reader, stream: Stream, from: number, to: number): boolean {
  const start = spanOf(stream.id)[0]
  return (reader.read<{ size: number }>('SELECT ifnull(SUM(length(body)), 0) AS size FROM fact WHERE id BETWEEN ? AND ?').get(start + from, start + to)?.size ?? 0) <= MOST_WITNESSED
}

/** The last fact of a run at which a stream may be cut: any of this workspace's own, one at a signed head of another's. Undefined when there is none. */
export function lastHead(reader: Reader, stream: Stream, from: number, to: number): End | undefined {
  const view = trustView(reader)
  const heads = reader
    .read<{ to: number; device: string; key: string; signature: string }>('SELECT sequence AS "to", device, key, signature FROM head_signature WHERE stream_id = ? AND sequence BETWEEN ? AND ? ORDER BY sequence DESC LIMIT ?')
    .all(stream.id, from, to, MOST_HEADS)
  const head = heads.find((each) => judgeHead(view, { entity: stream.entity, author: stream.author, device: each.device, sequence: each.to, key: each.key }).ok)
  if (stream.author === reader.ports.author && head?.to !== to) return to < from ? undefined : { to, signed: undefined }
  return head && { to: head.to, signed: { device: head.device, key: head.key, signature: head.signature } }
}

/** The first signed head at a fact or after it: what is shown of a stream needs no more than that. */
function headAfter(reader: Reader, stream: Stream, sequence: number, end: End): End | undefined {
  const view = trustView(reader)
  const heads = reader
    .read<{ to: number; device: string; key: string; signature: string }>('SELECT sequence AS "to", device, key, signature FROM head_signature WHERE stream_id = ? AND sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?')
    .all(stream.id, sequence, end.to, MOST_HEADS)
  const head = heads.find(({ to, device, key }) => judgeHead(view, { entity: stream.entity, author: stream.author, device, sequence: to, key }).ok)
  return head ? { to: head.to, signed: { device: head.device, key: head.key, signature: head.signature } } : end.to >= sequence ? end : undefined
}

/** What a recipient says that it holds of a stream, against what is here. Undefined when it never said anything of it. */
function standingOf(reader: Reader, stream: Stream, peer: string): { readonly sequence: number; readonly agreed: number; readonly differs: boolean; readonly isApart: boolean; readonly toldAt: number | null } | undefined {
  const known = reader
    .read<{ sequence: number; hash: string; agreed: number; forkedAt: number | null; toldAt: number | null }>('SELECT sequence, hash, agreed, forked_at AS forkedAt, told_at AS toldAt FROM peer_head WHERE peer = ? AND stream_id = ?')
    .get(peer, stream.id)
  if (!known) return undefined
  const here = known.sequence > 0 ? hashAt(reader, stream, known.sequence) : ''
  const differs = here !== '' && here !== known.hash
  return { sequence: known.sequence, agreed: known.agreed, differs, toldAt: known.toldAt, isApart: known.forkedAt !== null || (differs && isForkShown(reader, stream.id)) }
}

interface End { readonly to: number; readonly signed: PlannedSegment['signed'] }

/** Heads looked at for one that still holds: a revocation speaks of the latest ones. */
const MOST_HEADS = 200

/**
 * Up to where a stream may leave: its end for this workspace's own; for others the last head that its author signed and whose key still
 * counts there. What came here before its author was revoked would make the whole pli refused elsewhere.
 */
function endOf(reader: Reader, stream: Stream): End | undefined {
  const last = reader.read<{ sequence: number }>('SELECT sequence FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1').get(...spanOf(stream.id))
  if (!last) return undefined
  const signed = reader
    .read<{ to: number; device: string; key: string; signature: string }>(
      'SELECT sequence AS "to", device, key, signature FROM head_signature WHERE stream_id = ? AND sequence <= ? ORDER BY sequence DESC LIMIT ?',
    )
    .all(stream.id, last.sequence, MOST_HEADS)
  const view = trustView(reader)
  const head = signed.find(({ to, device, key }) => judgeHead(view, { entity: stream.entity, author: stream.author, device, sequence: to, key }).ok)
  // Signed once under a key that was replaced since, it is signed again.
  if (stream.author === reader.ports.author && head?.to !== last.sequence) return { to: last.sequence, signed: undefined }
  return head && { to: head.to, signed: { device: head.device, key: head.key, signature: head.signature } }
}

export function hashAt(reader: Reader, stream: Stream, sequence: number): string {
  if (sequence === 0) return GENESIS
  return reader.read<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM fact WHERE id = ?').get(spanOf(stream.id)[0] + sequence)?.hash ?? ''
}

/**
 * The last fact that every recipient holds, or was sent. One who is shown to hold another history is not waited for: he is told of the fork, and must
 * not keep it from the others. Undefined where nobody else is left: sent again it would only be refused again, with all that travels beside it.
 */
function heldByAll(reader: Reader, stream: Stream, end: number, { to, recipients, since }: Addressed): number | undefined {
  let held = Number.POSITIVE_INFINITY
  // Who writes the stream and does not know where it parted shows all of it once more: the answer will say.
  const isOwn = stream.author === reader.ports.author
  const isAsked = isOwn && forkPlace(reader, stream.id)?.isExact === false
  for (const recipient of heardOf(reader, to, recipients)) {
    const known = standingOf(reader, stream, recipient.author)
    if (known?.isApart && !isAsked) continue
    const sent = since === 'sent' ? sentUpTo(reader, to, recipient.author, stream) : 0
    // What it names is not what is here, or more than this workspace itself wrote: from the last fact that both had.
    const isOther = known !== undefined && (known.isApart || known.differs || (isOwn && known.sequence > end))
    held = Math.min(held, isOther ? known.agreed : Math.max(known?.sequence ?? 0, sent))
  }
  return held === Number.POSITIVE_INFINITY ? undefined : held
}

/**
 * Headquarters' machines carry to one another: one that never said what it holds does not make everybody send all of their books again, as
 * long as another one answers. What it lacks is named there, and awaited.
 */
function heardOf(reader: Reader, to: string, recipients: Addressed['recipients']): Addressed['recipients'] {
  if (to !== 'headquarters' || recipients.length < 2) return recipients
  const heard = recipients.filter((each) => reader.read('SELECT 1 FROM peer_head WHERE peer = ? LIMIT 1').get(each.author) !== undefined)
  return heard.length > 0 ? heard : recipients
}

function sentUpTo(reader: Reader, to: string, author: string, stream: Stream): number {
  const row = reader
    .read<{ sequence: number | null }>(
      `SELECT MAX(json_extract(segment.value, '$.to')) AS sequence FROM sent_pli, json_each(segments) AS segment
       WHERE addressee = ? AND json_extract(segment.value, '$.author') = ? AND json_extract(segment.value, '$.entity') = ?
       AND EXISTS (SELECT 1 FROM json_each(recipients) WHERE json_extract(value, '$.author') = ?)`,
    )
    .get(to, stream.author, stream.entity, author)
  return row?.sequence ?? 0
}
