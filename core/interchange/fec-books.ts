import type { FecEntry, FecFile, FecLine, FecWarning } from '../formats/fec/fec-record.ts'
import { cleanText } from '../kernel/text.ts'
import type { ProposedEntry, ProposedLine } from '../ledger/entry.ts'
import type { ImportedBooks, ImportedEntry, ImportedLetter } from './imported-books.ts'

/** A FEC as books: numbers, documents, dates of validation and lettrage kept (art. A47 A-1). */
export function booksFromFec(file: FecFile, warnings: readonly FecWarning[]): ImportedBooks {
  const accounts = new Map<string, string>()
  const journals = new Map<string, string>()
  const parties = new Map<string, string>()
  const letters = new Map<string, { account: string; letter: string; on?: ImportedLetter['on']; lines: { entry: number; line: number }[]; restCents: number }>()
  const entries: ImportedEntry[] = []
  for (let index = 0; index < file.entries.length; index += 1) {
    const entry = file.entries[index] as FecEntry
    if (!journals.has(entry.journalCode)) journals.set(entry.journalCode, cleanText(entry.journalLabel) || entry.journalCode)
    for (let at = 0; at < entry.lines.length; at += 1) {
      const line = entry.lines[at] as FecLine
      if (!accounts.has(line.account)) accounts.set(line.account, cleanText(line.accountLabel) || line.account)
      if (line.partyCode !== undefined && !parties.has(line.partyCode)) parties.set(line.partyCode, cleanText(line.partyLabel ?? '') || line.partyCode)
      if (line.letter !== undefined) addLetter(letters, line, index, at + 1)
    }
    entries.push({ entry: proposed(entry), row: entry.row, rows: entry.lines.map((line) => line.row) })
  }
  return { format: 'fec', entries, accounts, journals, parties, letters: [...letters.values()], closingOn: file.closingOn, lineCount: file.lineCount, warnings }
}

function addLetter(letters: Map<string, { account: string; letter: string; on?: ImportedLetter['on']; lines: { entry: number; line: number }[]; restCents: number }>, line: FecLine, entry: number, at: number): void {
  const key = `${line.account}|${line.partyCode ?? ''}|${line.letter ?? ''}`
  let group = letters.get(key)
  if (!group) letters.set(key, (group = { account: line.account, letter: line.letter ?? '', lines: [], restCents: 0 }))
  group.lines.push({ entry, line: at })
  group.restCents += line.debitCents - line.creditCents
  if (line.letteredOn && (!group.on || line.letteredOn > group.on)) group.on = line.letteredOn
}

function proposed(entry: FecEntry): ProposedEntry {
  const first = entry.lines[0] as FecLine
  return {
    journal: entry.journalCode,
    date: entry.date,
    label: first.label,
    documentRef: first.documentRef,
    documentOn: first.documentOn,
    validatedOn: entry.validatedOn,
    source: `fec:${entry.number}${entry.part === undefined ? '' : `/${entry.part}`}`,
    lines: entry.lines.map(proposedLine),
  }
}

function proposedLine(line: FecLine): ProposedLine {
  return {
    account: line.account,
    debitCents: line.debitCents,
    creditCents: line.creditCents,
    label: line.label,
    documentRef: line.documentRef,
    documentOn: line.documentOn,
    party: line.partyCode,
    currency: line.currency,
    currencyCents: line.currencyCents,
  }
}
