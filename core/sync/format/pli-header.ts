import type { Json } from '../../chain/canonical-json.ts'
import { STREAM_SPAN } from '../../kernel/ids.ts'
import { isMembers, type Members as MembersOf } from '../../kernel/members.ts'
import { hexOfBase64Url } from './base64url.ts'
import { PLI_DOMAIN, PLI_VERSION, type PliFrame, type PliHeader, type PliReceipt, type PliSegment } from '../pli.ts'
import { readCanonical } from './read-canonical.ts'

/** What a pli may hold: beyond it, nothing is read. Written down in `resources/pli-format.md`. */
export const PLI_LIMITS = {
  headerBytes: 8 * 1024 * 1024,
  signatureBytes: 512,
  recipients: 2048,
  segments: 16_384,
  receipts: 65_536,
  frames: 16_384,
  /** Of the lines of facts in a frame; a single fact that is longer stands alone in its frame. */
  frameRawBytes: 1024 * 1024,
  factRawBytes: 16 * 1024 * 1024,
  documentRawBytes: 50_000_000,
  /** Of all frames together: what is announced is inflated, and must end. */
  allRawBytes: 2 * 1024 * 1024 * 1024,
  /** The same from a member who is not headquarters, and from a sender who is not known: anyone may sign what inflates a thousand times. */
  memberRawBytes: 512 * 1024 * 1024,
  strangerRawBytes: 16 * 1024 * 1024,
  /** Of the bodies of facts that say who may sign, in all, and documents that one segment attaches: held together while a pli is judged. */
  trustBytes: 64 * 1024 * 1024,
  documents: 500_000,
  nameLength: 200,
} as const

/** Why nothing of an opened pli can be believed. `pli_too_new`: a later program wrote it. */
export type PliProblemCode = 'pli_malformed' | 'pli_too_new' | 'pli_unsigned' | 'pli_algorithm_unknown' | 'pli_signature_wrong' | 'pli_content_altered'

export type ReadHeader =
  | { readonly ok: true; readonly header: PliHeader; readonly signed: string; readonly key: string; readonly signature: string }
  | { readonly ok: false; readonly problem: PliProblemCode }

const no = (problem: PliProblemCode): ReadHeader => ({ ok: false, problem })

/** Reads the two first lines, from hostile text: every list, length and number has its limit, and only the canonical form is accepted. */
export function readHeader(line: string, signatureLine: string): ReadHeader {
  const value = readCanonical(line)
  if (!isMembers<Json>(value) || value['format'] !== 'archipel-pli' || !isCount(value['version'], 1)) return no('pli_malformed')
  if ((value['version'] as number) > PLI_VERSION) return no('pli_too_new')
  const signed = readCanonical(signatureLine)
  if (!isMembers<Json>(signed) || typeof signed['signature'] !== 'string' || signed['signature'] === '') return no('pli_unsigned')
  // There is one algorithm, and no word for it: what names another, or none, is refused before its signature is looked at.
  if (!hasOnly(signed, ['key', 'signature']) || !isBytes(signed['key'], 32) || !isBytes(signed['signature'], 64)) return no('pli_algorithm_unknown')
  if (!isHeader(value)) return no('pli_malformed')
  const header = value as unknown as PliHeader
  if (header.sender.key !== signed['key']) return no('pli_signature_wrong')
  return { ok: true, header, signed: signedText(line), key: signed['key'] as string, signature: signed['signature'] }
}

/** What the sender signs: the header line, after a line that says what it is. */
export function signedText(line: string): string {
  return `${PLI_DOMAIN}\n${line}`
}

type Members = MembersOf<Json>

/** All of these members and, but for those after, no other. */
function hasOnly(value: Members, needed: readonly string[], optional: readonly string[] = []): boolean {
  return needed.every((name) => value[name] !== undefined) && Object.keys(value).every((name) => needed.includes(name) || optional.includes(name))
}

function isCount(value: Json | undefined, least = 0, most = Number.MAX_SAFE_INTEGER): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
}

function isSequence(value: Json | undefined, least = 1): boolean {
  return isCount(value, least, STREAM_SPAN - 1)
}

function isText(value: Json | undefined, most: number = PLI_LIMITS.nameLength): boolean {
  // oxlint-disable-next-line no-control-regex -- exactly these are what no name holds
  return typeof value === 'string' && value.length > 0 && value.length <= most && !/[\u0000-\u001f\u007f]/u.test(value)
}

function isBytes(value: Json | undefined, bytes: number): boolean {
  return typeof value === 'string' && hexOfBase64Url(value, bytes) !== undefined
}

const isAuthor = (value: Json | undefined): boolean => isText(value, 64)

function isListOf(value: Json | undefined, most: number, each: (item: Json) => boolean): boolean {
  return Array.isArray(value) && value.length <= most && (value as readonly Json[]).every(each)
}

const NEEDED = ['format', 'frames', 'logicalTime', 'number', 'purpose', 'receipts', 'recipients', 'segments', 'sender', 'to', 'version']

function isHeader(value: Members): boolean {
  return (
    hasOnly(value, NEEDED, ['previous', 'request']) &&
    (value['purpose'] === 'books' || value['purpose'] === 'enrolment') &&
    (value['purpose'] === 'enrolment') === (value['request'] !== undefined) &&
    (value['request'] === undefined || isBytes(value['request'], 32)) &&
    isSender(value['sender']) && isText(value['to'], 64) &&
    isSequence(value['number']) && (value['previous'] === undefined || isBytes(value['previous'], 32)) &&
    isCount(value['logicalTime'], 1) &&
    isListOf(value['recipients'], PLI_LIMITS.recipients, isRecipient) && (value['recipients'] as readonly Json[]).length > 0 &&
    isListOf(value['segments'], PLI_LIMITS.segments, isSegment) && areDistinct(value['segments'] as unknown as readonly PliSegment[]) &&
    isListOf(value['receipts'], PLI_LIMITS.receipts, isReceipt) && areDistinct(value['receipts'] as unknown as readonly PliReceipt[]) &&
    isListOf(value['frames'], PLI_LIMITS.frames, isFrame) && areInOrder(value['frames'] as unknown as readonly PliFrame[], value['segments'] as readonly Json[])
  )
}

const ROLES: readonly (Json | undefined)[] = ['porteur', 'associate', 'adviser', 'accountant', 'headquarters']

function isSender(value: Json | undefined): boolean {
  return isMembers<Json>(value) && hasOnly(value, ['author', 'key', 'name', 'role']) && isAuthor(value['author']) && isBytes(value['key'], 32) && isText(value['name']) && ROLES.includes(value['role'])
}

function isRecipient(value: Json): boolean {
  return isMembers<Json>(value) && hasOnly(value, ['author', 'name', 'sealingKey']) && isAuthor(value['author']) && isText(value['name']) && isText(value['sealingKey'], 100)
}

function isSegment(value: Json): boolean {
  return (
    isMembers<Json>(value) && hasOnly(value, ['author', 'code', 'device', 'entity', 'from', 'headHash', 'key', 'previousHash', 'signature', 'to'], ['witness']) &&
    (value['witness'] === undefined || value['witness'] === true) && isAuthor(value['author']) && isText(value['entity'], 64) && isText(value['code'], 20) && isText(value['device'], 8) &&
    isSequence(value['from']) && isSequence(value['to']) && (value['from'] as number) <= (value['to'] as number) &&
    isBytes(value['previousHash'], 32) && isBytes(value['headHash'], 32) && isBytes(value['key'], 32) && isBytes(value['signature'], 64) &&
    (value['from'] === 1) === (value['previousHash'] === 'A'.repeat(43))
  )
}

function isReceipt(value: Json): boolean {
  return (
    isMembers<Json>(value) && hasOnly(value, ['author', 'debitCents', 'entity', 'entries', 'hash', 'sequence'], ['forkedAt']) &&
    isAuthor(value['author']) && isText(value['entity'], 64) && isSequence(value['sequence'], 0) && isBytes(value['hash'], 32) &&
    isCount(value['entries']) && isCount(value['debitCents'], Number.MIN_SAFE_INTEGER) && (value['forkedAt'] === undefined || isSequence(value['forkedAt']))
  )
}

function isFrame(value: Json): boolean {
  if (!isMembers<Json>(value) || !hasOnly(value, ['bytes', 'hash', 'kind', 'rawBytes']) || !isBytes(value['hash'], 32)) return false
  const most = value['kind'] === 'facts' ? PLI_LIMITS.factRawBytes : value['kind'] === 'document' ? PLI_LIMITS.documentRawBytes : 0
  // Deflate never takes much more than what it holds.
  return isCount(value['rawBytes'], 1, most) && isCount(value['bytes'], 20, (value['rawBytes'] as number) + 4096)
}

/** A stream comes once. */
function areDistinct(items: readonly { readonly entity: string; readonly author: string }[]): boolean {
  return new Set(items.map((item) => `${item.entity} ${item.author}`)).size === items.length
}

/** Facts come first, documents after; there are facts exactly when there are segments; and all of it has an end. */
function areInOrder(frames: readonly PliFrame[], segments: readonly Json[]): boolean {
  const firstDocument = frames.findIndex((frame) => frame.kind === 'document')
  const facts = frames.filter((frame) => frame.kind === 'facts').length
  const raw = frames.reduce((sum, frame) => sum + frame.rawBytes, 0)
  return (firstDocument === -1 || firstDocument === facts) && facts > 0 === segments.length > 0 && raw <= PLI_LIMITS.allRawBytes
}
