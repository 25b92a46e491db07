import { clockOf } from '../../chain/fact.ts'
import type { Reader } from '../../context.ts'
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { PENDING_REQUEST } from '../enrolment/enrol-request.ts'
import { hexOfBase64Url } from '../format/base64url.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Fingerprint } from '../pli.ts'
import { keysText, rootKeysText } from './root.ts'
import type { PublicKeys, Role } from '../sync-facts.ts'
import { type KeySpan, rootsOf, spansOf, type TrustView, workingKeys } from './trust.ts'
import { currentRoot, federationOf, heldSequence, isHeadquarters, isHeadquartersFile, trustView } from './trust.query.ts'

/** Someone who may sign, or once could, in the books of one entity. Instants in milliseconds since 1970. */
export interface TrustKeyRow {
  /** Code and name of the entity; null for who works for headquarters, and signs everywhere. */
  readonly entity: string | null
  readonly entityName: string | null
  readonly author: string
  readonly person: string
  readonly email: string | null
  readonly role: Role
  /** Its letter in entry numbers; null for headquarters as a whole. */
  readonly device: string | null
  readonly office: string | null
  /** Of its present keys. */
  readonly fingerprint: Fingerprint
  /** All its keys, each from a fact of its stream on. */
  readonly keys: readonly { readonly shortKey: string; readonly fromSequence: number; readonly rotated: boolean; readonly since: number }[]
  /** By the clock of headquarters. */
  readonly grantedAt: number | null
  readonly revoked: { readonly lastSequence: number; readonly reason: string; readonly at: number } | null
  /** Headquarters: works no longer since this day. */
  readonly endedOn: CalendarDate | null
  /** How far its stream is held here, and when its last fact was signed by its own clock. */
  readonly lastSequence: number
  readonly lastFactAt: number | null
  readonly own: boolean
}

export interface TrustKeys {
  readonly total: number
  readonly rows: readonly TrustKeyRow[]
}

interface Place {
  readonly entityId: number
  readonly uid: EntityId
  readonly code: string
  readonly name: string | null
  readonly author: AuthorId
}

/** Who may sign what where: headquarters first, then each entity in the order of codes; those of one entity when it is given. */
export function trustKeys(reader: Reader, filter: { readonly entityId?: number | undefined; readonly offset: number; readonly limit: number }): TrustKeys {
  const view = trustView(reader)
  const working = workingKeys(view).map((key): TrustKeyRow => headquartersRow(reader, view, key, filter.entityId))
  const where = 'WHERE entity.id = ifnull(?, entity.id) AND (uid <> ? OR NOT EXISTS (SELECT 1 FROM access AS other JOIN entity AS books ON books.id = other.entity_id WHERE other.author = access.author AND books.uid <> ?))'
  const given = [filter.entityId ?? null, view.federation ?? '', view.federation ?? ''] as const
  const total = reader.read<{ count: number }>(`SELECT COUNT(*) AS count FROM access JOIN entity ON entity.id = entity_id ${where}`).get(...given)?.count ?? 0
  const first = working.slice(filter.offset, filter.offset + filter.limit)
  const places = reader
    .read<Place>(
      `SELECT entity.id AS entityId, uid, code, entity_profile.name, access.author FROM access JOIN entity ON entity.id = access.entity_id
       LEFT JOIN entity_profile ON entity_profile.entity_id = entity.id ${where} ORDER BY code, access.device LIMIT ? OFFSET ?`,
    )
    .all(...given, filter.limit - first.length, Math.max(0, filter.offset - working.length))
  return { total: total + working.length, rows: [...first, ...places.map((place) => grantedRow(reader, view, place))] }
}

function headquartersRow(reader: Reader, view: TrustView, key: ReturnType<typeof workingKeys>[number], entityId: number | undefined): TrustKeyRow {
  const stream = entityId === undefined ? federationOf(reader)?.id : entityId
  return {
    entity: null, entityName: null, author: key.author, person: key.name, email: null, role: 'headquarters', device: null, office: null,
    fingerprint: keysFingerprint(reader, key), keys: [{ shortKey: shortKey(key.signingKey), fromSequence: 1, rotated: false, since: clockOf(key.namedAt) }],
    grantedAt: clockOf(key.namedAt), revoked: null, endedOn: key.endedOn ?? null,
    ...lastFact(reader, stream ?? 0, key.author), own: view.own?.author === key.author,
  }
}

function grantedRow(reader: Reader, view: TrustView, place: Place): TrustKeyRow {
  const spans = spansOf(view, place.uid, place.author)
  const last = spans.at(-1)
  const kept = reader
    .read<{ role: Role; person: string; email: string | null; device: string; office: string | null; grantedAt: number }>(
      'SELECT role, person, email, device, office, logical_time AS grantedAt FROM access WHERE entity_id = ? AND author = ?',
    )
    .get(place.entityId, place.author)
  const grant = last?.grant.body
  const isDirectory = place.uid === view.federation
  return {
    entity: isDirectory ? null : place.code, entityName: isDirectory ? null : place.name, author: place.author,
    person: grant?.person.name ?? kept?.person ?? '', email: grant?.person.email ?? kept?.email ?? null, role: grant?.role ?? kept?.role ?? 'associate',
    device: isDirectory ? null : (grant?.device ?? kept?.device ?? null), office: grant?.office ?? kept?.office ?? null,
    fingerprint: keysFingerprint(reader, last ? { signingKey: last.key, sealingKey: last.sealingKey } : { signingKey: '', sealingKey: '' }),
    keys: spans.map(keyRow), grantedAt: last ? clockOf(last.grant.logicalTime) : null, revoked: last ? revokedOf(last) : null, endedOn: null,
    ...lastFact(reader, place.entityId, place.author), own: reader.ports.author === place.author,
  }
}

function keyRow(span: KeySpan): TrustKeyRow['keys'][number] {
  return { shortKey: shortKey(span.key), fromSequence: span.from, rotated: span.isRotation, since: clockOf(span.saidAt) }
}

function revokedOf(span: KeySpan): TrustKeyRow['revoked'] {
  const { revocation } = span
  return revocation ? { lastSequence: revocation.body.lastSequence, reason: revocation.body.reason, at: clockOf(revocation.logicalTime) } : null
}

function lastFact(reader: Reader, entityId: number, author: AuthorId): { readonly lastSequence: number; readonly lastFactAt: number | null } {
  const row = reader
    .read<{ logicalTime: number }>(
      'SELECT logical_time AS logicalTime FROM stream JOIN fact ON fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32 WHERE entity_id = ? AND author = ? ORDER BY fact.id DESC LIMIT 1',
    )
    .get(entityId, author)
  return { lastSequence: heldSequence(reader, entityId, author), lastFactAt: row ? clockOf(row.logicalTime) : null }
}

/** The first characters of a key: enough to tell two apart in a list. */
function shortKey(signingKey: string): string {
  return signingKey.slice(0, 8)
}

export function keysFingerprint(reader: Reader, keys: PublicKeys): Fingerprint {
  return fingerprintOf(reader.ports.sha256(keysText(keys)), reader.ports.words())
}

/** The root as this workspace holds it; null outside a federation. */
export interface TrustRoot {
  /** Does this workspace belong to a federation? Does it speak for its headquarters? Was it made to? */
  readonly joined: boolean
  readonly isHeadquarters: boolean
  readonly isHeadquartersFile: boolean
  /** `request`: of the request that awaits its answer, which headquarters compares. */
  readonly own: { readonly author: string; readonly fingerprint: Fingerprint | null; readonly request: Fingerprint | null; readonly roles: readonly { readonly entity: string; readonly role: Role; readonly device: string }[] }
  readonly root: {
    readonly federation: string
    readonly name: string
    readonly version: number
    readonly versions: readonly { readonly version: number; readonly expiresOn: CalendarDate }[]
    readonly threshold: number
    readonly rootKeys: readonly string[]
    readonly expiresOn: CalendarDate
    /** New trust by this root is flagged from that day on; what was signed stays good. */
    readonly expired: boolean
    readonly fingerprint: Fingerprint
    readonly working: readonly { readonly author: string; readonly name: string; readonly shortKey: string; readonly endedOn: CalendarDate | null }[]
  } | null
}

/** Where this workspace stands: who it is, what it asked, which federation it belongs to and the root that it believes. */
export function trustRoot(reader: Reader): TrustRoot {
  const identity = reader.ports.identity()
  const root = currentRoot(reader)
  const roles = reader
    .read<{ entity: string; role: Role; device: string }>('SELECT code AS entity, role, device FROM access JOIN entity ON entity.id = entity_id WHERE author = ? ORDER BY code')
    .all(reader.ports.author)
  return {
    joined: federationOf(reader) !== undefined, isHeadquarters: isHeadquarters(reader), isHeadquartersFile: isHeadquartersFile(reader),
    own: { author: reader.ports.author, fingerprint: identity ? keysFingerprint(reader, identity) : null, request: pendingFingerprint(reader), roles },
    root: root ? {
      federation: root.federation, name: root.name, version: root.version,
      versions: rootsOf(trustView(reader)).map(({ version, expiresOn }) => ({ version, expiresOn })), threshold: root.threshold,
      rootKeys: root.rootKeys.map(shortKey), expiresOn: root.expiresOn, expired: root.expiresOn <= reader.ports.today(),
      fingerprint: fingerprintOf(reader.ports.sha256(rootKeysText(root)), reader.ports.words()),
      working: root.working.map((key) => ({ author: key.author, name: key.name, shortKey: shortKey(key.signingKey), endedOn: key.endedOn ?? null })),
    } : null,
  }
}

function pendingFingerprint(reader: Reader): Fingerprint | null {
  const name = reader.read<{ value: string }>('SELECT value FROM setting WHERE key = ?').get(PENDING_REQUEST)?.value
  const hash = name === undefined ? undefined : hexOfBase64Url(name, 32)
  return hash === undefined ? null : fingerprintOf(hash, reader.ports.words())
}

export interface OfficeRow {
  readonly code: string
  readonly name: string
  readonly email: string | null
  readonly address: string | null
  readonly closedOn: CalendarDate | null
  readonly advisers: readonly string[]
  /** Codes of the Activités entrusted to it that this workspace knows. */
  readonly entities: readonly string[]
}

/** The regional offices of the federation, in the order of their codes. */
export function offices(reader: Reader): OfficeRow[] {
  const view = trustView(reader)
  const rows = reader
    .read<{ code: string; name: string; email: string | null; address: string | null; closedOn: CalendarDate | null }>(
      'SELECT code, name, email, address, closed_on AS closedOn FROM office WHERE federation_id = ? ORDER BY code',
    )
    .all(federationOf(reader)?.id ?? 0)
  const people = reader
    .read<{ entity: string; uid: EntityId; author: AuthorId; office: string; person: string }>(
      'SELECT code AS entity, uid, author, office, person FROM access JOIN entity ON entity.id = entity_id WHERE office IS NOT NULL ORDER BY code, person',
    )
    .all()
    .filter((each) => spansOf(view, each.uid, each.author).at(-1)?.revocation === undefined)
  return rows.map((row) => {
    const own = people.filter((each) => each.office === row.code)
    return { ...row, advisers: [...new Set(own.map((each) => each.person))], entities: [...new Set(own.filter((each) => each.uid !== view.federation).map((each) => each.entity))] }
  })
}
