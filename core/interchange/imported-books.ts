import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { Refusal } from '../kernel/result.ts'
import type { ProposedEntry } from '../ledger/entry.ts'

/** Books as a file brings them, whatever its format: what the import plans, shows and books. */
export interface ImportedBooks {
  readonly format: 'fec' | 'csv' | 'entries'
  readonly entries: readonly ImportedEntry[]
  /** Labels that the file gives; an account without one is only taken when the books or the chart know it. */
  readonly accounts: ReadonlyMap<string, string>
  readonly journals: ReadonlyMap<string, string>
  readonly parties: ReadonlyMap<string, string>
  /** Groups of lettrage that the file brings. */
  readonly letters: readonly ImportedLetter[]
  readonly closingOn?: CalendarDate | undefined
  /** Lines read, of entries or of the file's own kind. */
  readonly lineCount: number
  readonly warnings: readonly Refusal[]
}

export interface ImportedEntry {
  readonly entry: ProposedEntry
  /** 1-based row of the file where it begins, and of each of its lines. */
  readonly row: number
  readonly rows: readonly number[]
}

export interface ImportedLetter {
  readonly account: string
  readonly letter: string
  readonly on?: CalendarDate | undefined
  /** Index of the entry and 1-based line in it. */
  readonly lines: readonly { readonly entry: number; readonly line: number }[]
  readonly restCents: number
}
