import { appendFact } from '../chain/append-fact.command.ts'
import type { Json } from '../chain/canonical-json.ts'
import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import type { FactId } from '../kernel/ids.ts'
import { LEDGER_APPLIERS } from './ledger.apply.ts'
import type { LedgerFacts } from './ledger-facts.ts'

/** Appends a fact of the books and writes the rows it implies, in the transaction under way. Answers its local id. */
export function recordFact<Kind extends keyof LedgerFacts>(tx: Writer, entityId: number, kind: Kind, body: LedgerFacts[Kind]): FactId {
  const fact = appendFact(tx, entityId, kind, 1, body as Json) as AppliedFact<LedgerFacts[Kind]>
  const apply: (tx: Writer, fact: AppliedFact<LedgerFacts[Kind]>) => void = LEDGER_APPLIERS[kind]
  apply(tx, fact)
  if (kind !== 'LinesMatched' && kind !== 'MatchUndone' && kind !== 'DocumentAttached') tx.memory.delete(`books:${entityId}`)
  tx.changed('ledger')
  return fact.id
}
