import { foreignEntity } from '../../chain/foreign-stream.command.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import { addYears, type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import { assert } from '../../kernel/assert.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { checkFact } from '../format/fact-shapes.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Fingerprint } from '../pli.ts'
import { rootKeysText, rootProblems, rootText } from './root.ts'
import type { PublicKeys, RootStated, RootStatement } from '../sync-facts.ts'
import { workingKeys } from './trust.ts'
import { recordTrust } from './trust-fact.command.ts'
import { isKeyTaken } from './trust-grant.command.ts'
import { currentRoot, federationOf, heldSequence, isHeadquartersFile, trustView } from './trust.query.ts'

/** Two signatures of three: one lost root key loses nothing, one stolen gains nothing. */
const THRESHOLD = 2
const YEARS_OF_TRUST = 3
/** Facts carry text of people; this one is the program's, in the first language of the house. */
const ENDED_BY_ROOT = 'La racine du siège ne nomme plus cette clé'
/** Start of an entity that has no books; no code of an Activité begins so. */
const FEDERATION_MARK = '~'

export interface RootChanges {
  /** At the founding, or when root keys change: base64url Ed25519 public keys. */
  readonly rootKeys?: readonly string[] | undefined
  /** This author works no longer for headquarters. */
  readonly endAuthor?: string | undefined
  /** Keys that this workspace takes instead of those it has. */
  readonly renew?: PublicKeys | undefined
  /** Another machine that works for headquarters from now on. */
  readonly add?: NewWorkingKey | undefined
  readonly expiresOn?: string | undefined
}

export type NewWorkingKey = PublicKeys & { readonly author: string; readonly name: string }

export interface RootDraft {
  readonly statement: RootStatement
  /** What root keys sign. */
  readonly text: string
  /** Keys of which the threshold must sign as well: those of the version before; none at the founding. */
  readonly previousKeys: readonly string[]
}

/**
 * The next statement of the root, not signed yet. Without a federation it is the first one: this workspace's keys work for headquarters.
 * Refusals: `not_headquarters`, `identity_missing`, `root_keys_missing` (a founding without root keys), `root_author_unknown`, `date_impossible`, `root_nobody_left`,
 * `root_ends_itself` (another machine says up to where this one counts),
 * and those of `checkAdded`.
 */
export function draftRoot(reader: Reader, changes: RootChanges): Outcome<RootDraft> {
  const identity = reader.ports.identity()
  if (!isHeadquartersFile(reader)) return err([{ code: 'not_headquarters' }])
  if (!identity) return err([{ code: 'identity_missing' }])
  const previous = currentRoot(reader)
  const rootKeys = changes.rootKeys ?? previous?.rootKeys
  if (!rootKeys) return err([{ code: 'root_keys_missing' }])
  const expiresOn = changes.expiresOn ?? addYears(reader.ports.today(), YEARS_OF_TRUST)
  if (!isCalendarDate(expiresOn)) return err([{ code: 'date_impossible', date: expiresOn }])
  const added = changes.add ? checkAdded(reader, changes.add) : []
  if (added.length > 0) return err(added)
  const working = nextWorking(reader, previous?.working ?? [], changes.renew ?? identity, changes)
  if (!working.ok) return working
  const statement: RootStatement = {
    federation: previous?.federation ?? (reader.ports.newId() as EntityId), name: previous?.name ?? nameOf(reader), version: (previous?.version ?? 0) + 1,
    threshold: previous?.threshold ?? THRESHOLD, rootKeys, expiresOn, working: working.value,
  }
  return ok({ statement, text: rootText(statement), previousKeys: previous?.rootKeys ?? [] })
}

/**
 * A machine begins at headquarters with a name and keys that nobody had before. Refusals: `root_author_known` (the root named it once: what it
 * signs next comes from another machine), `root_author_granted` (it signs in books of an Activité), `key_taken`.
 */
export function checkAdded(reader: Reader, added: NewWorkingKey): readonly Refusal[] {
  const view = trustView(reader)
  if (workingKeys(view).some((key) => key.author === added.author)) return [{ code: 'root_author_known', person: added.name }]
  if (view.entitiesOf(added.author as AuthorId).length > 0) return [{ code: 'root_author_granted', person: added.name }]
  const taken = isKeyTaken(reader, added.signingKey, added.author) || workingKeys(view).some((key) => key.signingKey === added.signingKey)
  return taken ? [{ code: 'key_taken' }] : []
}

function nameOf(reader: Reader): string {
  const name = reader.read<{ name: string }>("SELECT value AS name FROM setting WHERE key = 'name'").get()?.name
  return name ?? reader.read<{ name: string }>("SELECT name FROM entity_profile WHERE kind = 'headquarters' ORDER BY entity_id LIMIT 1").get()?.name ?? 'Siège'
}

/** All that were ever named, with the keys that this workspace has from now on: what was signed before stays verifiable. */
function nextWorking(reader: Reader, before: RootStatement['working'], own: PublicKeys, changes: RootChanges): Outcome<RootStatement['working']> {
  const today = reader.ports.today()
  if (changes.endAuthor !== undefined && !before.some((key) => key.author === changes.endAuthor)) return err([{ code: 'root_author_unknown', author: changes.endAuthor }])
  const { author } = reader.ports
  // What its author signs after its end counts nowhere: it comes back as another machine.
  const isOver = before.some((key) => key.author === author) && !before.some((key) => key.author === author && key.endedOn === undefined)
  if (isOver && changes.renew) return err([{ code: 'root_author_known', person: before.findLast((key) => key.author === author)?.name ?? '' }])
  const ends = (key: RootStatement['working'][number]): boolean => key.author === changes.endAuthor || (key.author === author && key.signingKey !== own.signingKey)
  const kept = before.map((key) => (key.endedOn === undefined && ends(key) ? { ...key, endedOn: today } : key))
  const isNamed = kept.some((key) => key.author === author && key.signingKey === own.signingKey)
  const name = before.findLast((key) => key.author === author)?.name ?? nameOf(reader)
  const added = isNamed || author === changes.endAuthor ? [] : [{ author, name, signingKey: own.signingKey, sealingKey: own.sealingKey }]
  const { add } = changes
  const another = add ? [{ author: add.author as AuthorId, name: add.name, signingKey: add.signingKey, sealingKey: add.sealingKey }] : []
  const working: RootStatement['working'] = [...kept, ...added, ...another]
  if (!working.some((key) => key.endedOn === undefined)) return err([{ code: 'root_nobody_left' }])
  // Up to where it counts is said by who goes on: a machine that ended itself would take back all that it ever signed.
  return changes.endAuthor === author ? err([{ code: 'root_ends_itself' }]) : ok(working)
}

/**
 * Writes a statement signed by root keys: the first one founds the federation, the next ones follow it. Authors and keys that it ends are
 * ended at what is held of their streams, in every set of books, so that nothing that a stolen key signs later counts.
 * Refusals: `not_headquarters`, `root_unreadable`, `root_already_expired`, and those of `rootProblems`.
 */
export function recordRoot(ctx: Context, stated: RootStated): Outcome<{ readonly version: number; readonly rootFingerprint: Fingerprint }> {
  if (!isHeadquartersFile(ctx)) return err([{ code: 'not_headquarters' }])
  if (checkFact('RootStated', 1, stated)) return err([{ code: 'root_unreadable' }])
  const federation = federationOf(ctx)
  const { statement } = stated
  const problems = [...rootProblems(currentRoot(ctx), stated, ctx.ports.crypto.verify), ...checkExpiry(ctx, statement)]
  if (problems.length > 0) return err(problems)
  return ctx.write((tx) => {
    const id = federation?.id ?? openFederation(tx, statement)
    endKeys(tx, statement)
    recordTrust(tx, id, 'RootStated', stated)
    return ok({ version: statement.version, rootFingerprint: rootFingerprint(tx, statement) })
  })
}

function checkExpiry(reader: Reader, statement: RootStatement): Refusal[] {
  const today: CalendarDate = reader.ports.today()
  return statement.expiresOn > today ? [] : [{ code: 'root_already_expired', expiresOn: statement.expiresOn }]
}

function openFederation(tx: Writer, statement: RootStatement): number {
  const id = foreignEntity(tx, statement.federation, federationCode(statement.federation))
  pinFederation(tx, statement)
  return id
}

/** From here on, this root decides for this workspace. */
export function pinFederation(tx: Writer, statement: RootStatement): void {
  const put = tx.write('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  put.run('federation', statement.federation)
  put.run('headquarters', statement.name)
  tx.memory.delete('trust')
  tx.changed('trust')
}

/** Where the pseudo-entity of a federation gets its code from. */
export function federationCode(federation: EntityId): string {
  return `${FEDERATION_MARK}${federation.slice(0, 10)}`
}

function endKeys(tx: Writer, next: RootStatement): void {
  const ended = workingKeys(trustView(tx)).filter(
    (key) => key.endedOn === undefined && next.working.some((each) => each.author === key.author && each.signingKey === key.signingKey && each.endedOn !== undefined),
  )
  // Of this workspace only former keys end here: the end of a machine is told by one that goes on.
  const authors = new Set<AuthorId>(ended.map((key) => key.author).filter((author) => author !== tx.ports.author || next.working.some((key) => key.author === author && key.endedOn === undefined)))
  if (authors.size === 0) return
  // In headquarters' own books too: its other machines write there.
  const entities = tx.read<{ id: number }>('SELECT id FROM entity ORDER BY id').all()
  for (const author of authors) {
    for (const { id } of entities) recordTrust(tx, id, 'AccessRevoked', { author, lastSequence: heldSequence(tx, id, author), reason: ENDED_BY_ROOT })
  }
}

/** What both sides of an enrolment compare for headquarters. */
function rootFingerprint(reader: Reader, statement: RootStatement): Fingerprint {
  return fingerprintOf(reader.ports.sha256(rootKeysText(statement)), reader.ports.words())
}

/** The fingerprint of the root in force. */
export function currentRootFingerprint(reader: Reader): Fingerprint {
  const root = currentRoot(reader)
  assert(root, 'no root in force')
  return rootFingerprint(reader, root)
}
