import type { Context, Outcome, Writer } from '../../context.ts'
import { isCalendarDate } from '../../kernel/calendar-date.ts'
import type { EntityId } from '../../kernel/ids.ts'
import { err, ok, type Refusal } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import type { OfficeRecorded } from '../sync-facts.ts'
import { readersIn } from './trust.ts'
import { grantAccess, presentKeys, uidOf } from './trust-grant.command.ts'
import { recordTrust } from './trust-fact.command.ts'
import { federationOf, heldSequence, isHeadquarters, trustView } from './trust.query.ts'

type Answer<T> = Outcome<T>

/** Work that only headquarters does, in one transaction. */
function asHeadquarters<T>(ctx: Context, work: (tx: Writer, federation: { readonly id: number; readonly uid: EntityId }) => Answer<T>): Answer<T> {
  const federation = federationOf(ctx)
  if (!federation || !isHeadquarters(ctx)) return err([{ code: 'not_headquarters' }])
  return ctx.write((tx) => work(tx, federation))
}

const OFFICE_CODE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,19}$/u

export interface OfficeInput {
  readonly code: string
  readonly name: string
  readonly email?: string | undefined
  readonly address?: string | undefined
  readonly closedOn?: string | undefined
}

/** Records a regional office, or changes it: the whole record. Refusals: `not_headquarters`, `office_code_invalid`, `office_code_taken` (an Activité has it), `office_name_missing`, `date_impossible`. */
export function recordOffice(ctx: Context, input: OfficeInput): Answer<{ readonly code: string }> {
  return asHeadquarters(ctx, (tx, federation) => recordOfficeIn(tx, federation.id, input))
}

/** As `recordOffice`, inside the transaction of an enrolment. */
export function recordOfficeIn(tx: Writer, federationId: number, input: OfficeInput): Answer<{ readonly code: string }> {
  const problems: Refusal[] = []
  const name = cleanText(input.name)
  if (!OFFICE_CODE.test(input.code) || input.code === 'headquarters') problems.push({ code: 'office_code_invalid', office: input.code })
  // Plis are addressed by code: one that means two would leave for the wrong people.
  else if (tx.read('SELECT 1 FROM entity WHERE code = ?').get(input.code)) problems.push({ code: 'office_code_taken', office: input.code })
  if (!name) problems.push({ code: 'office_name_missing' })
  if (input.closedOn !== undefined && !isCalendarDate(input.closedOn)) problems.push({ code: 'date_impossible', date: input.closedOn })
  if (problems.length > 0) return err(problems)
  const optional = (key: 'email' | 'address'): Partial<OfficeRecorded> => {
    const text = cleanText(input[key] ?? '')
    return text ? { [key]: text } : {}
  }
  const closed = isCalendarDate(input.closedOn) ? { closedOn: input.closedOn } : {}
  recordTrust(tx, federationId, 'OfficeRecorded', { code: input.code, name: name ?? '', ...optional('email'), ...optional('address'), ...closed })
  return ok({ code: input.code })
}

/**
 * Entrusts an Activité to an office: each of its advisers reads the books and writes his advice there; the porteur sees who. Answers how
 * many had no access before. Refusals: `not_headquarters`, `office_unknown`, `office_closed`, `office_without_adviser`.
 */
export function entrust(ctx: Context, entityId: number, office: string): Answer<{ readonly advisers: number }> {
  return asHeadquarters(ctx, (tx, federation) => {
    const known = tx.read<{ closedOn: string | null }>('SELECT closed_on AS closedOn FROM office WHERE federation_id = ? AND code = ?').get(federation.id, office)
    if (!known) return err([{ code: 'office_unknown', office }])
    if (known.closedOn !== null && known.closedOn <= tx.ports.today()) return err([{ code: 'office_closed', office, closedOn: known.closedOn }])
    const people = readersIn(trustView(tx), federation.uid).filter((each) => each.grant.office === office)
    if (people.length === 0) return err([{ code: 'office_without_adviser', office }])
    const granted = people.filter(({ author, grant }) => {
      const keys = presentKeys(tx, author) ?? grant
      return grantAccess(tx, entityId, { author, role: 'adviser', person: grant.person, office, signingKey: keys.signingKey, sealingKey: keys.sealingKey })
    })
    return ok({ advisers: granted.length })
  })
}

/** Ends what was entrusted: what the advisers signed so far stays. Refusals: `not_headquarters`, `reason_missing`, `office_not_entrusted`. */
export function endEntrusting(ctx: Context, entityId: number, office: string, why: string): Answer<{ readonly advisers: number }> {
  const reason = cleanText(why)
  if (!reason) return err([{ code: 'reason_missing' }])
  return asHeadquarters(ctx, (tx) => {
    const people = readersIn(trustView(tx), uidOf(tx, entityId)).filter((each) => each.grant.office === office)
    if (people.length === 0) return err([{ code: 'office_not_entrusted', office }])
    for (const { author } of people) recordTrust(tx, entityId, 'AccessRevoked', { author, lastSequence: heldSequence(tx, entityId, author), reason })
    return ok({ advisers: people.length })
  })
}

export interface Attachment {
  /** uid of headquarters' own books for the legal entity. */
  readonly legalEntity: string
  readonly on: string
  readonly reason?: string | undefined
}

/**
 * Says in which legal entity an Activité lives from a day on, its history with it. Refusals: `not_headquarters`, `date_impossible`,
 * `legal_entity_unknown` (not books of headquarters that are kept here), `attached_already`.
 */
export function attachEntity(tx: Writer, entityId: number, attachment: Attachment): Answer<null> {
  const { legalEntity, on } = attachment
  if (!isHeadquarters(tx)) return err([{ code: 'not_headquarters' }])
  if (!isCalendarDate(on)) return err([{ code: 'date_impossible', date: on }])
  const legal = tx.read<{ id: number }>("SELECT id FROM entity JOIN entity_profile ON entity_id = id WHERE uid = ? AND kind = 'headquarters'").get(legalEntity)
  if (!legal || legal.id === entityId) return err([{ code: 'legal_entity_unknown', legalEntity }])
  const last = tx
    .read<{ uid: string; on: string }>(
      `SELECT legal_uid AS uid, on_date AS "on" FROM entity_attachment JOIN fact ON fact.id = fact_id
       WHERE entity_id = ? AND on_date <= ? ORDER BY on_date DESC, logical_time DESC LIMIT 1`,
    )
    .get(entityId, on)
  if (last?.uid === legalEntity) return err([{ code: 'attached_already', on: last.on }])
  const reason = cleanText(attachment.reason ?? '')
  recordTrust(tx, entityId, 'EntityAttached', { legalEntity: legalEntity as EntityId, on, ...(reason ? { reason } : {}) })
  return ok(null)
}
