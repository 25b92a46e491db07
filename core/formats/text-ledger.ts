/** What both plain-text ledgers take: the books as plain records. Amounts in cents, debit positive. */
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, formatAmount } from '../kernel/money.ts'

export type TextAccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'off_balance'

export interface TextAccount {
  readonly number: string
  readonly label: string
  readonly kind: TextAccountKind
}

export interface TextLine {
  readonly account: string
  readonly amountCents: Cents
  readonly label: string
  readonly party: string | null
  readonly project: string | null
  readonly funder: string | null
}

export interface TextEntry {
  /** Reference in the books, `VEN-2026-12`. */
  readonly entry: string
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef: string | null
  readonly lines: readonly TextLine[]
}

export interface TextBooks {
  readonly entityName: string
  readonly currency: string
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly accounts: readonly TextAccount[]
  readonly entries: readonly TextEntry[]
}

/** Control totals that every export carries, so that a reader can check that nothing is missing. */
export interface ControlTotals {
  readonly entries: number
  readonly lines: number
  readonly debitCents: Cents
}

/** How many entries and lines leave, and their debit in cents: what the other program must find again. */
export function controlTotals(books: TextBooks): ControlTotals {
  let lines = 0
  let debit = 0
  for (const entry of books.entries) {
    for (const line of entry.lines) {
      lines += 1
      if (line.amountCents > 0) debit += line.amountCents
    }
  }
  return { entries: books.entries.length, lines, debitCents: debit as Cents }
}

export function amountText(amount: Cents, currency: string): string {
  return `${formatAmount(amount)} ${currency}`
}

/** One line of text without what either format reads as structure. */
export function plainText(text: string, forbidden: RegExp): string {
  return text.replaceAll('\u0000', ' ').replace(/[\r\n\t]+/gu, ' ').replace(forbidden, ' ').replace(/ {2,}/gu, ' ').trim()
}
