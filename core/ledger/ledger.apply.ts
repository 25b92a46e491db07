import type { AppliedFact } from '../chain/fact.ts'
import type { Writer } from '../context.ts'
import { applyEntryPosted } from './entry.apply.ts'
import type { LedgerFacts } from './ledger-facts.ts'
import { applyDocumentAttached, applyLinesMatched, applyMatchUndone } from './match.apply.ts'
import { applyPeriodClosed, applyPeriodReopened } from './period.apply.ts'
import {
  applyAccountRecorded, applyAxisValueRecorded, applyEntityDescribed, applyJournalRecorded, applyPartyRecorded,
} from './records.apply.ts'
import { applyFiscalYearOpened } from './year.apply.ts'

export type Appliers<Facts> = { readonly [Kind in keyof Facts]: (tx: Writer, fact: AppliedFact<Facts[Kind]>) => void }

/** Who writes the rows of each kind of fact of the books, local or imported alike. */
export const LEDGER_APPLIERS: Appliers<LedgerFacts> = {
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
