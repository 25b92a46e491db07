import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import { type CalendarDate, dateOfDayNumber } from '../kernel/calendar-date.ts'
import { foldText } from '../kernel/text.ts'

/** What headquarters grants; see `AccessGranted`. */
export type AccessRole = 'porteur' | 'associate' | 'adviser' | 'accountant'

/** Someone who may sign, or only read, in the books of an Activité. */
export interface AccessOfPerson {
  readonly person: string
  readonly email: string | null
  readonly role: AccessRole
  readonly office: string | null
  /** Letter of the device in entry numbers. */
  readonly device: string
  readonly author: string
  /** False from the moment headquarters took the access back. */
  readonly active: boolean
}

export interface RegisterRow {
  readonly entity: string
  readonly uid: string
  readonly name: string
  /** Null while its books have not come. */
  readonly country: 'BE' | 'FR' | null
  readonly registration: string | null
  readonly address: string | null
  readonly demonstration: boolean
  /** Headquarters' own books of the legal person that it lives in today. */
  readonly legalEntity: string | null
  readonly people: readonly AccessOfPerson[]
  /** Offices that it is entrusted to. */
  readonly offices: readonly string[]
  /** Letters of the machines that write in its books, headquarters' own included. */
  readonly devices: readonly string[]
  /** The day headquarters first gave someone outside access to it. */
  readonly joinedOn: CalendarDate | null
  /** Accepted, and no pli of it has brought its books yet. */
  readonly awaited: boolean
  /** `joined`: someone outside signs in it; `ended`: nobody may any more; `here`: its books are kept in this workspace alone. */
  readonly state: 'joined' | 'ended' | 'here'
}

interface StoredAccess extends Omit<AccessOfPerson, 'active'> { readonly entityId: number; readonly active: number; readonly firstTime: number }

// An access stands until a revocation that is later than its last grant.
const ACCESS = `SELECT access.entity_id AS entityId, person, email, role, office, device, author, NOT EXISTS (SELECT 1 FROM access_revoked AS gone JOIN fact ON fact.id = gone.fact_id
    WHERE gone.entity_id = access.entity_id AND gone.author = access.author AND fact.logical_time > access.logical_time) AS active,
    (SELECT MIN(fact.logical_time) FROM access_key JOIN fact ON fact.id = access_key.fact_id WHERE access_key.entity_id = access.entity_id AND access_key.author = access.author) AS firstTime
  FROM access ORDER BY access.entity_id, person, device`

function accesses(reader: Reader): StoredAccess[] {
  return reader.read<StoredAccess>(ACCESS).all()
}

function toAccess({ person, email, role, office, device, author, active }: StoredAccess): AccessOfPerson {
  return { person, email, role, office, device, author, active: active === 1 }
}

const A_DAY = 86_400_000

/** The day of a logical time, by the clock that gave it (UTC). */
function dayOf(logicalTime: number): CalendarDate {
  return dateOfDayNumber(Math.floor(clockOf(logicalTime) / A_DAY))
}

export interface Entrusted {
  /** Offices that it is entrusted to. */
  readonly offices: readonly string[]
  readonly joinedOn: CalendarDate | null
  /** Someone signed in it, and nobody may any more. */
  readonly ended: boolean
}

function entrustedOf(rows: readonly StoredAccess[]): Entrusted {
  const signs = rows.filter((row) => row.role !== 'adviser')
  const firsts = signs.map((row) => row.firstTime)
  return {
    offices: [...new Set(rows.flatMap((row) => (row.role === 'adviser' && row.active === 1 && row.office !== null ? [row.office] : [])))],
    joinedOn: firsts.length === 0 ? null : dayOf(Math.min(...firsts)),
    ended: signs.length > 0 && !signs.some((row) => row.active === 1),
  }
}

/** Offices that each entity is entrusted to, and the day it joined, by its local number. */
export function entrusted(reader: Reader): Map<number, Entrusted> {
  return new Map([...Map.groupBy(accesses(reader), (row) => row.entityId)].map(([id, rows]) => [id, entrustedOf(rows)]))
}

/** Of a row of `entity`: someone was given access to write in it, and it is not the list of offices of the federation. */
export const AWAITED = `EXISTS (SELECT 1 FROM access WHERE access.entity_id = entity.id AND role IN ('porteur', 'associate'))
  AND uid IS NOT (SELECT value FROM setting WHERE key = 'federation')`

const HOME = `ifnull((SELECT legal.code FROM entity_attachment JOIN fact ON fact.id = fact_id JOIN entity AS legal ON legal.uid = legal_uid
    WHERE entity_attachment.entity_id = entity.id AND on_date <= ? ORDER BY on_date DESC, fact.logical_time DESC LIMIT 1),
  ifnull((SELECT code FROM entity_profile AS own JOIN entity AS hq ON hq.id = own.entity_id WHERE own.kind = 'headquarters' AND own.chart = profile.chart ORDER BY own.entity_id LIMIT 1),
    (SELECT code FROM entity_profile AS own JOIN entity AS hq ON hq.id = own.entity_id WHERE own.kind = 'headquarters' ORDER BY own.entity_id LIMIT 1)))`
// What has no description is a federation, or an Activité whose books have not come.
const ENTITIES = `SELECT entity.id, code AS entity, uid, ifnull(name, code) AS name, country, registration, address, ifnull(demonstration, 0) AS demonstration, ${HOME} AS legalEntity
  FROM entity LEFT JOIN entity_profile AS profile ON profile.entity_id = entity.id WHERE kind = 'entity' OR (kind IS NULL AND ${AWAITED}) ORDER BY code`

interface StoredEntity extends Omit<RegisterRow, 'people' | 'offices' | 'devices' | 'state' | 'demonstration' | 'joinedOn' | 'awaited'> { readonly id: number; readonly demonstration: number }

export interface RegisterFilter {
  readonly office?: string | undefined
  /** Part of a code, a name or a person. */
  readonly text?: string | undefined
  readonly offset: number
  readonly limit: number
}

/** Every Activité with who signs and reads in it, in three statements whatever their number, a page at a time. */
export function register(reader: Reader, { office, text, offset, limit }: RegisterFilter): { readonly total: number; readonly rows: readonly RegisterRow[] } {
  const wanted = foldText(text ?? '')
  const rows = allEntities(reader).filter((row) => (office === undefined || row.offices.includes(office))
    && (wanted === '' || foldText([row.entity, row.name, ...row.people.map((each) => each.person)].join(' ')).includes(wanted)))
  return { total: rows.length, rows: rows.slice(offset, offset + limit) }
}

function allEntities(reader: Reader): RegisterRow[] {
  const people = Map.groupBy(accesses(reader), (row) => row.entityId)
  const devices = Map.groupBy(reader.read<{ entityId: number; device: string }>('SELECT entity_id AS entityId, device FROM stream ORDER BY entity_id, device').all(), (row) => row.entityId)
  return reader.read<StoredEntity>(ENTITIES).all(reader.ports.today()).map(({ id, ...row }): RegisterRow => {
    const given = people.get(id) ?? []
    const known = given.map(toAccess)
    const signs = known.filter((each) => each.role !== 'adviser')
    const { offices, joinedOn } = entrustedOf(given)
    const state = signs.length === 0 ? 'here' : signs.some((each) => each.active) ? 'joined' : 'ended'
    return { ...row, demonstration: row.demonstration === 1, people: known, offices, joinedOn, devices: (devices.get(id) ?? []).map((each) => each.device), awaited: row.country === null, state }
  })
}

export interface PersonRow {
  readonly author: string
  readonly person: string
  readonly email: string | null
  readonly roles: readonly AccessRole[]
  readonly offices: readonly string[]
  /** Codes of the Activités, with the role in each. */
  readonly entities: readonly { readonly entity: string; readonly role: AccessRole; readonly device: string; readonly active: boolean }[]
}

/** Every machine that headquarters gave an access to, with the person at it and where it signs or reads. */
export function people(reader: Reader): PersonRow[] {
  const codes = new Map(reader.read<{ id: number; code: string }>('SELECT id, code FROM entity').all().map((row) => [row.id, row.code]))
  const rows = [...Map.groupBy(accesses(reader), (row) => row.author)].map(([author, all]): PersonRow => {
    const last = all.findLast((row) => row.active === 1) ?? all.at(-1)
    return {
      author, person: last?.person ?? '', email: last?.email ?? null,
      roles: [...new Set(all.map((row) => row.role))], offices: [...new Set(all.flatMap((row) => row.office ?? []))],
      entities: all.map((row) => ({ entity: codes.get(row.entityId) ?? '', role: row.role, device: row.device, active: row.active === 1 })).sort((a, b) => (a.entity < b.entity ? -1 : 1)),
    }
  })
  return rows.sort((a, b) => (a.person === b.person ? (a.author < b.author ? -1 : 1) : a.person < b.person ? -1 : 1))
}
