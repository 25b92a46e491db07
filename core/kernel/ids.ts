import { assert } from './assert.ts'

/** Identity of an Activité (or of headquarters' own books), the same in every workspace: 26 characters, made once. */
export type EntityId = string & { readonly __brand: 'EntityId' }
/** Who signs a stream: the public name of a workspace's signing key. */
export type AuthorId = string & { readonly __brand: 'AuthorId' }
/** A posted fact, and the entry it books: stream number * 2^32 + sequence, local to one workspace file. */
export type FactId = number & { readonly __brand: 'FactId' }
export type EntryId = FactId

/** Room for 2^32 - 1 facts in a stream and 2^20 streams in a workspace, inside the safe integers. */
export const STREAM_SPAN = 4_294_967_296
const MAX_STREAMS = 1_048_576

export function factId(stream: number, sequence: number): FactId {
  assert(Number.isInteger(stream) && stream > 0 && stream < MAX_STREAMS, `stream number ${stream}`)
  assert(Number.isInteger(sequence) && sequence > 0 && sequence < STREAM_SPAN, `sequence ${sequence}`)
  return (stream * STREAM_SPAN + sequence) as FactId
}

export function streamOf(id: FactId): number {
  return Math.floor(id / STREAM_SPAN)
}

export function sequenceOf(id: FactId): number {
  return id % STREAM_SPAN
}

/** The ids between which those of a stream lie, both excluded. */
export function spanOf(stream: number): readonly [after: number, before: number] {
  return [stream * STREAM_SPAN, (stream + 1) * STREAM_SPAN]
}
