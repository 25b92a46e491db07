import { GENESIS, headText } from '../../chain/fact.ts'
import type { Reader } from '../../context.ts'
import { spanOf } from '../../kernel/ids.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { checkFact } from '../format/fact-shapes.ts'
import { PLI_LIMITS } from '../format/pli-header.ts'
import { type CheckedFacts, placedFacts, type WalkedFact } from '../format/placed-facts.ts'
import type { PliSource } from '../format/pli-source.ts'
import type { PliSegment } from '../pli.ts'

/** A stream as this workspace holds it; `id` and `entityId` undefined when it never met it. */
export interface StreamHere {
  readonly id: number | undefined
  readonly entityId: number | undefined
  readonly code: string | undefined
  /** Its letter here. */
  readonly device: string | undefined
  readonly sequence: number
  readonly logicalTime: number
  readonly hashAt: (sequence: number) => string
}

/** A segment whose chain was computed again, fact by fact, and compared with what is here. */
export interface Walk {
  readonly segment: PliSegment
  readonly here: StreamHere
  readonly previousHash: string
  /** What is wrong with it whoever signed it. */
  problem: 'tampered' | 'too-new' | undefined
  partsAt: number | undefined
  /** Those after the head here that say who may sign. */
  readonly trust: WalkedFact[]
  /** SHA-256 and size of the documents that its facts attach. */
  readonly documents: Map<string, number>
  /** All that are new here, when the pli is small enough to keep them. */
  readonly facts: WalkedFact[] | undefined
  /** The latest logical time of what is new. */
  latest: number
}

const TRUST_KINDS = new Set(['AccessGranted', 'AccessRevoked', 'KeyRotated', 'RootStated'])

/**
 * Walks all the facts of a pli once: chains, growing logical times, shapes, signed heads. Undefined when its content is not what its
 * header announces: a frame that lies, a fact too few or too many.
 */
export function walkPli(reader: Reader, source: PliSource): Walk[] | undefined {
  const walks = source.header.segments.map((segment) => startWalk(reader, segment, source.isSmall))
  let trustBytes = 0
  let place = 0
  for (const [index, fact] of placedFacts(source, reader.ports)) {
    const walk = index === undefined ? undefined : walks[index]
    if (!walk || !fact) return undefined
    walkFact(walk, fact, source.checked, place)
    place += 1
    // Held in memory until all is judged, whoever signed them: no honest pli comes near.
    if (walk.trust.at(-1) === fact) trustBytes += fact.body.length
    if (trustBytes > PLI_LIMITS.trustBytes || walk.documents.size > PLI_LIMITS.documents) return undefined
  }
  for (const walk of walks) checkHead(reader, walk)
  return walks
}

function startWalk(reader: Reader, segment: PliSegment, keeps: boolean): Walk {
  const here = streamHere(reader, segment.entity, segment.author)
  const previousHash = hexOfBase64Url(segment.previousHash, 32) ?? ''
  // Another history than the one here keeps its own time, and so may one whose beginning has not come: no fault of its writer.
  const continues = segment.from <= here.sequence + 1 && previousHash === here.hashAt(segment.from - 1)
  return {
    segment, here, previousHash, problem: undefined, partsAt: undefined, trust: [], documents: new Map(),
    facts: keeps ? [] : undefined, latest: continues ? here.logicalTime : 0,
  }
}

function walkFact(walk: Walk, fact: WalkedFact, checked: CheckedFacts | undefined, place: number): void {
  const { segment, here } = walk
  if (fact.sequence === segment.to && fact.hash !== hexOfBase64Url(segment.headHash, 32)) walk.problem = 'tampered'
  if (fact.sequence <= here.sequence) {
    if (walk.partsAt === undefined && fact.hash !== here.hashAt(fact.sequence)) walk.partsAt = fact.sequence
    if (fact.kind === 'DocumentAttached') noteDocument(walk, fact)
    return
  }
  const wrong = fact.logicalTime <= walk.latest && walk.partsAt === undefined ? 'malformed' : checked ? checked.faults?.[place] : checkFact(fact.kind, fact.version, fact.parsed)
  if (wrong) walk.problem ??= wrong === 'too-new' ? 'too-new' : 'tampered'
  walk.latest = Math.max(walk.latest, fact.logicalTime)
  if (wrong) return
  if (TRUST_KINDS.has(fact.kind)) walk.trust.push(fact)
  if (fact.kind === 'DocumentAttached') noteDocument(walk, fact)
  walk.facts?.push(fact)
}

function noteDocument(walk: Walk, fact: WalkedFact): void {
  const { hash, sizeBytes } = fact.parsed as { readonly hash?: unknown; readonly sizeBytes?: unknown }
  if (typeof hash === 'string' && hash.length === 64 && typeof sizeBytes === 'number') walk.documents.set(hash, sizeBytes)
}

function checkHead(reader: Reader, walk: Walk): void {
  if (walk.problem === 'tampered') return
  const { entity, author, device, to, headHash, key, signature } = walk.segment
  const text = headText({ entity, author, device }, to, hexOfBase64Url(headHash, 32) ?? '')
  if (!reader.ports.crypto.verify(key, text, signature)) walk.problem = 'tampered'
}

/** What this workspace holds of a stream. */
export function streamHere(reader: Reader, entity: string, author: string): StreamHere {
  const row = reader
    .read<{ entityId: number; code: string; id: number | null; device: string | null }>(
      'SELECT entity.id AS entityId, code, stream.id AS id, device FROM entity LEFT JOIN stream ON stream.entity_id = entity.id AND author = ? WHERE uid = ?',
    )
    .get(author, entity)
  const nothing = { sequence: 0, logicalTime: 0, hashAt: () => GENESIS }
  if (!row || row.id === null) return { id: undefined, entityId: row?.entityId, code: row?.code, device: undefined, ...nothing }
  const [start, end] = spanOf(row.id)
  const head = reader
    .read<{ sequence: number; logicalTime: number }>('SELECT sequence, logical_time AS logicalTime FROM fact WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1')
    .get(start, end)
  const hashOf = reader.read<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM fact WHERE id = ?')
  return {
    id: row.id, entityId: row.entityId, code: row.code, device: row.device ?? undefined, ...(head ?? nothing),
    hashAt: (sequence) => (sequence === 0 ? GENESIS : (hashOf.get(start + sequence)?.hash ?? '')),
  }
}
