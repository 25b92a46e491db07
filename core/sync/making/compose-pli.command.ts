import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import { headText, nextLogicalTime } from '../../chain/fact.ts'
import { heads } from '../../chain/chain.query.ts'
import type { Context, Identity, Outcome, Reader, Writer } from '../../context.ts'
import { assert } from '../../kernel/assert.ts'
import type { AuthorId } from '../../kernel/ids.ts'
import { spanOf } from '../../kernel/ids.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import { openFork } from '../forks/fork-place.query.ts'
import { base64UrlOfHex } from '../format/base64url.ts'
import { type FactLine, makeFactFrames, makeFrame, type MadeFrame } from '../format/pli-frames.ts'
import { PLI_LIMITS, signedText } from '../format/pli-header.ts'
import { tell } from '../history/notice.apply.ts'
import { entityTotals } from '../history/pli-history.query.ts'
import { type Plan, type PlannedSegment, planFor, planPli, type Since } from './plan-pli.query.ts'
import { withinRoom } from './pli-room.query.ts'
import { PLI_VERSION, type PliHeader, type PliReceipt, type PliSegment } from '../pli.ts'

export interface ComposedPli {
  /** The opened pli: what the machine seals with age for `recipients`. */
  readonly bytes: Uint8Array
  /** age recipients (`age1…`). */
  readonly recipients: readonly string[]
  readonly header: PliHeader
  /** `headquarters`, the uid of an entity, `office:` and a code, `enrolment:` and an author: the name of the line of plis. */
  readonly addressee: string
  readonly facts: number
  readonly documents: number
  /** What a person should be told: `reader_left_out`, for whose key nothing can be sealed; `reader_reads_less`, of an office, who may not read all of it;
   * `pli_continues`. */
  readonly notices: readonly Refusal[]
}

/** The answer to a request of enrolment travels as a pli to one workspace, which is not yet among those who read. */
export interface EnrolmentAddressee {
  /** SHA-256 of the text of the request, base64url. */
  readonly request: string
  readonly author: AuthorId
  readonly sealingKey: string
  readonly name: string
  /** Local ids of the entities granted; none for a workspace that only joins an office. */
  readonly entities: readonly number[]
}

/**
 * Makes the next pli of the line to an addressee, signed, ready to be sealed, and records it in `sent_pli`. Refusals: those of `planPli`, and
 * `identity_locked` while the keys are, `pli_too_large`, `pli_header_too_large` (more streams than one pli names).
 */
export function composePli(ctx: Context, to: string, since: Since): Outcome<ComposedPli> {
  return ctx.write((tx) => {
    const plan = planPli(tx, to, since)
    return plan.ok ? make(tx, plan.value) : plan
  })
}

/** What could not be sealed after all was never made: its number and its facts are free again. */
export function forgetPli(ctx: Context, { addressee, header }: Pick<ComposedPli, 'addressee' | 'header'>): void {
  ctx.write((tx) => {
    tx.write('DELETE FROM sent_pli WHERE addressee = ? AND number = ?').run(addressee, header.number)
    return ok(null)
  })
}

/** Headquarters' answer to a request: the federation and the entities granted, whole, for the one workspace that asked. */
export function composeEnrolment(ctx: Context, to: EnrolmentAddressee): Outcome<ComposedPli> {
  return ctx.write((tx) => {
    // Whoever asks may come back with an empty file and the keys of a lost machine: what it once said it held counts no more.
    tx.write('DELETE FROM peer_head WHERE peer = ?').run(to.author)
    const recipient = { author: to.author, sealingKey: to.sealingKey, name: to.name, role: 'porteur', office: null, device: null } as const
    const plan = planFor(tx, { to: `enrolment:${to.author}`, recipients: [recipient], entities: to.entities, since: 'acknowledged' })
    return plan.ok ? make(tx, plan.value, to.request) : plan
  })
}

function make(tx: Writer, whole: Plan, request?: string): Outcome<ComposedPli> {
  const plan = withinRoom(tx, whole)
  const identity = tx.ports.identity()
  assert(identity, 'a plan was made without keys')
  const { sign } = identity
  if (!sign) return err([{ code: 'identity_locked' }])
  const all = [...plan.segments, ...plan.witnesses]
  const segments = all.map((segment) => signedSegment(tx, segment, { ...identity, sign }))
  const facts = [...makeFactFrames(factsOf(tx, all), tx.ports)]
  const documents = documentFrames(tx, plan.documents)
  const frames = [...facts, ...documents]
  const raw = frames.reduce((sum, frame) => sum + frame.rawBytes, 0)
  const maximumBytes = plan.sender.role === 'headquarters' ? PLI_LIMITS.allRawBytes : PLI_LIMITS.memberRawBytes
  if (raw > maximumBytes) return err([{ code: 'pli_too_large', sizeBytes: raw, maximumBytes }])
  const header = headerOf(tx, plan, identity, segments, frames, request)
  const line = canonicalJson(header as unknown as Json)
  const signature = canonicalJson({ key: identity.signingKey, signature: sign(signedText(line)) })
  const bytes = joined([tx.ports.crypto.encode(`${line}\n${signature}\n`), ...frames.map((frame) => frame.member)])
  if (line.length > PLI_LIMITS.headerBytes / 2 && tx.ports.crypto.encode(line).length > PLI_LIMITS.headerBytes) return err([{ code: 'pli_header_too_large' }])
  record(tx, plan, header, line, bytes.length)
  const notices: Refusal[] = [...plan.leftOut.map((person) => ({ code: 'reader_left_out', person })), ...plan.readLess.map((person) => ({ code: 'reader_reads_less', person }))]
  if (plan.isCut) notices.push({ code: 'pli_continues', number: plan.number })
  for (const notice of notices) tell(tx, null, notice)
  return ok({
    bytes, recipients: [...new Set(plan.recipients.map((each) => each.sealingKey))], header, addressee: plan.to,
    facts: plan.segments.reduce((sum, { from, to }) => sum + to - from + 1, 0), documents: documents.length, notices,
  })
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Signs the head of this workspace's own stream, and keeps the signature: it is the same the next time. */
function signedSegment(tx: Writer, { stream, code, from, to, previousHash, headHash, signed, isWitness }: PlannedSegment, identity: Identity & { readonly sign: (text: string) => string }): PliSegment {
  const head = signed ?? { device: stream.device, key: identity.signingKey, signature: identity.sign(headText(stream, to, headHash)) }
  if (!signed) {
    tx.write('INSERT INTO head_signature (stream_id, sequence, device, key, signature) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET device = excluded.device, key = excluded.key, signature = excluded.signature')
      .run(stream.id, to, head.device, head.key, head.signature)
  }
  return {
    entity: stream.entity, code, author: stream.author, device: head.device, from, to, previousHash: base64UrlOfHex(previousHash), headHash: base64UrlOfHex(headHash),
    key: head.key, signature: head.signature, ...(isWitness ? { witness: true } : {}),
  }
}

function* factsOf(reader: Reader, segments: readonly PlannedSegment[]): Generator<FactLine> {
  const facts = reader.read<FactLine>('SELECT logical_time AS logicalTime, kind, version, body FROM fact WHERE id BETWEEN ? AND ? ORDER BY id')
  for (const { stream, from, to } of segments) yield* facts.iterate(spanOf(stream.id)[0] + from, spanOf(stream.id)[0] + to)
}

function documentFrames(reader: Reader, hashes: readonly string[]): MadeFrame[] {
  const bytesOf = reader.read<{ bytes: Uint8Array }>('SELECT bytes FROM document WHERE hash = ?')
  return hashes.flatMap((hash) => {
    const bytes = bytesOf.get(hash)?.bytes
    return bytes ? [makeFrame('document', bytes, reader.ports)] : []
  })
}

function headerOf(tx: Writer, plan: Plan, identity: Identity, segments: readonly PliSegment[], frames: readonly MadeFrame[], request?: string): PliHeader {
  const latest = tx.read<{ logicalTime: number | null }>('SELECT MAX(logical_time) AS logicalTime FROM sent_pli').get()?.logicalTime ?? 0
  return {
    format: 'archipel-pli', version: PLI_VERSION, purpose: request === undefined ? 'books' : 'enrolment',
    sender: { author: identity.author, key: identity.signingKey, name: nameOf(plan.sender.name, identity.author), role: plan.sender.role },
    recipients: plan.recipients.map(({ author, sealingKey, name }) => ({ author: author as AuthorId, sealingKey, name: nameOf(name, author) })),
    to: plan.to, number: plan.number, ...(plan.previous === undefined ? {} : { previous: base64UrlOfHex(plan.previous) }),
    logicalTime: nextLogicalTime(latest, tx.ports.now()),
    segments, receipts: receiptsFor(tx, plan.entities),
    frames: frames.map(({ kind, bytes, rawBytes, hash }) => ({ kind, bytes, rawBytes, hash })),
    ...(request === undefined ? {} : { request }),
  }
}

function nameOf(name: string, otherwise: string): string {
  return cleanText(name)?.slice(0, PLI_LIMITS.nameLength) || otherwise
}

/** What is held here of every stream of these entities, with the control totals of each entity. */
function receiptsFor(reader: Reader, entities: readonly number[]): PliReceipt[] {
  return entities.flatMap((entityId) => {
    const total = entityTotals(reader, entityId)
    return heads(reader, entityId).map(({ stream, sequence, hash }) => {
      const fork = openFork(reader, stream.id)
      // While the place is not known, the witness asks for it.
      const forkedAt = fork?.isExact ? fork.at : undefined
      return { entity: stream.entity, author: stream.author, sequence, hash: base64UrlOfHex(hash), ...total, ...(forkedAt === undefined ? {} : { forkedAt }) }
    })
  })
}

function record(tx: Writer, plan: Plan, header: PliHeader, line: string, sizeBytes: number): void {
  const segments = plan.segments.map(({ stream, code, from, to }) => ({ stream: `${code}/${stream.device}`, entity: stream.entity, author: stream.author, from, to }))
  tx.write(
    `INSERT INTO sent_pli (addressee, number, header_hash, made_at, size_bytes, facts, logical_time, recipients, segments) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    plan.to, plan.number, tx.ports.sha256(line), tx.ports.now(), sizeBytes, segments.reduce((sum, { from, to }) => sum + to - from + 1, 0), header.logicalTime,
    JSON.stringify(header.recipients.map(({ author, name }) => ({ author, name }))), JSON.stringify(segments),
  )
  tx.changed('sync')
}
