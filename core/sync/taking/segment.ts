/** What is here of a stream: its head (0 when nothing is), and the hash in hexadecimal of each fact up to it, that of 0 being the genesis. */
export interface KnownStream {
  readonly sequence: number
  readonly hashAt: (sequence: number) => string
}

/** A segment whose chain was computed again and holds from `previousHash` (hexadecimal) on. */
export interface WalkedSegment {
  readonly from: number
  readonly to: number
  readonly previousHash: string
  /** The first of its facts that is here with another hash. */
  readonly partsAt?: number | undefined
}

export type SegmentDecision =
  | { readonly answer: 'known' }
  | { readonly answer: 'new'; readonly firstNew: number }
  | { readonly answer: 'gap'; readonly missing: { readonly from: number; readonly to: number } }
  | { readonly answer: 'fork'; readonly forkedAt: number; readonly isExact: boolean }

/**
 * How a segment stands to what is here. Where it begins in what is known, both must say the same there: since each hash stands for all
 * before it, a segment that follows another history is told at its first fact. `forkedAt` is then the last fact that is known to differ, and the
 * place where they parted is not known (`isExact`).
 */
export function decideSegment(segment: WalkedSegment, known: KnownStream): SegmentDecision {
  if (segment.from > known.sequence + 1) return { answer: 'gap', missing: { from: known.sequence + 1, to: segment.from - 1 } }
  if (segment.previousHash !== known.hashAt(segment.from - 1)) return { answer: 'fork', forkedAt: Math.max(1, segment.from - 1), isExact: segment.from <= 2 }
  if (segment.partsAt !== undefined) return { answer: 'fork', forkedAt: segment.partsAt, isExact: true }
  return segment.to <= known.sequence ? { answer: 'known' } : { answer: 'new', firstNew: known.sequence + 1 }
}
