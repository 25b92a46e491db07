import type { Reader } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { hashAt, lastHead, type Plan, type PlannedSegment } from './plan-pli.query.ts'

/** Bytes of documents in one pli: with the rest it stays below what is sealed and read at once. */
const MOST_DOCUMENT_BYTES = 160_000_000
/** Documents have a frame each, streams a member of the header each: half of what a reader bears, since facts and receipts come beside them. */
const MOST_DOCUMENTS = 8000
const MOST_SEGMENTS = 8000

/** What one pli bears of documents; asked for one after the other. */
class Room {
  readonly #hashes = new Set<string>()
  #bytes = 0

  /** False when it no longer fits; the same document is carried once. */
  takes(hash: string, bytes: number): boolean {
    if (this.#hashes.has(hash)) return true
    if (this.#hashes.size === MOST_DOCUMENTS || this.#bytes + bytes > MOST_DOCUMENT_BYTES) return false
    this.#hashes.add(hash)
    this.#bytes += bytes
    return true
  }

  get hashes(): readonly string[] {
    return [...this.#hashes]
  }
}

export interface PlanWithinRoom extends Plan {
  /** SHA-256 of the documents that travel, in the order of the facts that attach them. */
  readonly documents: readonly string[]
  /** Something is left for the next pli. */
  readonly isCut: boolean
}

const ATTACHED = `SELECT fact.sequence, document.hash, length(bytes) AS size FROM fact JOIN document ON document.hash = json_extract(body, '$.hash')
  WHERE fact.id BETWEEN ? AND ? AND kind = 'DocumentAttached' ORDER BY fact.id`

/**
 * A plan cut where the documents of its facts no longer fit: a document travels with the fact that attaches it, or never, so that the rest is left for the
 * next pli. The stream of another is cut at a head that its author signed; where there is none, its documents stay behind.
 */
export function withinRoom(reader: Reader, plan: Plan): PlanWithinRoom {
  const room = new Room()
  const segments: PlannedSegment[] = []
  for (const segment of plan.segments) {
    if (segments.length === MOST_SEGMENTS) break
    const start = spanOf(segment.stream.id)[0]
    const attached = reader.read<{ sequence: number; hash: string; size: number }>(ATTACHED).all(start + segment.from, start + segment.to)
    const full = attached.find(({ hash, size }) => !room.takes(hash, size))
    const end = full === undefined ? undefined : lastHead(reader, segment.stream, segment.from, full.sequence - 1)
    if (full === undefined || (end === undefined && segments.length === 0)) segments.push(segment)
    else {
      if (end) segments.push({ ...segment, to: end.to, headHash: hashAt(reader, segment.stream, end.to), signed: end.signed })
      break
    }
  }
  const [last, planned] = [segments.at(-1), plan.segments[segments.length - 1]]
  return { ...plan, segments, documents: room.hashes, isCut: segments.length < plan.segments.length || last?.to !== planned?.to }
}
