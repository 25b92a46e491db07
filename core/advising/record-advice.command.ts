import { appendFact, overriding } from '../chain/append-fact.command.ts'
import type { Json } from '../chain/canonical-json.ts'
import type { AppliedFact } from '../chain/fact.ts'
import type { Reader, Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'
import type { Overriding } from '../ledger/ledger-facts.ts'
import { ownAccess } from '../ledger/own-access.query.ts'
import { ADVISING_APPLIERS } from './advising.apply.ts'
import type { AdvisingFacts } from './advising-facts.ts'

/** Appends a fact of an adviser, or of a porteur who answers him, and writes its rows, in the transaction under way. Answers its local id. */
export function recordAdvice<Kind extends keyof AdvisingFacts>(tx: Writer, entityId: number, kind: Kind, body: AdvisingFacts[Kind]): FactId {
  // What an earlier writing of it overrode says nothing of what stands now.
  const { overrides: _, ...said } = body as AdvisingFacts[Kind] & Overriding
  const over = overriding(tx, entityId, standingTime(tx, entityId, kind, body))
  const fact = appendFact(tx, entityId, kind, over.overrides === undefined ? 1 : 2, { ...said, ...over } as Json) as unknown as AppliedFact<AdvisingFacts[Kind]>
  const apply: (tx: Writer, fact: AppliedFact<AdvisingFacts[Kind]>) => void = ADVISING_APPLIERS[kind]
  apply(tx, fact)
  tx.changed('advising')
  return fact.id
}

/** The effective time of the note or the appointment that this one replaces. */
function standingTime<Kind extends keyof AdvisingFacts>(tx: Writer, entityId: number, kind: Kind, body: AdvisingFacts[Kind]): number | undefined {
  if (kind !== 'NoteShared' && kind !== 'AppointmentSet') return undefined
  const { id } = body as AdvisingFacts['NoteShared'] | AdvisingFacts['AppointmentSet']
  // A note stands beside those that others signed under its id, an appointment in their place.
  if (kind === 'NoteShared') return tx.read<{ time: number }>('SELECT logical_time AS time FROM note WHERE entity_id = ? AND id = ? AND author = ?').get(entityId, id, tx.ports.author)?.time
  return tx.read<{ time: number }>('SELECT logical_time AS time FROM appointment WHERE entity_id = ? AND id = ?').get(entityId, id)?.time
}

/** Only a workspace to which headquarters entrusted the entity as its adviser writes advice in its books: what anyone else signed, nobody would take. */
export function needAdviser(reader: Reader, entityId: number): Refusal[] {
  return ownAccess(reader, entityId).role === 'adviser' ? [] : [{ code: 'advice_needs_adviser' }]
}

/** Only the porteur answers; books that never joined are their owner's. */
export function needPorteur(reader: Reader, entityId: number): Refusal[] {
  const { role, joined } = ownAccess(reader, entityId)
  return role === 'porteur' || !joined ? [] : [{ code: 'answer_needs_porteur' }]
}
