import type { Json } from '../../chain/canonical-json.ts'
import { canonicalFact, type Stream } from '../../chain/fact.ts'
import { hexOfBase64Url } from './base64url.ts'
import { checkFact, type FactFault } from './fact-shapes.ts'
import { type FactLine, type FactList, type FrameTools, makeFactList, type ReadLine } from './pli-frames.ts'
import { factsOf, type PliSource } from './pli-source.ts'

/** A fact of a segment at its place, as `receiveFacts` takes it. */
export interface WalkedFact {
  readonly sequence: number
  readonly logicalTime: number
  readonly kind: string
  readonly version: number
  /** Canonical JSON. */
  readonly body: string
  /** Hexadecimal. */
  readonly hash: string
  readonly parsed: Json
}

/**
 * What the bytes of a small pli say by themselves, whoever reads them: found by `checkFacts` in the thread that opened them, so that the one
 * who writes need not find it again.
 */
export interface CheckedFacts {
  /** Of each fact in the order of the segments, 64 hexadecimal digits each. */
  readonly hashes: string
  /** Of each fact; null when all are of their kind. */
  readonly faults: readonly (FactFault | null)[] | null
  /** The facts themselves; undefined when they are too long to be kept as text beside the bytes they came in. */
  readonly list: FactList | undefined
}

const HASH_DIGITS = 64
/** Hundreds of plis may be ahead of the one who writes, each with its list. */
const LONGEST_LIST = 64 * 1024

/** Reads all the facts of a pli whose header holds. Undefined for one of several frames, and when its content is not what the header announces. */
export function checkFacts(source: PliSource, tools: FrameTools): CheckedFacts | undefined {
  if (!source.isSmall) return undefined
  const hashes: string[] = []
  const faults: (FactFault | null)[] = []
  const lines: FactLine[] = []
  for (const [index, fact] of placedFacts(source, tools)) {
    if (index === undefined || !fact) return undefined
    hashes.push(fact.hash)
    faults.push(checkFact(fact.kind, fact.version, fact.parsed) ?? null)
    lines.push(fact)
  }
  const isShort = source.header.frames.every(({ kind, rawBytes }) => kind !== 'facts' || rawBytes <= LONGEST_LIST)
  return { hashes: hashes.join(''), faults: faults.some((fault) => fault !== null) ? faults : null, list: isShort ? makeFactList(lines) : undefined }
}

/** Each fact with the place of its segment in the header and its hash; `undefined` where the content ends too early, or goes on. */
export function* placedFacts(source: PliSource, tools: FrameTools): Generator<readonly [index: number | undefined, fact: WalkedFact | undefined]> {
  const lines = factsOf(source, tools)
  const known = source.checked?.hashes
  let place = 0
  for (const [index, segment] of source.header.segments.entries()) {
    const stream: Stream = { id: 0, entityId: 0, entity: segment.entity, author: segment.author, device: segment.device }
    let hash = hexOfBase64Url(segment.previousHash, 32) ?? ''
    for (let sequence = segment.from; sequence <= segment.to; sequence += 1) {
      const line = lines.next().value as ReadLine | null | undefined
      if (!line) {
        yield [index, undefined]
        return
      }
      const { value: parsed, logicalTime, kind, version, body } = line
      hash = known === undefined ? tools.sha256(hash + canonicalFact(stream, sequence, logicalTime, kind, version, body)) : known.slice(place, place + HASH_DIGITS)
      place += HASH_DIGITS
      yield [index, { sequence, logicalTime, kind, version, body, hash, parsed }]
    }
  }
  if (!lines.next().done) yield [undefined, undefined]
}
