import { freeLetter } from '../../chain/stream.apply.ts'
import type { Context, Outcome, Reader, Writer } from '../../context.ts'
import type { AuthorId, EntityId } from '../../kernel/ids.ts'
import { err, ok } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import type { AccessGranted, PublicKeys } from '../sync-facts.ts'
import { readersIn, spansOf } from './trust.ts'
import { recordTrust } from './trust-fact.command.ts'
import { heldSequence, isHeadquarters, trustView } from './trust.query.ts'

export type Grant = Omit<AccessGranted, 'device' | 'fromSequence'> & {
  /** The letter that its stream already has in its own file. */
  readonly wantedLetter?: string | undefined
}

const OFFICE_LETTER = 'P'

/**
 * Grants access in the books of an entity, unless the same is in force. Someone who had it before and has it no longer, or under other
 * keys, has it again from the fact after the last one held here. Answers whether a fact was written.
 */
export function grantAccess(tx: Writer, entityId: number, grant: Grant): boolean {
  const uid = uidOf(tx, entityId)
  const spans = spansOf(trustView(tx), uid, grant.author)
  const last = spans.at(-1)
  const { wantedLetter: _, ...body } = grant
  const isSame =
    last && !last.revocation && last.key === body.signingKey && last.sealingKey === body.sealingKey && last.grant.body.role === body.role &&
    last.grant.body.office === body.office && last.grant.body.person.name === body.person.name && last.grant.body.person.email === body.person.email
  if (isSame) return false
  const fromSequence = last ? { fromSequence: heldSequence(tx, entityId, body.author) + 1 } : {}
  recordTrust(tx, entityId, 'AccessGranted', { ...body, ...fromSequence, device: letterFor(tx, entityId, grant) })
  return true
}

/** An author keeps its letter for ever: entry numbers carry it. */
function letterFor(tx: Writer, entityId: number, grant: Grant): string {
  const letters = tx.read<{ device: string; author: string }>('SELECT device, author FROM access WHERE entity_id = ? UNION SELECT device, author FROM stream WHERE entity_id = ?').all(entityId, entityId)
  const own = letters.find((each) => each.author === grant.author)
  if (own) return own.device
  const wanted = grant.wantedLetter
  // A file that never joined began with A: letters of headquarters and of offices are not for the asking.
  if (wanted !== undefined && !/^[SP]/u.test(wanted) && !letters.some((each) => each.device === wanted)) return wanted
  if (grant.role !== 'adviser') return freeLetter(tx, entityId)
  for (let number = 1; ; number += 1) if (!letters.some((each) => each.device === `${OFFICE_LETTER}${number}`)) return `${OFFICE_LETTER}${number}`
}

export function uidOf(reader: Reader, entityId: number): EntityId {
  return reader.read<{ uid: EntityId }>('SELECT uid FROM entity WHERE id = ?').get(entityId)?.uid ?? ('' as EntityId)
}

/** The entities in whose books an author was ever granted something, the federation's list of offices included. */
export function entitiesOfAuthor(reader: Reader, author: string): number[] {
  return reader.read<{ id: number }>('SELECT entity_id AS id FROM access WHERE author = ? ORDER BY entity_id').all(author).map((row) => row.id)
}

/** The keys that an author has today, wherever it said so last; undefined when nobody knows it. */
export function presentKeys(reader: Reader, author: AuthorId): PublicKeys | undefined {
  const view = trustView(reader)
  const all = entitiesOfAuthor(reader, author).flatMap((id) => spansOf(view, uidOf(reader, id), author).slice(-1))
  const last = all.sort((a, b) => a.saidAt - b.saidAt).at(-1)
  return last && { signingKey: last.key, sealingKey: last.sealingKey }
}

export interface Revocation {
  readonly author: string
  /** One set of books, or all in which it has access. */
  readonly entityId?: number | undefined
  /** What headquarters holds, when not given. */
  readonly lastSequence?: number | undefined
  readonly reason: string
}

/**
 * Ends an access from a position on: what the author signed up to there stays good, what it signed later counts nowhere, come already or
 * not. Refusals: `not_headquarters`, `reason_missing`, `author_unknown` (nobody granted it anything there), `author_revoked_already`.
 */
export function revokeAccess(ctx: Context, revocation: Revocation): Outcome<{ readonly entities: number }> {
  const { author, entityId, lastSequence } = revocation
  const reason = cleanText(revocation.reason)
  if (!isHeadquarters(ctx)) return err([{ code: 'not_headquarters' }])
  if (!reason) return err([{ code: 'reason_missing' }])
  return ctx.write((tx): Outcome<{ readonly entities: number }> => {
    const known = entityId === undefined ? entitiesOfAuthor(tx, author) : entitiesOfAuthor(tx, author).filter((id) => id === entityId)
    if (known.length === 0) return err([{ code: 'author_unknown', author }])
    const active = known.filter((id) => readersIn(trustView(tx), uidOf(tx, id)).some((each) => each.author === author))
    if (active.length === 0) return err([{ code: 'author_revoked_already', author }])
    for (const id of active) {
      recordTrust(tx, id, 'AccessRevoked', { author: author as AuthorId, lastSequence: lastSequence ?? heldSequence(tx, id, author as AuthorId), reason })
    }
    return ok({ entities: active.length })
  })
}

/**
 * A lost key: the same author goes on under other keys, in every set of books where it has access (or in one), from a place of its stream
 * on: after what is held here when none is given. Refusals: `not_headquarters`, `author_unknown`, `key_taken` (it is somebody else's),
 * `key_unchanged`, `author_revoked_already` (its access was ended everywhere: say in which Activité it begins again),
 * `author_goes_no_further` (facts that count nowhere stand at the end of its stream: another device must enrol).
 */
export function regrantAccess(
  ctx: Context, again: PublicKeys & { readonly author: string; readonly entityId?: number | undefined; readonly fromSequence?: number | undefined },
): Outcome<{ readonly entities: number }> {
  if (!isHeadquarters(ctx)) return err([{ code: 'not_headquarters' }])
  return ctx.write((tx) => regrantIn(tx, again))
}

/** As `regrantAccess`, inside the transaction of an enrolment. */
export function regrantIn(
  tx: Writer, again: PublicKeys & { readonly author: string; readonly entityId?: number | undefined; readonly fromSequence?: number | undefined },
): Outcome<{ readonly entities: number }> {
  const author = again.author as AuthorId
  const known = again.entityId === undefined ? entitiesOfAuthor(tx, author) : entitiesOfAuthor(tx, author).filter((id) => id === again.entityId)
  if (known.length === 0) return err([{ code: 'author_unknown', author }])
  if (isKeyTaken(tx, again.signingKey, author)) return err([{ code: 'key_taken' }])
  let entities = 0
  let isActive = false
  for (const id of known) {
    const last = spansOf(trustView(tx), uidOf(tx, id), author).at(-1)
    // What was ended on purpose stays ended, unless these very books are named.
    if (!last || (last.revocation && again.entityId === undefined)) continue
    isActive = true
    if (heldSequence(tx, id, author) > last.until) return err([{ code: 'author_goes_no_further' }])
    if (last.key === again.signingKey && !last.revocation) continue
    const { fromSequence: _, ...body } = last.grant.body
    const fromSequence = again.fromSequence ?? heldSequence(tx, id, author) + 1
    recordTrust(tx, id, 'AccessGranted', { ...body, signingKey: again.signingKey, sealingKey: again.sealingKey, fromSequence })
    entities += 1
  }
  if (!isActive) return err([{ code: 'author_revoked_already', author }])
  return entities === 0 ? err([{ code: 'key_unchanged', author }]) : ok({ entities })
}

const OTHERS_KEY = 'SELECT 1 FROM access_key WHERE signing_key = ? AND author <> ? LIMIT 1'
const GRANTED_KEY = "SELECT 1 FROM access_key JOIN fact ON fact.id = fact_id WHERE signing_key = ? AND author = ? AND kind = 'AccessGranted' LIMIT 1"

/**
 * One key is one machine's: two authors under one key could not be told apart when it is lost. A key that headquarters granted stays its author's,
 * even if another one announces it as his own in a rotation, which he signs without it.
 */
export function isKeyTaken(reader: Reader, signingKey: string, author: string): boolean {
  return reader.read(OTHERS_KEY).get(signingKey, author) !== undefined && reader.read(GRANTED_KEY).get(signingKey, author) === undefined
}
