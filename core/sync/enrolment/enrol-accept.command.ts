import { foreignEntity } from '../../chain/foreign-stream.command.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import { assert } from '../../kernel/assert.ts'
import type { AuthorId } from '../../kernel/ids.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { foldText } from '../../kernel/text.ts'
import { codeFrom } from '../format/entity-code.ts'
import type { EnrolmentAddressee } from '../making/compose-pli.command.ts'
import type { EnrolmentRequest, ReadRequest, RequestedEntity } from './enrol-request.ts'
import { parseRequest } from './enrol.command.ts'
import { fingerprintOf, isSameFingerprint } from '../trust/fingerprint.ts'
import type { Fingerprint } from '../pli.ts'
import { checkAdded, currentRootFingerprint, type NewWorkingKey } from '../trust/root.command.ts'
import type { AccessGranted } from '../sync-facts.ts'
import { readersIn, workingKeys } from '../trust/trust.ts'
import { recordOfficeIn } from '../trust/trust-entity.command.ts'
import { entitiesOfAuthor, grantAccess, isKeyTaken, presentKeys, regrantIn, uidOf } from '../trust/trust-grant.command.ts'
import { allBooks, entityNumber, federationOf, isDemonstrationFile, isHeadquarters, trustView } from '../trust/trust.query.ts'

export interface AcceptOptions {
  /** Another role than the one asked for; `headquarters` is only for those who ask for it. */
  readonly role?: AccessGranted['role'] | undefined
  /** Codes: of Activités known here that it joins, or of those that the request brings. All that it brings when not given. */
  readonly entities?: readonly string[] | undefined
  readonly office?: string | undefined
  /** As the person read it to headquarters: words or digits. */
  readonly fingerprint?: string | undefined
  /** The person lost the key that headquarters knows: this one replaces it, from what is held here on. */
  readonly replaceKey?: boolean | undefined
}

export interface Accepted {
  /** What `composeEnrolment` makes the answer for. */
  readonly to: EnrolmentAddressee
  readonly fingerprint: Fingerprint
  readonly rootFingerprint: Fingerprint
  readonly person: string
  /** Codes here of the books granted. */
  readonly entities: readonly string[]
}

/**
 * Headquarters accepts a request: who may sign and read is written into each set of books it concerns. Accepting the same request again
 * grants nothing twice and makes the same answer. Refusals: those of `parseRequest`, `not_headquarters`, `identity_locked`,
 * `enrolment_expired`, `enrolment_of_demonstration`, `enrolment_to_demonstration`, `fingerprint_differs`, `enrolment_own_request`, `author_known_other_key`, `key_taken`, `office_missing`,
 * `root_needed` (another machine of headquarters, which two root keys must name first: `workingKeyOf`), `enrolment_ended`, `enrolment_revoked`, `office_closed`, those of `recordOffice`, `enrolment_entity_known`, `enrolment_joins_unknown`, `enrolment_without_entity`, `entity_unknown`.
 */
export function acceptRequest(ctx: Context, text: string, given: AcceptOptions): Outcome<Accepted> {
  // Naming no book is not naming any: it begins no access again.
  const options: AcceptOptions = given.entities?.length === 0 ? { ...given, entities: undefined } : given
  const federation = federationOf(ctx)
  if (!federation || !isHeadquarters(ctx)) return err([{ code: 'not_headquarters' }])
  if (!ctx.ports.identity()?.sign) return err([{ code: 'identity_locked' }])
  const read = parseRequest(ctx, text)
  if (!read.ok) return read
  const { request, hash, name } = read.value
  const fingerprint = fingerprintOf(hash, ctx.ports.words())
  if (options.fingerprint !== undefined && !isSameFingerprint(options.fingerprint, fingerprint)) return err([{ code: 'fingerprint_differs', person: request.person.name }])
  if (request.expiresOn < ctx.ports.today()) return err([{ code: 'enrolment_expired', person: request.person.name, expiresOn: request.expiresOn }])
  const isInvented = request.demonstration === true
  if (isInvented !== isDemonstrationFile(ctx)) return err([{ code: isInvented ? 'enrolment_of_demonstration' : 'enrolment_to_demonstration', person: request.person.name }])
  if ((options.role ?? request.role) === 'headquarters') return acceptHeadquarters(ctx, read.value, fingerprint)
  return ctx.write((tx): Outcome<Accepted> => {
    const known = settleKeys(tx, request, options.replaceKey === true, options.entities !== undefined || options.office !== undefined)
    if (!known.ok) return known
    const granted = (options.role ?? request.role) === 'adviser' ? acceptAdviser(tx, federation.id, request, options) : acceptBooks(tx, request, options)
    if (!granted.ok) return granted
    return ok({
      to: { request: name, author: request.author, sealingKey: request.sealingKey, name: request.person.name, entities: granted.value },
      fingerprint, rootFingerprint: currentRootFingerprint(tx), person: request.person.name, entities: codesOf(tx, granted.value),
    })
  })
}

/** Another machine of headquarters, once the root names it: everything that this one holds is for it, unless it holds the books already. */
function acceptHeadquarters(ctx: Context, { request, name }: ReadRequest, fingerprint: Fingerprint): Outcome<Accepted> {
  const { author, signingKey, sealingKey } = request
  const person = request.person.name
  const own = workingKeys(trustView(ctx)).filter((key) => key.author === author)
  if (author === ctx.ports.author) return err([{ code: 'enrolment_own_request', person }])
  const named = own.find((key) => key.signingKey === signingKey && key.sealingKey === sealingKey)
  if (named?.endedOn !== undefined || (own.length > 0 && !named)) return err([{ code: 'enrolment_ended', person }])
  if (!named) {
    const problems = checkAdded(ctx, { author, name: person, signingKey, sealingKey })
    return err(problems.length > 0 ? problems : [{ code: 'root_needed', person }])
  }
  const entities = request.joins === federationOf(ctx)?.uid ? [] : allBooks(ctx)
  return ok({
    to: { request: name, author, sealingKey, name: person, entities },
    fingerprint, rootFingerprint: currentRootFingerprint(ctx), person, entities: codesOf(ctx, entities),
  })
}

/** The key that a request asks the root to name. Refusals: those of `parseRequest`, `role_not_by_enrolment` for a request of another role. */
export function workingKeyOf(reader: Reader, text: string): Outcome<NewWorkingKey> {
  const read = parseRequest(reader, text)
  if (!read.ok) return read
  const { author, signingKey, sealingKey, person, role } = read.value.request
  return role === 'headquarters' ? ok({ author, signingKey, sealingKey, name: person.name }) : err([{ code: 'role_not_by_enrolment' }])
}

function codesOf(tx: Reader, ids: readonly number[]): string[] {
  return ids.map((id) => tx.read<{ code: string }>('SELECT code FROM entity WHERE id = ?').get(id)?.code ?? '')
}

/** Is this author new, or known under this very key? A lost key is replaced only when headquarters says so. */
function settleKeys(tx: Writer, request: EnrolmentRequest, replaces: boolean, isNamed: boolean): Outcome<null> {
  const { author, signingKey, sealingKey } = request
  const person = request.person.name
  if (workingKeys(trustView(tx)).some((key) => key.author === author || key.signingKey === signingKey)) return err([{ code: 'enrolment_own_request', person }])
  if (isKeyTaken(tx, signingKey, author)) return err([{ code: 'key_taken' }])
  const known = presentKeys(tx, author)
  if (!known) return ok(null)
  const view = trustView(tx)
  // An old request found again must not undo a revocation: a person names the books in which access begins again.
  if (!isNamed && !view.entitiesOf(author).some((uid) => readersIn(view, uid).some((each) => each.author === author))) return err([{ code: 'enrolment_revoked', person }])
  if (known.signingKey === signingKey) return ok(null)
  if (!replaces) return err([{ code: 'author_known_other_key', person }])
  const again = regrantIn(tx, { author, signingKey, sealingKey })
  return again.ok ? ok(null) : again
}

/** A person of an office: listed for all of the federation, and a reader of everything entrusted to that office. */
function acceptAdviser(tx: Writer, federationId: number, request: EnrolmentRequest, options: AcceptOptions): Outcome<readonly number[]> {
  const office = findOffice(tx, federationId, options.office ?? request.office)
  if (!office.ok) return office
  const uid = uidOf(tx, federationId)
  const view = trustView(tx)
  const entrusted = tx
    .read<{ id: number }>('SELECT DISTINCT entity_id AS id FROM access WHERE office = ? AND entity_id <> ? ORDER BY entity_id')
    .all(office.value, federationId)
    .map((row) => row.id)
    .filter((id) => readersIn(view, uidOf(tx, id)).some((each) => each.grant.office === office.value))
  const named = namedHere(tx, options.entities ?? [])
  if (!named.ok) return named
  // To name the office is to decide anew for all that it was entrusted with.
  const kept = options.office === undefined ? entrusted.filter((id) => !isEnded(tx, id, request.author)) : entrusted
  const entities = [...new Set([...kept, ...named.value])]
  const grant = { ...keysOf(request), role: 'adviser' as const, office: office.value }
  const isListed = readersIn(view, uid).some((each) => each.author === request.author && each.signingKey === request.signingKey && each.grant.office === office.value)
  if (!isListed) grantAccess(tx, federationId, grant)
  for (const id of entities) grantAccess(tx, id, grant)
  return ok(entities)
}

function keysOf(request: EnrolmentRequest): Pick<AccessGranted, 'author' | 'signingKey' | 'sealingKey' | 'person'> {
  return { author: request.author, signingKey: request.signingKey, sealingKey: request.sealingKey, person: request.person }
}

/** The office by its code or its name; one that nobody recorded yet is recorded under the code given. */
function findOffice(tx: Writer, federationId: number, wanted: string | undefined): Outcome<string> {
  if (!wanted) return err([{ code: 'office_missing' }])
  const all = tx.read<{ code: string; name: string; closedOn: string | null }>('SELECT code, name, closed_on AS closedOn FROM office WHERE federation_id = ?').all(federationId)
  const found = all.find((office) => office.code === wanted) ?? all.find((office) => foldText(office.name) === foldText(wanted) || foldText(office.code) === foldText(wanted))
  if (found && found.closedOn !== null && found.closedOn <= tx.ports.today()) return err([{ code: 'office_closed', office: found.code, closedOn: found.closedOn }])
  if (found) return ok(found.code)
  const made = recordOfficeIn(tx, federationId, { code: wanted, name: wanted })
  return made.ok ? ok(made.value.code) : made
}

function namedHere(tx: Writer, codes: readonly string[]): Outcome<readonly number[]> {
  const federation = federationOf(tx)?.id
  const unknown = codes.filter((code) => [undefined, federation].includes(entityNumber(tx, code)))
  return unknown.length > 0 ? err(unknown.map((entity) => ({ code: 'entity_unknown', entity }))) : ok(codes.map((code) => entityNumber(tx, code) ?? 0))
}

/** Books that the request brings, and those known here that it joins. */
function acceptBooks(tx: Writer, request: EnrolmentRequest, options: AcceptOptions): Outcome<readonly number[]> {
  const chosen = chooseBooks(tx, request, options.entities)
  if (!chosen.ok) return chosen
  const { joined, brought } = chosen.value
  const kept = options.entities ? [] : readableBy(tx, request)
  if (joined.length + brought.length + kept.length === 0) return err([{ code: 'enrolment_without_entity', person: request.person.name }])
  const role = options.role ?? request.role
  assert(role !== 'headquarters', 'the root names headquarters, nobody grants it')
  const grant = { ...keysOf(request), role }
  const ids = joined.map((id) => ({ id, wantedLetter: undefined as string | undefined }))
  for (const entity of brought) {
    const wantedLetter = entity.heads.find((head) => head.author === request.author)?.device
    ids.push({ id: foreignEntity(tx, entity.uid, codeFrom(entity.code)), wantedLetter })
  }
  // Accepted before: what headquarters decided then stands, unless it now says another role.
  for (const { id, wantedLetter } of ids) if (!kept.includes(id) || options.role) grantAccess(tx, id, { ...grant, wantedLetter })
  return ok([...new Set([...ids.map(({ id }) => id), ...kept])])
}

/** The books in which this very key has access already: an answer carries them again. */
function readableBy(tx: Writer, { author, signingKey }: EnrolmentRequest): number[] {
  const view = trustView(tx)
  const federation = federationOf(tx)?.id
  return entitiesOfAuthor(tx, author).filter((id) => id !== federation && readersIn(view, uidOf(tx, id)).some((each) => each.author === author && each.signingKey === signingKey))
}

/** Had access there, and has it no longer: it begins again only in books that a person names. */
function isEnded(tx: Writer, entityId: number, author: AuthorId): boolean {
  const had = tx.read('SELECT 1 FROM access WHERE entity_id = ? AND author = ?').get(entityId, author) !== undefined
  return had && !readersIn(trustView(tx), uidOf(tx, entityId)).some((each) => each.author === author)
}

/** Books that a request may name: neither the list of the federation, nor headquarters' own, which a person names. */
function joinable(tx: Writer, code: string): number | undefined {
  const id = entityNumber(tx, code)
  const isClosed = id === federationOf(tx)?.id || tx.read("SELECT 1 FROM entity_profile WHERE entity_id = ? AND kind = 'headquarters'").get(id ?? 0) !== undefined
  return isClosed ? undefined : id
}

interface Chosen { readonly joined: readonly number[]; readonly brought: readonly RequestedEntity[] }

function chooseBooks(tx: Writer, request: EnrolmentRequest, named: readonly string[] | undefined): Outcome<Chosen> {
  if (named) {
    const brought = request.entities.filter((entity) => named.includes(entity.code) && entityNumber(tx, entity.code) === undefined)
    const joined = namedHere(tx, named.filter((code) => !brought.some((entity) => entity.code === code)))
    return joined.ok ? ok({ joined: joined.value, brought }) : joined
  }
  const problems: Refusal[] = []
  const joined = request.joins === undefined ? undefined : joinable(tx, request.joins)
  if (request.joins !== undefined && joined === undefined) problems.push({ code: 'enrolment_joins_unknown', entity: request.joins })
  const isOwn = (id: number): boolean => tx.read('SELECT 1 FROM access WHERE entity_id = ? AND author = ?').get(id, request.author) !== undefined
  for (const { uid, code } of request.entities) {
    const id = entityNumber(tx, uid)
    // Whoever knows the number of somebody else's books could ask for them: a person decides, by name.
    if (id !== undefined && !isOwn(id)) problems.push({ code: 'enrolment_entity_known', entity: code })
    else if (id !== undefined && isEnded(tx, id, request.author)) problems.push({ code: 'enrolment_revoked', person: request.person.name })
  }
  if (joined !== undefined && isEnded(tx, joined, request.author)) problems.push({ code: 'enrolment_revoked', person: request.person.name })
  return problems.length > 0 ? err(problems) : ok({ joined: joined === undefined ? [] : [joined], brought: request.entities })
}
