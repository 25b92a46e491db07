import { addDays, addYears, type CalendarDate, firstDayOf, isCalendarDate, monthOf, partsOf, dateOf } from '../kernel/calendar-date.ts'
import { type Chart, type JournalKind, nearestChartAccount, playsRole } from '../ledger/chart.ts'
import type { PartyKind } from '../ledger/ledger-facts.ts'
import type { ImportedBooks } from './imported-books.ts'

export interface Span {
  readonly startOn: CalendarDate
  readonly endOn: CalendarDate
}

/** First and last day of the entries of a file; undefined when no date of it is readable. */
export function spanOf(books: ImportedBooks): Span | undefined {
  let startOn: CalendarDate | undefined
  let endOn: CalendarDate | undefined
  for (const { entry } of books.entries) {
    if (!isCalendarDate(entry.date)) continue
    if (startOn === undefined || entry.date < startOn) startOn = entry.date
    if (endOn === undefined || entry.date > endOn) endOn = entry.date
  }
  return startOn && endOn ? { startOn, endOn } : undefined
}

/**
 * The fiscal years to open so that every entry has one. In new books, and for years apart from those there are, the year of the file ends on
 * the closing date of its name, else begins with its first month when it holds twelve at most, else calendar years. Otherwise they continue
 * the years there are, without overlap or hole.
 */
export function yearsToOpen(known: readonly Span[], wanted: Span, closingOn: CalendarDate | undefined): Span[] {
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last) return firstYears(wanted, closingOn)
  if (wanted.startOn >= first.startOn && wanted.endOn <= last.endOn) return []
  if (wanted.endOn < first.startOn || wanted.startOn > last.endOn) {
    const own = firstYears(wanted, closingOn)
    if (own.every((year) => year.endOn < first.startOn || year.startOn > last.endOn)) return own
  }
  const added: Span[] = []
  for (let end = addDays(first.startOn, -1); end >= wanted.startOn; ) {
    const startOn = addYears(addDays(end, 1), -1)
    added.unshift({ startOn, endOn: end })
    end = addDays(startOn, -1)
  }
  for (let startOn = addDays(last.endOn, 1); startOn <= wanted.endOn; ) {
    const natural = addDays(addYears(startOn, 1), -1)
    const endOn = closingOn && closingOn >= wanted.endOn && closingOn >= startOn && closingOn < addDays(addYears(startOn, 2), -1) && wanted.startOn >= startOn ? closingOn : natural
    added.push({ startOn, endOn })
    startOn = addDays(endOn, 1)
  }
  return added
}

/**
 * The year of these books that a file of one year would be cut by: it overlaps the file without holding it whole. Booking such a file would
 * spread one year of the law over two, and its opening entries would open nothing.
 */
export function yearCutting(known: readonly (Span & { readonly code: string })[], wanted: Span): (Span & { readonly code: string }) | undefined {
  if (known.some((year) => year.startOn <= wanted.startOn && wanted.endOn <= year.endOn)) return undefined
  return known.find((year) => year.startOn <= wanted.endOn && wanted.startOn <= year.endOn)
}

function firstYears(wanted: Span, closingOn: CalendarDate | undefined): Span[] {
  if (closingOn && closingOn >= wanted.endOn) {
    const twelveMonths = addDays(addYears(closingOn, -1), 1)
    if (twelveMonths <= wanted.startOn) return [{ startOn: twelveMonths, endOn: closingOn }]
    const startOn = firstDayOf(monthOf(wanted.startOn))
    if (closingOn <= addDays(addYears(startOn, 2), -1)) return [{ startOn, endOn: closingOn }]
  }
  const calendar = partsOf(wanted.startOn).year
  if (calendar !== partsOf(wanted.endOn).year) {
    const startOn = firstDayOf(monthOf(wanted.startOn))
    const endOn = addDays(addYears(startOn, 1), -1)
    if (wanted.endOn <= endOn) return [{ startOn, endOn }]
  }
  const years: Span[] = []
  for (let year = calendar; year <= partsOf(wanted.endOn).year; year += 1) years.push({ startOn: dateOf(year, 1, 1), endOn: dateOf(year, 12, 31) })
  return years
}

const BY_LABEL: readonly (readonly [RegExp, JournalKind])[] = [
  [/nouveau|ouverture|report|opening|heropening/iu, 'opening'],
  [/cl[oô]ture|afsluit/iu, 'closing'],
  [/vente|verkop|client|recette|sales/iu, 'sales'],
  [/achat|fournisseur|aankop|purchase|d[ée]pense/iu, 'purchases'],
  [/caisse|esp[eè]ce|\bkas\b|cash/iu, 'cash'],
  [/banque|bank|ccp|cr[ée]dit|ch[eè]que|virement|tr[ée]sorerie|financi/iu, 'bank'],
]
const BY_CODE: readonly (readonly [RegExp, JournalKind])[] = [
  [/^(an|ano|ran|a-?nouv.*|ouv)$/iu, 'opening'], [/^(clo|cl)$/iu, 'closing'], [/^(ve|ven|vt|vte)\d*$/iu, 'sales'], [/^(ac|ach|ha)\d*$/iu, 'purchases'],
  [/^(ca|cai)\d*$/iu, 'cash'], [/^(bq|bnq|ban|fin)\d*$/iu, 'bank'],
]

/** What a journal of another program is for, by its label, then its code; a general journal when neither tells. */
export function guessJournalKind(code: string, label: string): JournalKind {
  return (BY_LABEL.find(([form]) => form.test(label)) ?? BY_CODE.find(([form]) => form.test(code.trim())))?.[1] ?? 'general'
}

/** What will be done with an account that these books do not have yet. */
export interface AccountToOpen {
  readonly account: string
  readonly label: string
  /** `chart`: the chart has it; `under`: a sub-account of one of the chart; `foreign`: the chart has nothing like it. */
  readonly relation: 'chart' | 'under' | 'foreign'
  readonly chartAccount: string | null
  readonly chartLabel: string | null
}

export function relateAccount(chart: Chart, account: string, label: string): AccountToOpen {
  const nearest = nearestChartAccount(chart, account)
  const exact = nearest && nearest.number.replace(/0+$/u, '') === account.replace(/0+$/u, '')
  return {
    account, label, relation: nearest ? (exact ? 'chart' : 'under') : 'foreign',
    chartAccount: nearest?.number ?? null, chartLabel: nearest?.label['fr'] ?? null,
  }
}

/** A party is what its accounts say: lines on customer accounts make a customer, on supplier accounts a supplier. */
export function partyKinds(chart: Chart, books: ImportedBooks): Map<string, PartyKind> {
  const kinds = new Map<string, PartyKind>()
  // Asked for every line of a file: what an account is does not change on the way.
  const ofAccount = new Map<string, PartyKind>()
  for (const { entry } of books.entries) {
    for (const line of entry.lines) {
      if (line.party === undefined) continue
      let kind = ofAccount.get(line.account)
      if (kind === undefined) {
        kind = playsRole(chart, line.account, 'customer') ? 'customer' : playsRole(chart, line.account, 'supplier') ? 'supplier' : 'other'
        ofAccount.set(line.account, kind)
      }
      const known = kinds.get(line.party)
      if (known === undefined || known === 'other') kinds.set(line.party, kind)
      else if (kind !== 'other' && kind !== known) kinds.set(line.party, 'both')
    }
  }
  return kinds
}
