import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import type { Crypto } from '../../context.ts'
import { type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { isMembers, type Members as MembersOf } from '../../kernel/members.ts'
import { base64UrlOfHex, hexOfBase64Url } from '../format/base64url.ts'
import { REQUEST_DOMAIN } from '../pli.ts'
import { readCanonical } from '../format/read-canonical.ts'
import { isSealingKey } from '../format/sealing-key.ts'
import type { Person, PublicKeys, Role } from '../sync-facts.ts'

export const REQUEST_VERSION = 1
/** The setting that keeps the hash of the request under way. */
export const PENDING_REQUEST = 'enrolment-request'
/** And the one that keeps the hash of the request answered last: finishing twice is finishing once. */
export const ANSWERED_REQUEST = 'enrolment-answered'

/** An Activité of the workspace that asks, and how far its streams go there. */
export interface RequestedEntity {
  readonly uid: EntityId
  readonly code: string
  readonly name: string
  readonly entries: number
  readonly heads: readonly { readonly author: AuthorId; readonly device: string; readonly sequence: number }[]
}

/** What a workspace asks of headquarters. The file is two lines: this in canonical JSON, then `{"signature"}` by its own key. */
export type EnrolmentRequest = PublicKeys & {
  readonly format: 'archipel-enrolment'
  readonly version: number
  readonly author: AuthorId
  readonly person: Person
  /** `headquarters`: another machine of headquarters, which its root must name. */
  readonly role: Role
  readonly office?: string
  /** Code of an Activité that headquarters already knows: another device for it, or its first one. For headquarters: uid of the federation whose books are here already. */
  readonly joins?: string
  readonly entities: readonly RequestedEntity[]
  /** It comes from a demonstration: no real headquarters accepts it, and a demonstration accepts no other. */
  readonly demonstration?: true
  readonly nonce: string
  readonly expiresOn: CalendarDate
}

export interface ReadRequest {
  readonly request: EnrolmentRequest
  /** SHA-256 of the text signed: in hexadecimal, and as the answer names it. */
  readonly hash: string
  readonly name: string
}

interface Tools {
  readonly sha256: (text: string) => string
  readonly crypto: Pick<Crypto, 'verify'>
}

/** What its own key signs. */
function requestText(line: string): string {
  return `${REQUEST_DOMAIN}\n${line}`
}

/** The file of a request, and the hash that stands for it. */
export function makeRequest(request: EnrolmentRequest, sign: (text: string) => string, tools: Pick<Tools, 'sha256'>): { readonly text: string; readonly hash: string; readonly name: string } {
  const line = canonicalJson(request as unknown as Json)
  const hash = tools.sha256(requestText(line))
  return { text: `${line}\n${canonicalJson({ signature: sign(requestText(line)) })}\n`, hash, name: base64UrlOfHex(hash) }
}

type RequestProblemCode = 'enrolment_not_a_request' | 'enrolment_too_new' | 'enrolment_altered'

const MOST_CHARACTERS = 1_000_000

/** Reads a request from hostile text. Mail may have changed the ends of its lines, nothing else. */
export function readRequestText(text: string, tools: Tools): ReadRequest | RequestProblemCode {
  if (text.length > MOST_CHARACTERS) return 'enrolment_not_a_request'
  const [line = '', signatureLine = '', ...rest] = text.replace(/^\uFEFF/u, '').trim().split(/\s*\n/u)
  const value = readCanonical(line)
  if (!isMembers<Json>(value) || value['format'] !== 'archipel-enrolment') return text.includes('"archipel-enrolment"') ? 'enrolment_altered' : 'enrolment_not_a_request'
  if (typeof value['version'] === 'number' && value['version'] > REQUEST_VERSION) return 'enrolment_too_new'
  const signed = readCanonical(signatureLine)
  const signature = isMembers<Json>(signed) ? signed['signature'] : undefined
  if (rest.length > 0 || typeof signature !== 'string' || !isRequest(value)) return 'enrolment_altered'
  const request = value as unknown as EnrolmentRequest
  if (!tools.crypto.verify(request.signingKey, requestText(line), signature)) return 'enrolment_altered'
  const hash = tools.sha256(requestText(line))
  return { request, hash, name: base64UrlOfHex(hash) }
}

type Members = MembersOf<Json>

const ROLES: readonly (Json | undefined)[] = ['porteur', 'associate', 'adviser', 'accountant', 'headquarters']
const MOST_ENTITIES = 1000
const isText = (value: Json | undefined, most = 200): value is string =>
  // Neither control characters nor what shows a person another name than the one signed: a grant will carry it.
  // oxlint-disable-next-line no-control-regex -- exactly these are what no name holds
  typeof value === 'string' && value.length > 0 && value.length <= most && !/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/u.test(value)
/** What an entry number bears of a device, as the fact of a grant says it. */
const LETTER = /^[A-Z]{1,4}\d{0,6}$/u
const isOptional = (value: Json | undefined): boolean => value === undefined || isText(value)
const isCount = (value: Json | undefined): boolean => typeof value === 'number' && value >= 0
const isListOf = (value: Json | undefined, most: number, isOne: (each: Members) => boolean): boolean =>
  Array.isArray(value) && value.length <= most && (value as readonly Json[]).every((each) => isMembers<Json>(each) && isOne(each))

function isRequest(value: Members): boolean {
  const { person } = value
  return (
    value['version'] === REQUEST_VERSION && isText(value['author'], 64) && isSealingKey(value['sealingKey']) && isCalendarDate(value['expiresOn']) &&
    typeof value['signingKey'] === 'string' && hexOfBase64Url(value['signingKey'], 32) !== undefined && isText(value['nonce'], 64) &&
    isMembers<Json>(person) && isText(person['name']) && isOptional(person['email']) && ROLES.includes(value['role']) && isOptional(value['office']) && isOptional(value['joins']) &&
    (value['demonstration'] === undefined || value['demonstration'] === true) && isListOf(value['entities'], MOST_ENTITIES, isEntity)
  )
}

function isEntity(value: Members): boolean {
  return (
    isText(value['uid'], 64) && isText(value['code'], 20) && isText(value['name']) && isCount(value['entries']) &&
    isListOf(value['heads'], MOST_ENTITIES, (head) => isText(head['author'], 64) && isText(head['device'], 8) && LETTER.test(head['device']) && isCount(head['sequence']))
  )
}
