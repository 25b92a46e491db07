import type { TakenPli, TakenSegment } from '../../core/sync/pli.ts'

/** One that waits: what each of its streams lacks, and how far each would bring it. */
interface Waiting {
  readonly hash: string
  readonly lacks: readonly { readonly stream: string; readonly to: number }[]
  readonly brings: readonly { readonly stream: string; readonly to: number }[]
}

const streamName = (segment: Pick<TakenSegment, 'entity' | 'author'>): string => `${segment.entity} ${segment.author}`

/**
 * Which of the plis that wait are worth opening again: a stream that has grown to where one of them begins may be followed by a
 * whole row of others. Thousands that come in any order are so each opened once or twice more, not once for each that comes.
 */
export class WaitingList {
  readonly #byHash = new Map<string, Waiting>()
  readonly #byStream = new Map<string, Set<string>>()
  /** How far each stream is known to reach. */
  readonly #heads = new Map<string, number>()

  constructor(known: readonly { readonly hash: string; readonly answer: TakenPli }[]) {
    for (const { hash, answer } of known) this.note(hash, answer)
  }

  /** Keeps or lets go, as the latest answer about this file says. */
  note(hash: string, answer: TakenPli): void {
    for (const { stream } of this.#byHash.get(hash)?.lacks ?? []) this.#byStream.get(stream)?.delete(hash)
    this.#byHash.delete(hash)
    if (answer.outcome !== 'waiting') return
    const lacks = answer.segments.flatMap((segment) => [
      ...(segment.missing ? [{ stream: streamName(segment), to: segment.missing.to }] : []), ...(segment.awaits ? [{ stream: streamName(segment.awaits), to: segment.awaits.to }] : []),
    ])
    this.#byHash.set(hash, { hash, lacks, brings: answer.segments.map((segment) => ({ stream: streamName(segment), to: segment.to })) })
    for (const { stream } of lacks) {
      const others = this.#byStream.get(stream)
      if (others) others.add(hash)
      else this.#byStream.set(stream, new Set([hash]))
    }
  }

  /** Those that may follow now that these plis were taken, each after those it needs. */
  ready(taken: readonly TakenPli[]): string[] {
    const heads = this.#heads
    const grown: string[] = []
    const grow = (stream: string, to: number): void => {
      if (to <= (heads.get(stream) ?? 0)) return
      heads.set(stream, to)
      grown.push(stream)
    }
    for (const pli of taken) if (pli.outcome === 'taken') for (const segment of pli.segments) grow(streamName(segment), segment.to)
    const found = new Set<string>()
    for (let stream = grown.pop(); stream !== undefined; stream = grown.pop()) {
      for (const waiting of this.#inOrder(stream)) {
        // A stream that nothing was seen of since it waits may have grown before: looking costs little.
        const reaches = waiting.lacks.every((lack) => lack.to <= (heads.get(lack.stream) ?? lack.to))
        if (found.has(waiting.hash) || !reaches) continue
        found.add(waiting.hash)
        for (const brought of waiting.brings) grow(brought.stream, brought.to)
      }
    }
    return [...found]
  }

  #inOrder(stream: string): Waiting[] {
    const lackOf = (waiting: Waiting): number => waiting.lacks.find((lack) => lack.stream === stream)?.to ?? 0
    return [...(this.#byStream.get(stream) ?? [])].flatMap((hash) => this.#byHash.get(hash) ?? []).sort((a, b) => lackOf(a) - lackOf(b))
  }
}

