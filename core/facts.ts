import { ADVISING_APPLIERS } from './advising/advising.apply.ts'
import type { AppliedFact } from './chain/fact.ts'
import type { Writer } from './context.ts'
import { assert } from './kernel/assert.ts'
import { LEDGER_APPLIERS } from './ledger/ledger.apply.ts'
import { settleMatches } from './ledger/match.apply.ts'
import { takeBookFact } from './ledger/take-fact.apply.ts'
import { SYNC_APPLIERS } from './sync/trust/trust.apply.ts'

/** The appliers of every module, by kind of fact. */
const APPLIERS = { ...LEDGER_APPLIERS, ...ADVISING_APPLIERS, ...SYNC_APPLIERS } as const

export const FACT_KINDS: readonly string[] = Object.keys(APPLIERS)

/** Applies a fact of another machine, whose shape was checked, to the rows it implies; answers what it waits for when it names what is not here. */
export function takeFact(tx: Writer, fact: AppliedFact): string | undefined {
  if (Object.hasOwn(LEDGER_APPLIERS, fact.kind)) return takeBookFact(tx, fact)
  applyFact(tx, fact)
  return undefined
}

/** Applies a fact read from the chain; its body was checked when it entered the chain, and everything it names is here. */
export function applyFact(tx: Writer, fact: AppliedFact): void {
  assert(Object.hasOwn(APPLIERS, fact.kind), `a fact of an unknown kind: ${fact.kind}`)
  const apply = APPLIERS[fact.kind as keyof typeof APPLIERS] as (tx: Writer, fact: AppliedFact) => void
  apply(tx, fact)
}

/** After `applyFact` of many: what depends on all of them together. */
export function settleApplied(tx: Writer): void {
  settleMatches(tx)
}
