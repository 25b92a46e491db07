import { addDays, type CalendarDate, dayNumberOf } from '../kernel/calendar-date.ts'
import type { Appointment } from './advice.ts'

/** Days after which something is said; headquarters may publish others as the dated parameter `portfolio`. */
export interface AttentionRules {
  /** Without news of the porteur. */
  readonly latePliDays: number
  /** An item that nothing settles. */
  readonly overdueDays: number
  /** From the first open day of the books. */
  readonly openPeriodDays: number
  /** Before an appointment. */
  readonly appointmentDays: number
  /** A proposal without an answer. */
  readonly proposalDays: number
}

export const DEFAULT_RULES: AttentionRules = { latePliDays: 35, overdueDays: 60, openPeriodDays: 100, appointmentDays: 14, proposalDays: 7 }

/** The rules with what was published over the defaults; a value that is no number of days between 0 and 3660 is passed over. */
export function rulesFrom(published: unknown): AttentionRules {
  const rules: { -readonly [Name in keyof AttentionRules]: number } = { ...DEFAULT_RULES }
  if (typeof published !== 'object' || published === null) return rules
  for (const name of Object.keys(DEFAULT_RULES) as (keyof AttentionRules)[]) {
    const days: unknown = (published as Partial<Record<string, unknown>>)[name]
    if (Number.isSafeInteger(days) && (days as number) >= 0 && (days as number) <= 3660) rules[name] = days as number
  }
  return rules
}

/** Items of one side that nothing settles: how many, what they come to (as a positive amount when it is owed), since when. */
export interface OpenSide {
  readonly items: number
  readonly cents: number
  readonly since: CalendarDate
}

/** What an adviser's copy of the books says that could ask for attention. */
export interface Situation {
  readonly today: CalendarDate
  /** Day of the last news of the porteur: a pli of his, or a fact he signed that came with another one. */
  readonly lastNewsOn: CalendarDate | null
  /** Null where the books have no compte interne. Debit positive: what headquarters holds for the entity. */
  readonly internalCents: number | null
  /** Debts already booked: suppliers, VAT, pay, expenses to reimburse; as a positive amount. */
  readonly debtCents: number
  readonly customersOverdue: OpenSide | null
  readonly suppliersOverdue: OpenSide | null
  /** Balance of the accounts where money waits for its name, debit positive. */
  readonly unidentifiedCents: number
  /** The first day that no closing covers, and the last entry. */
  readonly openSince: CalendarDate | null
  readonly lastEntryOn: CalendarDate | null
  /** Told and not read yet. */
  readonly entriesMoved: number
  readonly forks: readonly { readonly device: string; readonly sequence: number }[]
  readonly plisWaiting: number
  readonly proposals: { readonly count: number; readonly since: CalendarDate } | null
  readonly appointments: readonly Appointment[]
}

/** Why an Activité asks for attention: a kind and its data, said in words by the screen. Later modules (loans, forecasts) add theirs. */
export type Reason =
  | { readonly kind: 'history_forked'; readonly device: string; readonly sequence: number }
  | { readonly kind: 'pli_waiting'; readonly plis: number }
  | { readonly kind: 'never_heard' }
  | { readonly kind: 'pli_late'; readonly days: number; readonly on: CalendarDate }
  | { readonly kind: 'internal_negative'; readonly cents: number }
  | { readonly kind: 'internal_short'; readonly cents: number; readonly debtCents: number; readonly missingCents: number }
  | { readonly kind: 'customers_overdue' | 'suppliers_overdue'; readonly items: number; readonly cents: number; readonly since: CalendarDate; readonly days: number }
  | { readonly kind: 'money_unidentified'; readonly cents: number }
  | { readonly kind: 'period_open'; readonly since: CalendarDate; readonly days: number }
  | { readonly kind: 'entries_moved'; readonly entries: number }
  | { readonly kind: 'proposal_waiting'; readonly proposals: number; readonly since: CalendarDate; readonly days: number }
  | { readonly kind: 'appointment_near'; readonly on: CalendarDate; readonly at: string | null; readonly subject: string; readonly days: number }
  | { readonly kind: 'appointment_past'; readonly on: CalendarDate; readonly subject: string }

/**
 * Everything that asks for attention, each with why, always in the same order of subjects: histories, plis, money, books, meetings.
 * No score: nothing here weighs one against another.
 */
export function attention(situation: Situation, rules: AttentionRules): Reason[] {
  return [...exchange(situation, rules), ...money(situation, rules), ...booksInOrder(situation, rules), ...meetings(situation, rules)]
}

const daysSince = (from: CalendarDate, today: CalendarDate): number => dayNumberOf(today) - dayNumberOf(from)

function exchange({ forks, plisWaiting, lastNewsOn, today }: Situation, rules: AttentionRules): Reason[] {
  const reasons: Reason[] = forks.map((fork) => ({ kind: 'history_forked', ...fork }))
  if (plisWaiting > 0) reasons.push({ kind: 'pli_waiting', plis: plisWaiting })
  if (lastNewsOn === null) reasons.push({ kind: 'never_heard' })
  else if (daysSince(lastNewsOn, today) > rules.latePliDays) reasons.push({ kind: 'pli_late', days: daysSince(lastNewsOn, today), on: lastNewsOn })
  return reasons
}

/** `internal_short` is no forecast: only debts that are in the books already, set against what the compte interne holds. */
function money({ internalCents, debtCents, customersOverdue, suppliersOverdue, unidentifiedCents, today }: Situation, rules: AttentionRules): Reason[] {
  const reasons: Reason[] = []
  if (internalCents !== null && internalCents < 0) reasons.push({ kind: 'internal_negative', cents: internalCents })
  else if (internalCents !== null && debtCents > internalCents) {
    reasons.push({ kind: 'internal_short', cents: internalCents, debtCents, missingCents: debtCents - internalCents })
  }
  const side = (kind: 'customers_overdue' | 'suppliers_overdue', open: OpenSide | null): void => {
    if (open && daysSince(open.since, today) > rules.overdueDays) reasons.push({ kind, ...open, days: daysSince(open.since, today) })
  }
  side('customers_overdue', customersOverdue)
  side('suppliers_overdue', suppliersOverdue)
  if (unidentifiedCents !== 0) reasons.push({ kind: 'money_unidentified', cents: unidentifiedCents })
  return reasons
}

function booksInOrder({ openSince, lastEntryOn, entriesMoved, today }: Situation, rules: AttentionRules): Reason[] {
  const reasons: Reason[] = []
  // Books without an entry since have nothing to close.
  if (openSince !== null && lastEntryOn !== null && lastEntryOn >= openSince && daysSince(openSince, today) > rules.openPeriodDays) {
    reasons.push({ kind: 'period_open', since: openSince, days: daysSince(openSince, today) })
  }
  if (entriesMoved > 0) reasons.push({ kind: 'entries_moved', entries: entriesMoved })
  return reasons
}

function meetings({ proposals, appointments, today }: Situation, rules: AttentionRules): Reason[] {
  const reasons: Reason[] = []
  if (proposals && daysSince(proposals.since, today) >= rules.proposalDays) {
    reasons.push({ kind: 'proposal_waiting', proposals: proposals.count, since: proposals.since, days: daysSince(proposals.since, today) })
  }
  const expected = appointments.filter((each) => each.state === 'proposed' || each.state === 'confirmed')
  for (const each of expected) if (each.on < today) reasons.push({ kind: 'appointment_past', on: each.on, subject: each.subject })
  const next = expected.find((each) => each.on >= today && each.on <= addDays(today, rules.appointmentDays))
  if (next) reasons.push({ kind: 'appointment_near', on: next.on, at: next.at, subject: next.subject, days: daysSince(today, next.on) })
  return reasons
}
