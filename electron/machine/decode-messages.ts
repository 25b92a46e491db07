import type { Refusal } from '../../core/kernel/result.ts'
import type { CheckedFacts } from '../../core/sync/format/placed-facts.ts'

/** How a decode thread is started. The secrets live in its memory only, and die with it. */
export interface DecodeThreadData {
  /** `AGE-SECRET-KEY-1…`, the present one first. */
  readonly secrets: readonly string[]
  /** SHA-256 of files that need no second look, 32 bytes each, one after the other. */
  readonly known: Uint8Array
}

/** A file to read, by its place in the order of the folder. */
export interface ToDecoder {
  readonly id: number
  readonly path: string
}

/** What the decode thread found out before the writer takes the pli: each would cost it the same again. */
export interface Prepared {
  /** Signatures that hold, each as `signatureName`. */
  readonly signatures: readonly string[]
  /** Gzip members of the opened bytes, by their first byte and length, inflated. */
  /** Hashes and shapes of its facts, when they hold in one frame. */
  readonly checked: CheckedFacts | undefined
  readonly members: readonly { readonly offset: number; readonly length: number; readonly inflated: Uint8Array }[]
}

/** Said once the thread runs: one that dies before it is no fault of a file. */
export type DecoderReady = { readonly type: 'ready' }

export type FromDecoder =
  /** Read before, to the end: nothing to do. */
  | { readonly type: 'known'; readonly id: number }
  | { readonly type: 'opened'; readonly id: number; readonly hash: string; readonly sealed: Uint8Array; readonly opened: Uint8Array; readonly prepared: Prepared }
  /** No pli for this workspace; nothing of it was kept. */
  | { readonly type: 'refused'; readonly id: number; readonly hash: string | null; readonly refused: readonly Refusal[] }
