import type { Outcome, Reader } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import type { StatedRoot } from './root.ts'
import type { AccessGranted, AccessRevoked, KeyRotated, Role, RootStated, RootStatement } from '../sync-facts.ts'
import { type EntityTrust, NO_TRUST, type Placed, readersIn, rootsOf, type TrustView, workingKeys } from './trust.ts'

interface PlacedRow { readonly body: string; readonly author: AuthorId; readonly sequence: number; readonly logicalTime: number }

const PLACE = 'fact.body, stream.author, fact.sequence, fact.logical_time AS logicalTime'
const SAID = (table: string): string => `SELECT ${PLACE} FROM ${table} AS said JOIN fact ON fact.id = said.fact_id JOIN stream ON stream.id = fact.stream_id`

function placed<Body>(rows: readonly PlacedRow[]): Placed<Body>[] {
  return rows.map((row) => ({ body: JSON.parse(row.body) as Body, author: row.author, sequence: row.sequence, logicalTime: row.logicalTime }))
}

/** The part of the view that the database says, remembered until a fact of trust is applied (`trust.apply.ts` empties it). */
interface Remembered {
  readonly federation: EntityId | undefined
  readonly roots: readonly StatedRoot[]
  readonly entities: Map<EntityId, EntityTrust>
}

function remembered(reader: Reader): Remembered {
  let known = reader.memory.get('trust') as Remembered | undefined
  if (!known) {
    const federation = federationOf(reader)?.uid
    known = { federation, roots: federation === undefined ? [] : statedRoots(reader, federation), entities: new Map() }
    reader.memory.set('trust', known)
  }
  return known
}

function statedRoots(reader: Reader, federation: EntityId): StatedRoot[] {
  const rows = reader.read<PlacedRow>(`${SAID('root_statement')} WHERE said.entity_id = (SELECT id FROM entity WHERE uid = ?)`).all(federation)
  return placed<RootStated>(rows).map(({ body, ...place }) => ({ stated: body, ...place }))
}

function entityTrust(reader: Reader, uid: EntityId): EntityTrust {
  const entity = reader.read<{ id: number }>('SELECT id FROM entity WHERE uid = ?').get(uid)
  if (!entity) return NO_TRUST
  const keys = (kind: string): PlacedRow[] => reader.read<PlacedRow>(`${SAID('access_key')} WHERE said.entity_id = ? AND fact.kind = ?`).all(entity.id, kind)
  return {
    grants: placed<AccessGranted>(keys('AccessGranted')),
    revocations: placed<AccessRevoked>(reader.read<PlacedRow>(`${SAID('access_revoked')} WHERE said.entity_id = ?`).all(entity.id)),
    rotations: placed<KeyRotated>(keys('KeyRotated')),
  }
}

/** What this workspace believes: its federation's root, and who was granted what in each entity. Its own key signs for it. */
export function trustView(reader: Reader): TrustView {
  const known = remembered(reader)
  const own = reader.ports.identity()
  return {
    verify: reader.ports.crypto.verify,
    own: own ? { author: own.author, key: own.signingKey } : undefined,
    federation: known.federation,
    roots: known.roots,
    trustOf: (entity) => {
      let trust = known.entities.get(entity)
      if (!trust) known.entities.set(entity, (trust = entityTrust(reader, entity)))
      return trust
    },
    entitiesOf: (author) =>
      reader.read<{ uid: EntityId }>('SELECT uid FROM access JOIN entity ON entity.id = entity_id WHERE author = ? ORDER BY entity_id').all(author).map((row) => row.uid),
  }
}

/** The federation that this workspace belongs to; undefined until it joined or founded one. */
export function federationOf(reader: Reader): { readonly id: number; readonly uid: EntityId; readonly headquarters: string } | undefined {
  return reader
    .read<{ id: number; uid: EntityId; headquarters: string }>(
      `SELECT entity.id, uid, ifnull((SELECT value FROM setting WHERE key = 'headquarters'), '') AS headquarters FROM setting
       JOIN entity ON uid = setting.value WHERE setting.key = 'federation'`,
    )
    .get()
}

/** The root in force; undefined outside a federation. */
export function currentRoot(reader: Reader): RootStatement | undefined {
  return rootsOf(trustView(reader)).at(-1)
}

/** Was this file made for headquarters? Its root is founded there. */
export function isHeadquartersFile(reader: Reader): boolean {
  return reader.read("SELECT 1 FROM setting WHERE key = 'kind' AND value = 'headquarters'").get() !== undefined
}

/** Is this a file of invented books, whose root keys nobody has and whose people sign with keys that anyone can draw? */
export function isDemonstrationFile(reader: Reader): boolean {
  return reader.read("SELECT 1 FROM setting WHERE key = 'demonstration' AND value = 'yes'").get() !== undefined
}

/** The local id of an entity by its code or uid, its books here or not yet; undefined for what this workspace never met. */
export function entityNumber(reader: Reader, codeOrUid: string): number | undefined {
  return reader.read<{ id: number }>('SELECT id FROM entity WHERE code = ? OR uid = ?').get(codeOrUid, codeOrUid)?.id
}

/** How far this workspace holds the stream of an author; 0 when it has none. */
export function heldSequence(reader: Reader, entityId: number, author: AuthorId): number {
  const row = reader
    .read<{ sequence: number }>('SELECT fact.sequence FROM stream JOIN fact ON fact.id > stream.id << 32 AND fact.id < (stream.id + 1) << 32 WHERE entity_id = ? AND author = ? ORDER BY fact.id DESC LIMIT 1')
    .get(entityId, author)
  return row?.sequence ?? 0
}

/** Does this workspace speak for headquarters, by the root itself? */
export function isHeadquarters(reader: Reader): boolean {
  return workingKeys(trustView(reader)).some((key) => key.author === reader.ports.author && key.endedOn === undefined)
}

export interface Recipient {
  readonly author: AuthorId
  readonly sealingKey: string
  readonly name: string
  readonly role: Role
  readonly office: string | null
  readonly device: string | null
}

export interface Readers {
  /** Name of the line of plis: `headquarters`, the uid of an entity, `office:` and the code of an office. */
  readonly addressee: string
  readonly kind: 'headquarters' | 'entity' | 'office'
  /** Local ids of the entities whose books they read, the federation aside. */
  readonly entities: readonly number[]
  readonly recipients: readonly Recipient[]
  /** Names of those of an office who read some of these books and not all of them: they read no pli of it. */
  readonly readLess: readonly string[]
}

/**
 * Who reads a pli for `to`: `headquarters`, the code or uid of an Activité, the code of an office. Refusals: `not_enrolled` (no federation
 * yet), `addressee_unknown`, `addressee_self` (it is this workspace), `addressee_without_reader` (nobody there may read today).
 */
export function readersOf(reader: Reader, to: string): Outcome<Readers> {
  const federation = federationOf(reader)
  if (!federation) return err([{ code: 'not_enrolled', to }])
  const view = trustView(reader)
  const found = to === 'headquarters' ? headquarters(reader, view) : (entityReaders(reader, view, to) ?? officeReaders(reader, view, federation, to))
  if (!found) return err([{ code: 'addressee_unknown', to }])
  if (found.recipients.length === 0) return err([{ code: to === 'headquarters' && isHeadquarters(reader) ? 'addressee_self' : 'addressee_without_reader', to }])
  return ok(found)
}

function headquarters(reader: Reader, view: TrustView): Readers {
  const working = workingKeys(view).filter((key) => key.endedOn === undefined && key.author !== reader.ports.author)
  // A working key renewed appears twice: the last one is in force.
  const latest = new Map(working.map((key) => [key.author, key]))
  return {
    addressee: 'headquarters', kind: 'headquarters', entities: isHeadquarters(reader) ? allBooks(reader) : readable(reader, view).map((entity) => entity.id),
    recipients: [...latest.values()].map((key) => ({ author: key.author, sealingKey: key.sealingKey, name: key.name, role: 'headquarters', office: null, device: null })), readLess: [],
  }
}

function entityReaders(reader: Reader, view: TrustView, to: string): Readers | undefined {
  const entity = reader.read<{ id: number; uid: EntityId }>('SELECT id, uid FROM entity WHERE (code = ? OR uid = ?) AND uid <> ?').get(to, to, view.federation ?? '')
  if (!entity) return undefined
  const recipients = readersIn(view, entity.uid).filter((each) => each.grant.role !== 'adviser' && each.author !== reader.ports.author).map(recipientOf)
  return { addressee: entity.uid, kind: 'entity', entities: [entity.id], recipients, readLess: [] }
}

/**
 * The people of an office, and the Activités entrusted to it that this workspace holds. One of them who may not read all of it is left
 * out: what is sealed for several is read whole by each.
 */
function officeReaders(reader: Reader, view: TrustView, federation: { readonly uid: EntityId }, to: string): Readers | undefined {
  const code = to.startsWith('office:') ? to.slice('office:'.length) : to
  if (!reader.read('SELECT 1 FROM office WHERE code = ? AND federation_id = (SELECT id FROM entity WHERE uid = ?)').get(code, federation.uid)) return undefined
  const ofOffice = (uid: EntityId): Recipient[] =>
    readersIn(view, uid).filter((each) => each.grant.role === 'adviser' && each.grant.office === code).map(recipientOf)
  const entities = readable(reader, view, code).map((entity) => ({ ...entity, people: ofOffice(entity.uid) })).filter((entity) => entity.people.length > 0)
  // The list of the federation names them for everybody; only headquarters writes to an office that reads nothing yet.
  const listed = isHeadquarters(reader) ? ofOffice(federation.uid) : []
  const all = new Map([...listed, ...entities.flatMap((entity) => entity.people)].map((one) => [one.author, one]))
  const others = [...all.values()].filter((one) => one.author !== reader.ports.author)
  const recipients = others.filter((one) => entities.every((entity) => entity.people.some((each) => each.author === one.author)))
  const readLess = others.filter((one) => !recipients.includes(one)).map((one) => one.name)
  return { addressee: `office:${code}`, kind: 'office', entities: entities.map((entity) => entity.id), recipients, readLess }
}

function recipientOf(each: ReturnType<typeof readersIn>[number]): Recipient {
  const { grant } = each
  return { author: each.author, sealingKey: each.sealingKey, name: grant.person.name, role: grant.role, office: grant.office ?? null, device: grant.device }
}

/** What one machine of headquarters shares with another: all books, headquarters' own too; demonstration books stay where they are. */
export function allBooks(reader: Reader): readonly number[] {
  return reader
    .read<{ id: number }>('SELECT entity.id FROM entity LEFT JOIN entity_profile ON entity_id = entity.id WHERE uid <> ? AND ifnull(demonstration, 0) = 0 ORDER BY entity.id')
    .all(federationOf(reader)?.uid ?? '')
    .map((entity) => entity.id)
}

/**
 * The entities whose books this workspace shares in its federation: all that were granted to it, all of them at headquarters; with an office,
 * only those it was ever entrusted with.
 */
function readable(reader: Reader, view: TrustView, office?: string): readonly { readonly id: number; readonly uid: EntityId }[] {
  const all = reader
    .read<{ id: number; uid: EntityId }>('SELECT DISTINCT entity.id, uid FROM access JOIN entity ON entity.id = entity_id WHERE uid <> ? AND ifnull(office, \'\') = ifnull(?, ifnull(office, \'\')) ORDER BY entity.id')
    .all(view.federation ?? '', office ?? null)
  return isHeadquarters(reader) ? all : all.filter((entity) => readersIn(view, entity.uid).some((each) => each.author === reader.ports.author))
}
