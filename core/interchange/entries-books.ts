import { cleanText } from '../kernel/text.ts'
import type { ProposedEntry } from '../ledger/entry.ts'
import type { ImportedBooks } from './imported-books.ts'

/** Entries that come one by one (a script, a JSON file, a mapped CSV) as books: their third parties are opened under their own code. */
export function booksFromEntries(format: 'entries' | 'csv', entries: readonly ProposedEntry[], rows?: readonly (readonly number[])[]): ImportedBooks {
  const parties = new Map<string, string>()
  for (const entry of entries) {
    for (const line of entry.lines) if (line.party !== undefined && cleanText(line.party)) parties.set(line.party, line.party)
  }
  return {
    format,
    entries: entries.map((entry, index) => {
      const own = rows?.[index] ?? []
      return { entry, row: own[0] ?? index + 1, rows: own }
    }),
    accounts: new Map(),
    journals: new Map(),
    parties,
    letters: [],
    lineCount: entries.reduce((count, entry) => count + entry.lines.length, 0),
    warnings: [],
  }
}
