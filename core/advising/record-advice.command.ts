import { appendFact } from '../chain/append-fact.command.ts'
import type { Json } from '../chain/canonical-json.ts'
import type { AppliedFact } from '../chain/fact.ts'
import type { Reader, Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import type { Refusal } from '../kernel/result.ts'
import { ownAccess } from '../ledger/own-access.query.ts'
import { ADVISING_APPLIERS } from './advising.apply.ts'
import type { AdvisingFacts } from './advising-facts.ts'

/** Appends a fact of an adviser, or of a porteur who answers him, and writes its rows, in the transaction under way. Answers its local id. */
export function recordAdvice<Kind extends keyof AdvisingFacts>(tx: Writer, entityId: number, kind: Kind, body: AdvisingFacts[Kind]): FactId {
  const fact = appendFact(tx, entityId, kind, 1, body as Json) as AppliedFact<AdvisingFacts[Kind]>
  const apply: (tx: Writer, fact: AppliedFact<AdvisingFacts[Kind]>) => void = ADVISING_APPLIERS[kind]
  apply(tx, fact)
  tx.changed('advising')
  return fact.id
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
