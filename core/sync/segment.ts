/** What is here of a stream: its head (0 and the genesis when nothing is), and the hash of each fact up to it. */
export interface KnownStream {
  readonly sequence: number
  /** Hash in hexadecimal of a fact from 0 (genesis) to `sequence`. */
  readonly hashAt: (sequence: number) => string
}

/** A segment whose chain was computed again and holds from `previousHash` on. Hashes in hexadecimal. */
export interface WalkedSegment {
  readonly from: number
  readonly to: number
  readonly previousHash: string
  /** Hash that the segment gives to a fact from `from - 1` to `to`, for those that are here too. */
  readonly hashAt: (sequence: number) => string
}

export type SegmentDecision =
  | { readonly answer: 'known' }
  | { readonly answer: 'new'; readonly firstNew: number }
  | { readonly answer: 'gap'; readonly missing: { readonly from: number; readonly to: number } }
  | { readonly answer: 'fork'; readonly forkedAt: number }

/**
 * How a segment stands to what is here. Where it begins in what is known, both must say the same there: because each hash stands for all
 * before it, the last common fact decides, and the first that differs is where they part.
 */
export function decideSegment(segment: WalkedSegment, known: KnownStream): SegmentDecision {
  if (segment.from > known.sequence + 1) return { answer: 'gap', missing: { from: known.sequence + 1, to: segment.from - 1 } }
  if (segment.previousHash !== known.hashAt(segment.from - 1)) return { answer: 'fork', forkedAt: Math.max(1, segment.from - 1) }
  const lastCommon = Math.min(segment.to, known.sequence)
  if (lastCommon >= segment.from && segment.hashAt(lastCommon) !== known.hashAt(lastCommon)) {
    let forkedAt = segment.from
    while (segment.hashAt(forkedAt) === known.hashAt(forkedAt)) forkedAt += 1
    return { answer: 'fork', forkedAt }
  }
  return segment.to <= known.sequence ? { answer: 'known' } : { answer: 'new', firstNew: known.sequence + 1 }
}
