import type { AppliedFact } from './chain/fact.ts'
import type { Writer } from './context.ts'
import { assert } from './kernel/assert.ts'
import { applyEntryPosted } from './ledger/entry.apply.ts'
import type { LedgerFacts } from './ledger/ledger-facts.ts'
import { applyDocumentAttached, applyLinesMatched, applyMatchUndone } from './ledger/match.apply.ts'
import { applyPeriodClosed, applyPeriodReopened } from './ledger/period.apply.ts'
import {
  applyAccountRecorded, applyAxisValueRecorded, applyEntityDescribed, applyFiscalYearOpened, applyJournalRecorded, applyPartyRecorded,
} from './ledger/records.apply.ts'

type Appliers = { readonly [Kind in keyof LedgerFacts]: (tx: Writer, fact: AppliedFact<LedgerFacts[Kind]>) => void }

/** Who writes the rows of each kind of fact, local or imported alike. The highest version known of each is 1. */
const APPLIERS: Appliers = {
  EntityDescribed: applyEntityDescribed,
  AccountRecorded: applyAccountRecorded,
  JournalRecorded: applyJournalRecorded,
  PartyRecorded: applyPartyRecorded,
  AxisValueRecorded: applyAxisValueRecorded,
  FiscalYearOpened: applyFiscalYearOpened,
  PeriodClosed: applyPeriodClosed,
  PeriodReopened: applyPeriodReopened,
  EntryPosted: applyEntryPosted,
  LinesMatched: applyLinesMatched,
  MatchUndone: applyMatchUndone,
  DocumentAttached: applyDocumentAttached,
}

export const FACT_KINDS = Object.keys(APPLIERS) as (keyof LedgerFacts)[]

/** Applies a fact read from the chain; its body was checked when it entered the chain. */
export function applyFact(tx: Writer, fact: AppliedFact): void {
  assert(fact.kind in APPLIERS, `a fact of an unknown kind: ${fact.kind}`)
  const apply = APPLIERS[fact.kind as keyof LedgerFacts] as (tx: Writer, fact: AppliedFact) => void
  apply(tx, fact)
}
