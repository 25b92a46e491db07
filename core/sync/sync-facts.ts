import type { AuthorId, EntityId } from '../kernel/ids.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'

/** What a key may sign. `headquarters` is the role of the working keys that the root names; the others are granted by it. */
export type Role = 'porteur' | 'associate' | 'adviser' | 'accountant' | 'headquarters'

/** Ed25519 public key, 32 raw bytes in base64url; and an age recipient (`age1…`, X25519) to seal for. */
export interface PublicKeys {
  readonly signingKey: string
  readonly sealingKey: string
}

export type Person = { readonly name: string; readonly email?: string }

/**
 * In the books of an entity, signed by headquarters: who may sign what there, and who reads. `fromSequence` (1 when absent) is the first
 * fact of the author's stream that these keys sign: granting again with other keys is how a lost key is replaced.
 */
export type AccessGranted = PublicKeys & {
  readonly author: AuthorId
  readonly role: Exclude<Role, 'headquarters'>
  readonly person: Person
  /** Its letter in entry numbers, unique in the entity: A, B … ; `S` is headquarters' own; offices have `P1`, `P2` …. */
  readonly device: string
  /** Code of the office, for an adviser. */
  readonly office?: string
  readonly fromSequence?: number
}

/** What the author signed in this entity's stream after `lastSequence` is not accepted. */
export type AccessRevoked = { readonly author: AuthorId; readonly lastSequence: number; readonly reason: string }

/** By the author itself, in each of its streams: its keys from the next fact on. `proof`: the old key's signature of the text of `rotationText`. */
export type KeyRotated = PublicKeys & { readonly proof: string }

/** Which legal person the entity lives in, from a day on; `legalEntity` is the uid of headquarters' own books for that legal person. */
export type EntityAttached = { readonly legalEntity: EntityId; readonly on: CalendarDate; readonly reason?: string }

/** What the root says: version by version, who works for headquarters. Canonical JSON of it is what root keys sign. */
export type RootStatement = {
  readonly federation: EntityId
  readonly name: string
  /** Grows by one; an older one is a rollback. */
  readonly version: number
  readonly threshold: number
  readonly rootKeys: readonly string[]
  /** After this day the trust in headquarters must be renewed; books already taken stay. */
  readonly expiresOn: CalendarDate
  /** All of them since the beginning, ended ones too: what they signed then stays verifiable. */
  readonly working: readonly (PublicKeys & { readonly author: AuthorId; readonly name: string; readonly endedOn?: CalendarDate })[]
}

/** In the stream of the federation. Each signature by a distinct root key: of the version before, and from version 1 of this one. */
export type RootStated = { readonly statement: RootStatement; readonly signatures: readonly { readonly key: string; readonly signature: string }[] }

export type OfficeRecorded = { readonly code: string; readonly name: string; readonly email?: string; readonly address?: string; readonly closedOn?: CalendarDate }

/** Dated parameters of the law or of the house (`resources/` ships defaults). `content` is plain JSON; whole, never a difference. */
export type ParametersPublished = { readonly name: string; readonly validFrom: CalendarDate; readonly content: { readonly [key: string]: unknown }; readonly note?: string }

/** Replaces the shipped chart of that id wherever this federation's books are read. */
export type ChartPublished = { readonly chart: string; readonly edition: string; readonly content: { readonly [key: string]: unknown } }

export interface SyncFacts {
  AccessGranted: AccessGranted
  AccessRevoked: AccessRevoked
  KeyRotated: KeyRotated
  EntityAttached: EntityAttached
  RootStated: RootStated
  OfficeRecorded: OfficeRecorded
  ParametersPublished: ParametersPublished
  ChartPublished: ChartPublished
}
