import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { FactName, Overriding } from '../ledger/ledger-facts.ts'
import type { ProposedEntry } from '../ledger/entry.ts'

/** What an adviser writes in his own stream of an entity's books; the porteur reads all of it. A private note is a row of the office's file. */
export type NoteShared = Overriding & { readonly id: string; readonly on: CalendarDate; readonly text: string; readonly entry?: FactName; readonly withdrawn?: true }

export type AppointmentSet = Overriding & {
  readonly id: string
  readonly on: CalendarDate
  /** `HH:MM`, local time of the office. */
  readonly at?: string
  readonly place?: string
  readonly subject: string
  readonly state: 'proposed' | 'confirmed' | 'held' | 'cancelled'
}

/** An entry that the adviser proposes and that only the porteur books. */
export type EntryProposed = { readonly entry: Pick<ProposedEntry, 'journal' | 'date' | 'label' | 'documentRef' | 'documentOn' | 'lines'>; readonly reason: string }

/** By the porteur. `accepted` and `edited` name the entry booked. */
export type ProposalAnswered = { readonly proposal: FactName; readonly answer: 'accepted' | 'edited' | 'declined'; readonly reason?: string; readonly entry?: FactName }

/** By the adviser who made it, as long as nothing answered it: an answer of the porteur stands whatever came first. */
export type ProposalWithdrawn = { readonly proposal: FactName; readonly reason?: string }

export interface AdvisingFacts {
  NoteShared: NoteShared
  AppointmentSet: AppointmentSet
  EntryProposed: EntryProposed
  ProposalAnswered: ProposalAnswered
  ProposalWithdrawn: ProposalWithdrawn
}

/** Kinds of facts that say something beside the books. */
export const ADVICE_KINDS = ['NoteShared', 'AppointmentSet', 'EntryProposed', 'ProposalAnswered', 'ProposalWithdrawn'] as const satisfies readonly (keyof AdvisingFacts)[]
