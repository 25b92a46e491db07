import type { AuthorId, EntityId, FactId } from '../kernel/ids.ts'
import { quoteJson } from './canonical-json.ts'

/** What a stream says before its first fact. */
export const GENESIS = '0'.repeat(64)

/** Letter of headquarters' stream in the books of an Activité. */
export const HEADQUARTERS_LETTER = 'S'

/** The identity of a stream: whose books, written by whom. `device` is its letter in entry numbers. */
export interface Stream {
  readonly id: number
  readonly entityId: number
  readonly entity: EntityId
  readonly author: AuthorId
  readonly device: string
}

/** A fact as stored, hash in hexadecimal, body as canonical JSON. */
export interface StoredFact {
  readonly id: FactId
  readonly logicalTime: number
  readonly kind: string
  readonly version: number
  readonly body: string
  readonly hash: string
}

/** A fact on its way to the rows it implies. */
export interface AppliedFact<Body = unknown> {
  readonly id: FactId
  readonly stream: Stream
  readonly logicalTime: number
  readonly kind: string
  readonly version: number
  readonly body: Body
}

/**
 * The canonical text of a fact (RFC 8785: members in the order of their names), around a body that is
 * already canonical. `hash = SHA-256(previous hash in hexadecimal, this text)`.
 */
export function canonicalFact(stream: Stream, sequence: number, logicalTime: number, kind: string, version: number, body: string): string {
  let names = quoted.get(stream)
  if (!names) quoted.set(stream, (names = { author: quoteJson(stream.author), entity: quoteJson(stream.entity) }))
  return `{"author":${names.author},"body":${body},"entity":${names.entity},"kind":"${kind}","logicalTime":${logicalTime},"sequence":${sequence},"version":${version}}`
}

/** The names of a stream are the same in each of its facts: quoted once. */
const quoted = new WeakMap<Stream, { readonly author: string; readonly entity: string }>()

/**
 * What the author of a stream signs to vouch for it up to a fact (RFC 8785 after a line that says what it is). The hash (64 hexadecimal
 * digits) stands for all the facts before, so that anyone can relay them.
 */
export function headText(stream: Pick<Stream, 'author' | 'device' | 'entity'>, sequence: number, hash: string): string {
  const { author, device, entity } = stream
  return `archipel-head-1\n{"author":${quoteJson(author)},"device":${quoteJson(device)},"entity":${quoteJson(entity)},"hash":"${hash}","sequence":${sequence}}`
}

/** When a whole record counts as written: by its own logical time, or just after the record its writer saw and that lies ahead of it. */
export function effectiveTime(fact: { readonly logicalTime: number; readonly body: unknown }): number {
  const { overrides } = fact.body as { readonly overrides?: number }
  return overrides === undefined || overrides < fact.logicalTime ? fact.logicalTime : overrides + 1
}

/** Ticks of logical time in a millisecond of the clock. */
const TICKS = 1024

/** Hybrid logical time: the clock when it moves on, otherwise one tick after the latest known; never back. */
export function nextLogicalTime(latest: number, nowMilliseconds: number): number {
  return Math.max(nowMilliseconds * TICKS, latest + 1)
}

/** The clock reading in a logical time, in milliseconds since 1970. */
export function clockOf(logicalTime: number): number {
  return Math.floor(logicalTime / TICKS)
}
