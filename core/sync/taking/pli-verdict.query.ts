import type { Reader } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'
import { foldText } from '../../kernel/text.ts'
import { type JudgedPli, type JudgedSegment, judgePli } from './judge-pli.query.ts'
import { ANSWERED_REQUEST, PENDING_REQUEST } from '../enrolment/enrol-request.ts'
import { inflateFrame } from '../format/pli-frames.ts'
import { PLI_LIMITS } from '../format/pli-header.ts'
import type { CheckedFacts } from '../format/placed-facts.ts'
import { openSource, type PliSource } from '../format/pli-source.ts'
import type { PliHeader, PliSegment, SegmentAnswer, TakenPli, TakenSegment } from '../pli.ts'
import { judgeSender, workingKeys } from '../trust/trust.ts'
import { federationOf, trustView } from '../trust/trust.query.ts'
import { streamHere } from './walk-pli.query.ts'

/** What becomes of a pli, decided before anything is written. `taken` stands for `known` too until its receipts are looked at. */
export interface Verdict {
  readonly outcome: Exclude<TakenPli['outcome'], 'known'>
  readonly source?: PliSource
  readonly judged?: JudgedPli
  readonly segments: readonly TakenSegment[]
  readonly refused: readonly Refusal[]
  readonly notices: readonly Refusal[]
}

/** Judges an opened pli whole. */
export function verdictOf(reader: Reader, { opened, checked }: { readonly opened: Uint8Array; readonly checked?: CheckedFacts | undefined }): Verdict {
  const read = openSource(opened, reader.ports)
  if (!read.ok) return { outcome: 'refused', segments: [], refused: [{ code: read.problem }], notices: [] }
  const source: PliSource = { ...read.source, checked }
  const { header } = source
  if (!header.recipients.some((recipient) => recipient.author === reader.ports.author)) {
    return refusedWhole(reader, source, { code: 'pli_for_another', recipients: header.recipients.map((recipient) => recipient.name) })
  }
  if (header.purpose === 'enrolment' && !federationOf(reader)) return refusedWhole(reader, source, { code: 'pli_is_enrolment', sender: header.sender.name })
  const tooLarge = inflatesTooMuch(reader, header)
  if (tooLarge) return refusedWhole(reader, source, tooLarge)
  const judged = judgePli(reader, source)
  const named = judged ? { ...source, header: { ...header, sender: { ...header.sender, name: nameOf(reader, header, judged) } } } : source
  if (!judged || !documentsAgree(reader, source, judged)) return refusedWhole(reader, source, { code: 'pli_content_altered' }, 'tampered')
  return verdict(reader, named, judged)
}

/**
 * Before anything is inflated: what its signed header announces against who signed it, as this workspace knows him now. The answer to its own request
 * comes from headquarters, which it may not know yet.
 */
function inflatesTooMuch(reader: Reader, { sender, frames, request }: PliHeader): Refusal | undefined {
  const sizeBytes = frames.reduce((sum, frame) => sum + frame.rawBytes, 0)
  if (sizeBytes <= PLI_LIMITS.strangerRawBytes) return undefined
  const known = judgeSender(trustView(reader), sender)
  const isAsked = request !== undefined && reader.read('SELECT 1 FROM setting WHERE key IN (?, ?) AND value = ?').get(PENDING_REQUEST, ANSWERED_REQUEST, request) !== undefined
  if (isAsked || (known.ok && known.role === 'headquarters') || sender.author === reader.ports.author) return undefined
  const maximumBytes = known.ok ? PLI_LIMITS.memberRawBytes : PLI_LIMITS.strangerRawBytes
  if (sizeBytes <= maximumBytes) return undefined
  return { code: known.ok ? 'pli_inflates_too_much' : 'pli_of_stranger_too_large', sender: known.ok ? known.name || sender.name : sender.name, sizeBytes, maximumBytes }
}

/**
 * A sender who is known is called as headquarters named him, whatever he says of himself; one who is not and takes the name of someone
 * who is, is marked.
 */
function nameOf(reader: Reader, { sender }: PliHeader, { sender: judged }: JudgedPli): string {
  if (judged.ok) return judged.name || sender.name
  const known = reader.read<{ name: string; author: string }>('SELECT person AS name, author FROM access').all()
  // Under another key than his own, he who bears the name of someone known may be anybody.
  const all = [...workingKeys(trustView(reader)), ...known]
  return all.some((each) => foldText(each.name) === foldText(sender.name)) ? `${sender.name} (?)` : sender.name
}

function refusedWhole(reader: Reader, source: PliSource, refusal: Refusal, answer?: SegmentAnswer): Verdict {
  const segments = answer ? source.header.segments.filter((segment) => !segment.witness).map((segment) => takenSegment(reader, segment, answer, {})) : []
  return { outcome: 'refused', source, segments, refused: [refusal], notices: [] }
}

/** Each document frame holds one of the documents that the facts of this pli attach, whole. */
function documentsAgree(reader: Reader, source: PliSource, judged: JudgedPli): boolean {
  return source.members.every(({ frame, member }) => {
    if (frame.kind !== 'document') return true
    const raw = inflateFrame(frame, member, reader.ports)
    return raw !== undefined && judged.documents.get(reader.ports.sha256(raw)) === raw.length
  })
}

type GraveCode = 'pli_tampered' | 'pli_facts_too_new' | 'pli_key_revoked' | 'pli_key_unknown' | 'pli_forks'

/** Answers that refuse a pli, the gravest first, and the sentence of each. */
const GRAVE: readonly (readonly [SegmentAnswer, GraveCode])[] = [
  ['tampered', 'pli_tampered'], ['too-new', 'pli_facts_too_new'], ['revoked-key', 'pli_key_revoked'], ['unknown-key', 'pli_key_unknown'], ['fork', 'pli_forks'],
]

function verdict(reader: Reader, source: PliSource, judged: JudgedPli): Verdict {
  const { header } = source
  const inOrder = judged.segments.toSorted((a, b) => a.index - b.index)
  const segments = inOrder.map((each) => takenSegment(reader, each.walk.segment, each.answer, each))
  const base = { source, judged, segments, notices: [] }
  const waits = { ...base, outcome: 'waiting' as const, refused: [], notices: [waitsFor(header, segments)] }
  // A key that nobody here granted may be granted in what is missing from headquarters.
  const grave = GRAVE.filter(([answer]) => segments.some((segment) => segment.answer === answer))
  if (judged.lacksTrust && grave.every(([answer]) => answer === 'unknown-key')) return waits
  if (grave.length > 0) return { ...base, outcome: 'refused', refused: grave.map(([answer, code]) => graveRefusal(header, segments, answer, code)) }
  if (segments.some((segment) => segment.answer === 'gap')) return waits
  // Whoever brings it, a segment stands by its own signed head; what the sender says of itself needs a sender who is known.
  if (!judged.sender.ok && !segments.some((segment) => segment.answer === 'new')) {
    return { ...base, outcome: 'refused', refused: [{ code: judged.sender.why === 'revoked-key' ? 'pli_sender_revoked' : 'pli_sender_unknown', sender: header.sender.name }] }
  }
  return { ...base, outcome: 'taken', refused: [] }
}

function graveRefusal(header: PliHeader, segments: readonly TakenSegment[], answer: SegmentAnswer, code: GraveCode): Refusal {
  const all = segments.filter((segment) => segment.answer === answer)
  const from = all[0]?.forkedAt
  return { code, sender: header.sender.name, streams: all.map((segment) => segment.stream), ...(from === undefined ? {} : { from }) }
}

/** What is missing, named: `ATELIER/B 12–14`. */
function waitsFor(header: PliHeader, segments: readonly TakenSegment[]): Refusal {
  const spans = segments.flatMap(({ stream, missing, awaits }) => [...(missing ? [{ stream, ...missing }] : []), ...(awaits ? [awaits] : [])])
  const missing = [...new Set(spans.map(({ stream, from, to }) => `${stream} ${from === to ? from : `${from}–${to}`}`))]
  return { code: 'pli_waits', sender: header.sender.name, number: header.number, missing }
}

function takenSegment(reader: Reader, segment: PliSegment, answer: SegmentAnswer, found: Partial<JudgedSegment>): TakenSegment {
  const code = found.walk?.here.code ?? streamHere(reader, segment.entity, segment.author).code ?? segment.code
  const { firstNew, missing, forkedAt, awaits } = found
  return {
    stream: `${code}/${segment.device}`, entity: segment.entity, author: segment.author, from: segment.from, to: segment.to, answer,
    facts: answer === 'new' && firstNew !== undefined ? segment.to - firstNew + 1 : 0,
    ...(missing ? { missing } : {}), ...(forkedAt === undefined ? {} : { forkedAt }), ...(awaits ? { awaits } : {}),
  }
}
