import { clockOf } from '../chain/fact.ts'
import type { Outcome, Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { err, ok } from '../kernel/result.ts'
import { foldText } from '../kernel/text.ts'
import { entities, type EntityRow } from '../ledger/books.query.ts'
import { ownAccess } from '../ledger/own-access.query.ts'
import type { Appointment } from './advice.ts'
import { nextAppointment } from './appointments.query.ts'
import { attention, type AttentionRules, type Reason, type Situation } from './attention.ts'
import { type Note, notes, type PrivateNote, privateNotes } from './notes.query.ts'
import { booksReaders, type BooksReader } from './people.query.ts'
import { type Proposal, proposals } from './proposals.query.ts'
import { attentionRules, dayOf, situationOf } from './situation.query.ts'

/** An Activité of the portfolio. */
export interface Entrusted {
  readonly entity: string
  readonly name: string
  readonly country: 'BE' | 'FR'
  readonly porteurs: readonly string[]
  /** Empty: nothing asks for attention. */
  readonly reasons: readonly Reason[]
  readonly lastNewsOn: CalendarDate | null
  readonly nextAppointment: Pick<Appointment, 'id' | 'on' | 'at' | 'subject' | 'state'> | null
  /** Proposals that wait for the porteur. */
  readonly openProposals: number
}

/** An Activité entrusted whose books have not come: there is nothing to read yet but its code and the day on which headquarters entrusted it. */
export interface AwaitedBooks {
  readonly entity: string
  readonly since: CalendarDate
}

export interface Portfolio {
  readonly rules: AttentionRules
  readonly entities: readonly Entrusted[]
  readonly awaited: readonly AwaitedBooks[]
}

/** The Activités entrusted to this office's workspace, in the order of their names and no other; those whose books have not come, by their codes. */
export function portfolio(reader: Reader): Portfolio {
  const rules = attentionRules(reader, reader.ports.today())
  const own = entities(reader).filter((entity) => ownAccess(reader, entity.id).role === 'adviser')
  const key = (entity: EntityRow): string => foldText(entity.name)
  own.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.code < b.code ? -1 : 1))
  return { rules, entities: own.map((entity) => summary(reader, entity, situationOf(reader, entity.id, rules), rules)), awaited: awaitedBooks(reader) }
}

// The federation lists the people of offices too, and has no books.
const WITHOUT_BOOKS = `SELECT entity.id, code, logical_time AS logicalTime FROM access JOIN entity ON entity.id = access.entity_id
  WHERE author = ? AND NOT EXISTS (SELECT 1 FROM entity_profile WHERE entity_profile.entity_id = entity.id)
  AND uid IS NOT (SELECT value FROM setting WHERE key = 'federation') ORDER BY code`

function awaitedBooks(reader: Reader): AwaitedBooks[] {
  return reader
    .read<{ id: number; code: string; logicalTime: number }>(WITHOUT_BOOKS)
    .all(reader.ports.author)
    .filter(({ id }) => ownAccess(reader, id).role === 'adviser')
    .map(({ code, logicalTime }) => ({ entity: code, since: dayOf(clockOf(logicalTime)) }))
}

function summary(reader: Reader, entity: EntityRow, situation: Situation, rules: AttentionRules): Entrusted {
  const next = nextAppointment(situation.appointments, situation.today)
  return {
    entity: entity.code, name: entity.name, country: entity.country,
    porteurs: [...new Set(booksReaders(reader, entity.id).filter((each) => each.role === 'porteur').map((each) => each.person))],
    reasons: attention(situation, rules), lastNewsOn: situation.lastNewsOn,
    nextAppointment: next && { id: next.id, on: next.on, at: next.at, subject: next.subject, state: next.state },
    openProposals: situation.proposals?.count ?? 0,
  }
}

/** The page of one Activité: what asks for attention with the figures behind it, and everything said between adviser and porteur. */
export interface EntrustedPage extends Entrusted {
  readonly rules: AttentionRules
  readonly figures: { readonly internalCents: number | null; readonly debtCents: number; readonly unidentifiedCents: number; readonly lastEntryOn: CalendarDate | null; readonly closedUntil: CalendarDate | null }
  readonly notes: readonly Note[]
  readonly privateNotes: readonly PrivateNote[]
  readonly appointments: readonly Appointment[]
  readonly proposals: readonly Proposal[]
  readonly readers: readonly BooksReader[]
}

/** Refusal: `entity_not_entrusted`, when headquarters did not (or no longer) entrust it to this workspace. */
export function entrusted(reader: Reader, entityId: number): Outcome<EntrustedPage> {
  const entity = entities(reader).find((each) => each.id === entityId)
  if (!entity || ownAccess(reader, entityId).role !== 'adviser') return err([{ code: 'entity_not_entrusted' }])
  const rules = attentionRules(reader, reader.ports.today())
  const situation = situationOf(reader, entityId, rules)
  const { internalCents, debtCents, unidentifiedCents, lastEntryOn } = situation
  const closed = reader.read<{ until: CalendarDate | null }>('SELECT MAX(until) AS until FROM closing WHERE entity_id = ? AND reopened_by IS NULL').get(entityId)
  return ok({
    ...summary(reader, entity, situation, rules), rules,
    figures: { internalCents, debtCents, unidentifiedCents, lastEntryOn, closedUntil: closed?.until ?? null },
    notes: notes(reader, entityId), privateNotes: privateNotes(reader, entityId), appointments: situation.appointments,
    proposals: proposals(reader, entityId), readers: booksReaders(reader, entityId),
  })
}
