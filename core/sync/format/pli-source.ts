import { hexOfBase64Url } from './base64url.ts'
import type { Crypto } from '../../context.ts'
import type { CheckedFacts } from './placed-facts.ts'
import { type FrameTools, inflateFrame, readCheckedLines, readFactLines, readFactList, type ReadLine } from './pli-frames.ts'
import { PLI_LIMITS, type PliProblemCode, readHeader } from './pli-header.ts'
import type { PliFrame, PliHeader } from '../pli.ts'

export type SourceTools = FrameTools & { readonly crypto: Pick<Crypto, 'verify'> }

/** An opened pli whose header is signed by the key it names and whose frames are those that the header announces. */
export interface PliSource {
  readonly header: PliHeader
  /** SHA-256 of the header line, hexadecimal: the next pli of the line names it. */
  readonly headerHash: string
  readonly members: readonly { readonly frame: PliFrame; readonly member: Uint8Array }[]
  /** All of the facts in one frame: they may be kept between two readings. */
  readonly isSmall: boolean
  /** What was found out about its facts when it was opened. */
  readonly checked?: CheckedFacts | undefined
}

const LINE_END = 10

/** Reads and checks everything of an opened pli that can be checked without knowing anybody. Inflates nothing. */
export function openSource(opened: Uint8Array, tools: SourceTools): { readonly ok: true; readonly source: PliSource } | { readonly ok: false; readonly problem: PliProblemCode } {
  const no = (problem: PliProblemCode) => ({ ok: false, problem }) as const
  const headerEnd = lineEnd(opened, 0, PLI_LIMITS.headerBytes)
  if (headerEnd === undefined) return no('pli_malformed')
  const signatureEnd = lineEnd(opened, headerEnd + 1, PLI_LIMITS.signatureBytes)
  const line = tools.crypto.decode(opened.subarray(0, headerEnd))
  if (line === undefined) return no('pli_malformed')
  const signatureLine = signatureEnd === undefined ? undefined : tools.crypto.decode(opened.subarray(headerEnd + 1, signatureEnd))
  const read = readHeader(line, signatureLine ?? '')
  if (!read.ok) return no(read.problem)
  if (!tools.crypto.verify(read.key, read.signed, read.signature)) return no('pli_signature_wrong')
  const members = cutMembers(opened, (signatureEnd ?? headerEnd) + 1, read.header.frames)
  if (!members || members.some(({ frame, member }) => tools.sha256(member) !== hexOfBase64Url(frame.hash, 32))) return no('pli_content_altered')
  const isSmall = read.header.frames.filter((frame) => frame.kind === 'facts').length <= 1
  return { ok: true, source: { header: read.header, headerHash: tools.sha256(line), members, isSmall } }
}

function lineEnd(bytes: Uint8Array, from: number, most: number): number | undefined {
  const end = bytes.indexOf(LINE_END, from)
  return end === -1 || end - from > most ? undefined : end
}

/** The members, one after the other up to the last byte; undefined when they take less or more than there is. */
function cutMembers(opened: Uint8Array, from: number, frames: readonly PliFrame[]): PliSource['members'] | undefined {
  let at = from
  const members: { frame: PliFrame; member: Uint8Array }[] = []
  for (const frame of frames) {
    if (at + frame.bytes > opened.length) return undefined
    members.push({ frame, member: opened.subarray(at, at + frame.bytes) })
    at += frame.bytes
  }
  return at === opened.length ? members : undefined
}

/** The facts of a pli in their order, a frame at a time; ends with null where a frame is not what it announces. */
export function* factsOf(source: PliSource, tools: FrameTools): Generator<ReadLine | null> {
  if (source.checked?.list) {
    yield* readFactList(source.checked.list)
    return
  }
  for (const { frame, member } of source.members) {
    if (frame.kind !== 'facts') continue
    const raw = inflateFrame(frame, member, tools)
    const lines = raw && (source.checked ? readCheckedLines(raw, tools) : readFactLines(raw, tools))
    if (!lines) {
      yield null
      return
    }
    yield* lines
  }
}
