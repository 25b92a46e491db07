import { heads } from '../../chain/chain.query.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import { addDays } from '../../kernel/calendar-date.ts'
import { err, ok } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import type { EnrolmentInfo } from '../../workspace.ts'
import { ANSWERED_REQUEST, type EnrolmentRequest, makeRequest, PENDING_REQUEST, readRequestText, type ReadRequest, REQUEST_VERSION, type RequestedEntity } from './enrol-request.ts'
import { fingerprintOf } from '../trust/fingerprint.ts'
import type { Fingerprint } from '../pli.ts'
import type { Role } from '../sync-facts.ts'
import { readersIn } from '../trust/trust.ts'
import { entityNumber, federationOf, isDemonstrationFile, isHeadquarters, isHeadquartersFile, trustView } from '../trust/trust.query.ts'

/** A request older than this must be written again: whoever finds an old one gains nothing. */
const DAYS_TO_ANSWER = 60

export interface RequestInput {
  readonly person: string
  readonly email?: string | undefined
  readonly role: Role
  readonly joins?: string | undefined
  readonly office?: string | undefined
}

/**
 * Writes the request to join, signed by this workspace's own key. A porteur brings the Activités of the workspace; everybody else joins
 * books that headquarters knows. A file made for headquarters asks to be one more of its machines. Refusals: `headquarters_founds`, `headquarters_has_books` (books of its own
 * would be one more legal person everywhere), `role_not_by_enrolment` (another kind of file), `person_missing`, `office_missing` (an adviser
 * works in one), `identity_missing`, `identity_locked`, `enrolled_already` (nothing is left to ask for).
 */
export function writeRequest(ctx: Context, input: RequestInput): Outcome<{ readonly text: string; readonly fingerprint: Fingerprint }> {
  const identity = ctx.ports.identity()
  const person = cleanText(input.person)
  const { role } = input
  if (isHeadquartersFile(ctx) && role !== 'headquarters') return err([{ code: 'headquarters_founds' }])
  if (!isHeadquartersFile(ctx) && role === 'headquarters') return err([{ code: 'role_not_by_enrolment' }])
  if (!person) return err([{ code: 'person_missing' }])
  if (role === 'adviser' && !input.office) return err([{ code: 'office_missing' }])
  if (!identity) return err([{ code: 'identity_missing' }])
  const { sign } = identity
  if (!sign) return err([{ code: 'identity_locked' }])
  const entities = role === 'porteur' && !input.joins ? ownEntities(ctx) : []
  const federation = federationOf(ctx)
  if (federation && entities.length === 0 && !input.joins && isKnown(ctx)) return err([{ code: 'enrolled_already', headquarters: federation.headquarters }])
  const apart = role === 'headquarters' ? booksApart(ctx) : []
  if (apart.length > 0) return err([{ code: 'headquarters_has_books', entities: apart }])
  const joins = role === 'headquarters' ? federation?.uid : input.joins
  const email = cleanText(input.email ?? '')
  const request: EnrolmentRequest = {
    format: 'archipel-enrolment', version: REQUEST_VERSION, author: identity.author, signingKey: identity.signingKey, sealingKey: identity.sealingKey,
    person: { name: person, ...(email ? { email } : {}) }, role, ...(input.office ? { office: input.office } : {}), ...(joins ? { joins } : {}),
    entities, ...(isInvented(ctx) ? { demonstration: true } : {}), nonce: ctx.ports.newId(), expiresOn: addDays(ctx.ports.today(), DAYS_TO_ANSWER),
  }
  const { text, hash, name } = makeRequest(request, sign, ctx.ports)
  return ctx.write((tx) => {
    tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(PENDING_REQUEST, name)
    return ok({ text, fingerprint: fingerprintOf(hash, ctx.ports.words()) })
  })
}

/** A demonstration in which nobody opened books of their own. */
function isInvented(reader: Reader): boolean {
  return isDemonstrationFile(reader) && reader.read('SELECT 1 FROM entity_profile WHERE demonstration = 0').get() === undefined
}

/** The books kept here that headquarters has granted nobody here yet; demonstration books stay where they are. */
function ownEntities(reader: Reader): RequestedEntity[] {
  const rows = reader
    .read<{ id: number; uid: RequestedEntity['uid']; code: string; name: string; entries: number }>(
      `SELECT entity.id, uid, code, name, (SELECT COUNT(*) FROM entry WHERE entry.entity_id = entity.id) AS entries FROM entity JOIN entity_profile ON entity_profile.entity_id = entity.id
       WHERE demonstration = 0 AND NOT EXISTS (SELECT 1 FROM access WHERE access.entity_id = entity.id AND access.author = ?) ORDER BY code`,
    )
    .all(reader.ports.author)
  return rows.map(({ id, ...row }) => ({ ...row, heads: heads(reader, id).map(({ stream, sequence }) => ({ author: stream.author, device: stream.device, sequence })) }))
}

/** Codes of books that only this workspace ever wrote, demonstrations aside. */
function booksApart(reader: Reader): string[] {
  return reader
    .read<{ code: string }>(
      `SELECT code FROM entity JOIN entity_profile ON entity_profile.entity_id = entity.id
       WHERE demonstration = 0 AND NOT EXISTS (SELECT 1 FROM stream WHERE stream.entity_id = entity.id AND author <> ?) ORDER BY code`,
    )
    .all(reader.ports.author)
    .map((row) => row.code)
}

/** Is this workspace's present key granted somewhere? A lost key is not: it asks again. */
function isKnown(reader: Reader): boolean {
  if (isHeadquarters(reader)) return true
  const identity = reader.ports.identity()
  const view = trustView(reader)
  return view.entitiesOf(reader.ports.author).some((uid) => readersIn(view, uid).some((each) => each.author === reader.ports.author && each.signingKey === identity?.signingKey))
}

/** The request under way was answered: none is awaited any more. */
export function settleRequest(tx: Writer): void {
  tx.write('UPDATE OR REPLACE setting SET key = ? WHERE key = ?').run(ANSWERED_REQUEST, PENDING_REQUEST)
}

/** A request, as it is written. Refusals: `enrolment_not_a_request`, `enrolment_altered`, `enrolment_too_new`. */
export function parseRequest(reader: Reader, text: string): Outcome<ReadRequest> {
  const read = readRequestText(text, reader.ports)
  return typeof read === 'string' ? err([{ code: read }]) : ok(read)
}

/** What a request says, for the person who decides. Refusals as `parseRequest`. */
export function readRequest(reader: Reader, text: string): Outcome<EnrolmentInfo> {
  const read = parseRequest(reader, text)
  if (!read.ok) return read
  const { request, hash } = read.value
  return ok({
    kind: 'request', person: request.person.name, email: request.person.email ?? null, role: request.role, office: request.office ?? null,
    entities: [
      ...(request.joins === undefined || request.role === 'headquarters' ? [] : [{ uid: '', code: request.joins, name: request.joins, entries: 0, known: entityNumber(reader, request.joins) !== undefined }]),
      ...request.entities.map(({ uid, code, name, entries }) => ({ uid, code, name, entries, known: entityNumber(reader, uid) !== undefined })),
    ],
    fingerprint: fingerprintOf(hash, reader.ports.words()), rootFingerprint: null, headquarters: null,
  })
}
