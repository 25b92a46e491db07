import { type Json, quoteJson } from '../../chain/canonical-json.ts'
import type { Crypto } from '../../context.ts'
import { base64UrlOfHex } from './base64url.ts'
import { PLI_LIMITS } from './pli-header.ts'
import type { PliFrame } from '../pli.ts'
import { readCanonical } from './read-canonical.ts'

/** What frames ask of the machine. */
export interface FrameTools {
  readonly crypto: Pick<Crypto, 'gzip' | 'gunzip' | 'encode' | 'decode'>
  readonly sha256: (data: string | Uint8Array) => string
}

/** A fact as a line of a frame says it; its place is that of the line. */
export interface FactLine {
  readonly logicalTime: number
  readonly kind: string
  readonly version: number
  /** Canonical JSON. */
  readonly body: string
}

export interface MadeFrame extends PliFrame {
  /** The gzip member. */
  readonly member: Uint8Array
}

/** The line of a fact, without its end: `[logicalTime,"Kind",version,body]`. */
function lineOf(fact: FactLine): string {
  return `[${fact.logicalTime},${quoteJson(fact.kind)},${fact.version},${fact.body}]`
}

/** Cuts facts into frames of at most a mebibyte, between facts; a single longer fact has a frame of its own. */
export function* makeFactFrames(facts: Iterable<FactLine>, tools: FrameTools): Generator<MadeFrame> {
  let lines = ''
  let bytes = 0
  for (const fact of facts) {
    const line = `${lineOf(fact)}\n`
    const size = utf8Length(line)
    if (bytes > 0 && bytes + size > PLI_LIMITS.frameRawBytes) {
      yield makeFrame('facts', tools.crypto.encode(lines), tools)
      lines = ''
      bytes = 0
    }
    lines += line
    bytes += size
  }
  if (bytes > 0) yield makeFrame('facts', tools.crypto.encode(lines), tools)
}

export function makeFrame(kind: PliFrame['kind'], raw: Uint8Array, tools: FrameTools): MadeFrame {
  const member = tools.crypto.gzip(raw)
  return { kind, bytes: member.length, rawBytes: raw.length, hash: base64UrlOfHex(tools.sha256(member)), member }
}

function utf8Length(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    // Both halves of a surrogate pair count two, the four bytes of what they stand for.
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}

/** Inflates a member whose hash was checked: exactly one gzip member of exactly the bytes announced, or undefined. */
export function inflateFrame(frame: PliFrame, member: Uint8Array, tools: FrameTools): Uint8Array | undefined {
  const end = member.length
  // RFC 1952: magic, deflate, no flags; the last four bytes are the length of what a single member holds.
  const isMember = member[0] === 0x1f && member[1] === 0x8b && member[2] === 8 && member[3] === 0
  const length = ((member[end - 4] ?? 0) + (member[end - 3] ?? 0) * 0x100 + (member[end - 2] ?? 0) * 0x10000 + (member[end - 1] ?? 0) * 0x1000000)
  if (!isMember || length !== frame.rawBytes) return undefined
  const raw = tools.crypto.gunzip(member, frame.rawBytes)
  return raw?.length === frame.rawBytes ? raw : undefined
}

/** A fact read from a line: its body as text and as a value. */
export interface ReadLine extends FactLine {
  readonly value: Json
}

/** The facts of an inflated frame; undefined as soon as a line is not what the format says. */
export function readFactLines(raw: Uint8Array, tools: FrameTools): ReadLine[] | undefined {
  const text = tools.crypto.decode(raw)
  if (text === undefined || !text.endsWith('\n')) return undefined
  const texts = text.slice(0, -1).split('\n')
  const values = readTogether(texts)
  const lines: ReadLine[] = []
  for (const [index, each] of texts.entries()) {
    const line = readLine(each, values?.[2 * index])
    if (!line) return undefined
    lines.push(line)
  }
  // One fact may be longer than a frame; several may not.
  return lines.length > 1 && raw.length > PLI_LIMITS.frameRawBytes ? undefined : lines
}

/**
 * The values of all lines, each at twice its place, read as one text: half the cost of reading them one by one. A number that no fact can hold stands for
 * each end of a line, and an end of line stands before it: no list, no object and no text runs over one, so that nothing passes for a line that is cut
 * elsewhere. Undefined when one of them may not be canonical: each is then read by itself.
 */
function readTogether(texts: readonly string[]): readonly Json[] | undefined {
  const read = readCanonical(`[${texts.join(`,${LINE_END},`)}]`, LINE_END, `[${texts.join(`,\n${LINE_END},`)}]`)
  const isCut = Array.isArray(read) && read.length === 2 * texts.length - 1 && read.every((value: Json, at) => (value === LINE_END) === (at % 2 === 1))
  return isCut ? read : undefined
}

const LINE_END = 0.5

/** The same lines of a frame that was read before and found right: each is canonical, as a list of all of them is. */
export function readCheckedLines(raw: Uint8Array, tools: FrameTools): ReadLine[] | undefined {
  const text = tools.crypto.decode(raw)
  if (text === undefined) return undefined
  const values = JSON.parse(`[${text.slice(0, -1).replaceAll('\n', ',')}]`) as [number, string, number, Json][]
  let from = 0
  return values.map(([logicalTime, kind, version, value]) => {
    const end = text.indexOf('\n', from)
    const body = text.slice(from + lengthBefore(logicalTime, kind, version), end - 1)
    from = end + 1
    return { logicalTime, kind, version, body, value }
  })
}

/** Facts as one text `[[logicalTime,"Kind",version,body],…]`, and where in it each body begins and ends. */
export interface FactList {
  readonly text: string
  readonly bodies: Uint32Array
}

/** Of facts whose bodies are canonical. */
export function makeFactList(facts: readonly FactLine[]): FactList {
  const bodies = new Uint32Array(2 * facts.length)
  let at = 1
  const lines = facts.map((fact, index) => {
    const line = lineOf(fact)
    bodies[2 * index] = at + line.length - 1 - fact.body.length
    bodies[2 * index + 1] = at + line.length - 1
    at += line.length + 1
    return line
  })
  return { text: `[${lines.join(',')}]`, bodies }
}

/** The facts of a list that `makeFactList` made. */
export function readFactList({ text, bodies }: FactList): ReadLine[] {
  const values = JSON.parse(text) as [number, string, number, Json][]
  return values.map(([logicalTime, kind, version, value], index) => ({ logicalTime, kind, version, body: text.slice(bodies[2 * index], bodies[2 * index + 1]), value }))
}

const KIND = /^[A-Z][A-Za-z]{0,59}$/u

function readLine(text: string, known: Json | undefined): ReadLine | undefined {
  const read = known ?? readCanonical(text)
  if (!Array.isArray(read) || read.length !== 4) return undefined
  const [logicalTime, kind, version, value] = read as [Json, Json, Json, Json]
  if (typeof logicalTime !== 'number' || logicalTime < 1 || typeof kind !== 'string' || !KIND.test(kind)) return undefined
  if (typeof version !== 'number' || version < 1 || version > 1_000_000 || typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return { logicalTime, kind, version, body: text.slice(lengthBefore(logicalTime, kind, version), -1), value }
}

/** `[`, `,"`, `",`, `,` stand around the three before the body. */
function lengthBefore(logicalTime: number, kind: string, version: number): number {
  return String(logicalTime).length + kind.length + String(version).length + 6
}
