import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { AuthorId, EntityId } from '../kernel/ids.ts'
import type { Cents } from '../kernel/money.ts'
import type { JournalKind } from './chart.ts'

/**
 * The facts of the books. A fact carries everything it books, so that a later rule never changes an old book. `…Recorded` facts carry
 * the whole record, and the latest one stands: by its effective time, which is its logical time or one tick after what it overrides.
 */
export type Overriding = {
  /** Version 2: the effective time of the record that its writer saw and that lies ahead of its own clock. */
  readonly overrides?: number
}

export type EntityDescribed = Overriding & {
  readonly name: string
  readonly kind: 'entity' | 'headquarters'
  readonly country: 'BE' | 'FR'
  readonly chart: string
  readonly currency: string
  /** SIREN in France, enterprise number in Belgium. */
  readonly registration?: string
  readonly vatNumber?: string
  readonly address?: string
  readonly demonstration: boolean
}

export type AccountRecorded = Overriding & { readonly number: string; readonly label: string; readonly closedOn?: CalendarDate }

export type JournalRecorded = Overriding & {
  readonly code: string
  readonly label: string
  readonly kind: JournalKind
  readonly closedOn?: CalendarDate
}

export type PartyKind = 'customer' | 'supplier' | 'both' | 'other'

export type PartyRecorded = Overriding & {
  readonly code: string
  readonly name: string
  readonly kind: PartyKind
  readonly vatNumber?: string
  readonly iban?: string
  readonly email?: string
  readonly address?: string
  readonly closedOn?: CalendarDate
}

export type Axis = 'project' | 'funder'

export type AxisValueRecorded = Overriding & { readonly axis: Axis; readonly code: string; readonly label: string; readonly closedOn?: CalendarDate }

export type FiscalYearOpened = { readonly code: string; readonly startOn: CalendarDate; readonly endOn: CalendarDate }

/** Names the stream positions it covers: what comes later, dated inside, is booked on the first open day. */
export type PeriodClosed = { readonly until: CalendarDate; readonly covers: readonly FactName[] }

export type PeriodReopened = { readonly closing: FactName; readonly reason: string }

/** How a fact names another one, in every workspace. */
export type FactName = { readonly author: AuthorId; readonly sequence: number }

export type EntryNature = 'ordinary' | 'opening' | 'closing'

/** One side of a flow between two entities, in version 2 of an entry: both sides carry the same id, and together come to nothing. */
export type LinePair = { readonly id: string; readonly with: EntityId }

export type PostedLine = {
  readonly account: string
  /** Exactly one of the two is there unless both are zero; negative amounts are the French "écriture en négatif". */
  readonly debitCents?: Cents
  readonly creditCents?: Cents
  readonly party?: string
  readonly project?: string
  readonly funder?: string
  /** Absent: as its entry. */
  readonly label?: string
  readonly documentRef?: string
  readonly documentOn?: CalendarDate
  readonly currency?: string
  readonly currencyCents?: Cents
  readonly pair?: LinePair
}

export type EntryPosted = {
  readonly journal: string
  readonly year: string
  readonly number: number
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef?: string
  /** Absent: the day of the entry. */
  readonly documentOn?: CalendarDate
  readonly validatedOn: CalendarDate
  readonly nature?: EntryNature
  readonly reverses?: FactName
  /** Why it corrects: asked of the person at every reversal. */
  readonly reason?: string
  readonly source?: string
  readonly lines: readonly PostedLine[]
}

export type LinesMatched = {
  readonly account: string
  readonly code: string
  readonly on?: CalendarDate
  readonly restCents: Cents
  readonly lines: readonly (FactName & { readonly line: number })[]
}

export type MatchUndone = { readonly match: FactName }

export type DocumentAttached = {
  readonly entry: FactName
  readonly hash: string
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

export interface LedgerFacts {
  EntityDescribed: EntityDescribed
  AccountRecorded: AccountRecorded
  JournalRecorded: JournalRecorded
  PartyRecorded: PartyRecorded
  AxisValueRecorded: AxisValueRecorded
  FiscalYearOpened: FiscalYearOpened
  PeriodClosed: PeriodClosed
  PeriodReopened: PeriodReopened
  EntryPosted: EntryPosted
  LinesMatched: LinesMatched
  MatchUndone: MatchUndone
  DocumentAttached: DocumentAttached
}
