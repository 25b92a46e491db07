import { appendFact } from '../../chain/append-fact.command.ts'
import type { Json } from '../../chain/canonical-json.ts'
import type { AppliedFact } from '../../chain/fact.ts'
import type { Writer } from '../../context.ts'
import { assert } from '../../kernel/assert.ts'
import type { FactId } from '../../kernel/ids.ts'
import { settleBooks } from '../../ledger/settle.apply.ts'
import { checkFact } from '../format/fact-shapes.ts'
import type { SyncFacts } from '../sync-facts.ts'
import { SYNC_APPLIERS } from './trust.apply.ts'

/** Appends a fact of trust to this workspace's stream of the entity and writes the rows it implies. Answers its local id. */
export function recordTrust<Kind extends keyof SyncFacts>(tx: Writer, entityId: number, kind: Kind, body: SyncFacts[Kind]): FactId {
  // A fact that others refuse would stand in the chain for ever, and nothing of this stream would be taken after it.
  assert(checkFact(kind, 1, body) === undefined, `a fact of trust that nobody would take: ${kind}`)
  const fact = appendFact(tx, entityId, kind, 1, body as unknown as Json) as unknown as AppliedFact<SyncFacts[Kind]>
  const apply: (tx: Writer, fact: AppliedFact<SyncFacts[Kind]>) => void = SYNC_APPLIERS[kind]
  apply(tx, fact)
  // What a revoked device signed beyond the position stated counts no more; what was granted again does.
  if (kind === 'AccessRevoked' || kind === 'AccessGranted') settleBooks(tx, entityId)
  return fact.id
}
