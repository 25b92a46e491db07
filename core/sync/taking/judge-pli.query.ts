import type { Reader } from '../../context.ts'
import { decideSegment, type SegmentDecision } from './segment.ts'
import { takingRank } from './pli-order.ts'
import { placedFacts, type WalkedFact } from '../format/placed-facts.ts'
import type { PliSource } from '../format/pli-source.ts'
import type { AwaitedTrust, SegmentAnswer } from '../pli.ts'
import type { Role } from '../sync-facts.ts'
import { type HeadJudgement, isAgainstRoot, judgeHead, judgeSender, mayAt, spansOf, type TrustView, withTrustFacts, workingKeys } from '../trust/trust.ts'
import { trustView } from '../trust/trust.query.ts'
import { streamHere, type Walk, walkPli } from './walk-pli.query.ts'

export interface JudgedSegment {
  /** Its place among the segments of the header. */
  readonly index: number
  readonly walk: Walk
  readonly answer: SegmentAnswer
  readonly role?: Role
  readonly firstNew?: number
  readonly missing?: { readonly from: number; readonly to: number }
  readonly forkedAt?: number
  /** Is that the first fact that differs? */
  readonly isExact?: boolean
  /** What may grant a key that is not known. */
  readonly awaits?: AwaitedTrust
}

export interface JudgedPli {
  readonly sender: HeadJudgement
  /** In the order in which they are taken. */
  readonly segments: readonly JudgedSegment[]
  /** What the sender holds of streams that parted, to show it: read past when the pli is written. Those that do show it answer `fork`. */
  readonly witnesses: readonly JudgedSegment[]
  /** SHA-256 and size of the documents that facts of this pli attach. */
  readonly documents: ReadonlyMap<string, number>
  /** What headquarters or the federation must have said is missing here: keys that are not known may be in it. */
  readonly lacksTrust: boolean
}

/** Judges all of a pli and writes nothing. Undefined when its content is not what its signed header announces. */
export function judgePli(reader: Reader, source: PliSource): JudgedPli | undefined {
  const walks = walkPli(reader, source)
  if (!walks) return undefined
  const known = trustView(reader)
  // Whoever is granted by this very pli is not yet among the rows.
  const entities = [...new Set(source.header.segments.map((segment) => segment.entity))]
  let view: TrustView = { ...known, entitiesOf: (author) => [...new Set([...known.entitiesOf(author), ...entities])] }
  const segments: JudgedSegment[] = []
  const done = new Set<number>()
  for (const rank of [0, 1, 2] as const) {
    // Machines of headquarters speak of one another's keys: one whose key does not count yet is judged again after the others.
    for (let isLast = false, before: TrustView | undefined; !isLast; ) {
      isLast = before === view || rank === 2
      before = view
      for (const [index, walk] of walks.entries()) {
        if (done.has(index) || walk.segment.witness || takingRank(walk.segment.entity, isHeadquarters(view, walk), view.federation) !== rank) continue
        const judged = judgeSegment(view, index, walk)
        if (!isLast && (judged.answer === 'unknown-key' || judged.answer === 'revoked-key')) continue
        done.add(index)
        segments.push(judged)
        if (judged.answer === 'new' || judged.answer === 'known') view = withTrustFacts(view, walk.segment.entity, walk.segment.author, trustOf(walk))
      }
    }
  }
  const lacksTrust = segments.some((each) => each.answer === 'gap' && takingRank(each.walk.segment.entity, isHeadquarters(view, each.walk), view.federation) < 2)
  const sender = judgeSender(view, source.header.sender)
  const may = refuseWhatTheyMayNot(reader, source, view, segments)
  const awaited = sender.ok && may.some((each) => each.answer === 'unknown-key') ? awaitedTrust(reader, source, view, may) : []
  return {
    sender, witnesses: walks.flatMap((walk, index) => (walk.segment.witness ? [judgeSegment(view, index, walk)] : [])), lacksTrust: lacksTrust || awaited.length > 0,
    segments: may.map((each) => {
      const awaits = each.answer === 'unknown-key' ? awaited.find(({ entity }) => entity === each.walk.segment.entity || entity === view.federation) : undefined
      return awaits ? { ...each, awaits } : each
    }),
    documents: new Map(walks.flatMap((walk) => [...walk.documents])),
  }
}

function isHeadquarters(view: TrustView, walk: Walk): boolean {
  return isWorking(view, walk.segment.author)
}

function isWorking(view: TrustView, author: string): boolean {
  return workingKeys(view).some((key) => key.author === author)
}

/**
 * Facts of headquarters that a known sender holds, by its receipts, and that are neither here nor in this pli: they are in one that is late. Only
 * those that speak of the books, or of the federation, in which a key is not known.
 */
function awaitedTrust(reader: Reader, { header }: PliSource, view: TrustView, segments: readonly JudgedSegment[]): AwaitedTrust[] {
  const asked = new Set(segments.flatMap((each) => (each.answer === 'unknown-key' ? [each.walk.segment.entity] : [])))
  return header.receipts.flatMap(({ entity, author, sequence }) => {
    if (!isWorking(view, author) || !(asked.has(entity) || entity === view.federation)) return []
    const here = streamHere(reader, entity, author)
    // What this very pli brings is not awaited, even where it is refused.
    const brought = segments.find(({ walk: { segment } }) => segment.entity === entity && segment.author === author)?.walk.segment
    const held = Math.max(here.sequence, brought?.to ?? 0)
    const code = here.code ?? header.segments.find((segment) => segment.entity === entity)?.code ?? ''
    // Its letter comes with its facts; that of the first machine of headquarters is known.
    return sequence > held ? [{ stream: `${code}/${here.device ?? brought?.device ?? 'S'}`, entity, author, from: held + 1, to: sequence }] : []
  })
}

function trustOf(walk: Walk, kinds?: readonly string[]): { readonly sequence: number; readonly kind: string; readonly logicalTime: number; readonly body: unknown }[] {
  return walk.trust.filter((fact) => !kinds || kinds.includes(fact.kind)).map(({ sequence, kind, logicalTime, parsed }) => ({ sequence, kind, logicalTime, body: parsed }))
}

function judgeSegment(before: TrustView, index: number, walk: Walk): JudgedSegment {
  const { segment, here, problem } = walk
  if (problem) return { index, walk, answer: problem }
  const decision: SegmentDecision = decideSegment({ from: segment.from, to: segment.to, previousHash: walk.previousHash, partsAt: walk.partsAt }, here)
  if (decision.answer === 'known') return { index, walk, answer: 'known' }
  // A root proves itself, and a rotation was vouched for by the key before: both speak about the signature of this very head.
  const view = withTrustFacts(before, segment.entity, segment.author, trustOf(walk, ['RootStated', 'KeyRotated']))
  const judgement = judgeHead(view, { entity: segment.entity, author: segment.author, device: segment.device, sequence: segment.to, key: segment.key })
  // The key of someone who is known here may have changed in what is missing.
  const isAuthorKnown = isHeadquarters(view, walk) || spansOf(view, segment.entity, segment.author).length > 0
  if (!judgement.ok && !(decision.answer === 'gap' && judgement.why === 'unknown-key' && isAuthorKnown)) return { index, walk, answer: judgement.why }
  return { index, walk, ...decision, ...(judgement.ok ? { role: judgement.role } : {}) }
}

/** A fact that its author's role may not sign is one signed by a key that does not count. */
function refuseWhatTheyMayNot(reader: Reader, source: PliSource, view: TrustView, segments: readonly JudgedSegment[]): JudgedSegment[] {
  const judged = segments.filter((each) => each.answer === 'new' && each.role !== 'headquarters')
  const refused = new Set(segments.filter((each) => each.answer === 'new' && trustOf(each.walk).some((fact) => isAgainstRoot(view, each.walk.segment.author, fact))).map((each) => each.index))
  const check = (each: JudgedSegment, fact: WalkedFact): void => {
    const { entity, author } = each.walk.segment
    if (fact.sequence >= (each.firstNew ?? 0) && !mayAt(view, { entity, author, sequence: fact.sequence, kind: fact.kind, body: fact.parsed })) refused.add(each.index)
  }
  if (source.isSmall) {
    for (const each of judged) for (const fact of each.walk.facts ?? []) check(each, fact)
  } else if (judged.length > 0) {
    const byIndex = new Map(judged.map((each) => [each.index, each]))
    for (const [index, fact] of placedFacts(source, reader.ports)) {
      const each = index === undefined ? undefined : byIndex.get(index)
      if (each && fact) check(each, fact)
    }
  }
  return segments.map((each) => (refused.has(each.index) ? { ...each, answer: 'unknown-key' as const } : each))
}
