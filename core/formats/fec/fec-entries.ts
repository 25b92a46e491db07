/** From rows to entries: which number makes one entry, whether each balances, on which day it stands. */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import type { FecLog } from './fec-log.ts'
import { findNumberGaps } from './fec-numbering.ts'
import type { FecEntry, FecFile, FecLine } from './fec-record.ts'
import type { OpenEntry } from './fec-row.ts'

/** Checks every entry, writes what is wrong into the log, and answers the sound ones in the order of the file. */
export function closeFecEntries(open: readonly OpenEntry[], log: FecLog): { readonly entries: FecEntry[]; readonly numbering: FecFile['numbering'] } {
  const { merged, numbering } = mergeAcrossJournals(open, log)
  const entries: FecEntry[] = []
  for (const entry of merged) {
    if (entry.faulty) continue
    const differenceCents = entry.debitCents - entry.creditCents
    if (differenceCents !== 0) {
      const { debitCents, creditCents } = entry
      log.problem('fec_entry_unbalanced', entry.row, { journal: entry.journalCode, number: entry.number, debitCents, creditCents, differenceCents })
    } else if (entry.dates) entries.push(...splitByDate(entry, entry.dates, log))
    else entries.push(closed(entry, entry.date, entry.lines))
  }
  // The gap check needs every number, and a refused first row leaves an entry without its day.
  if (!merged.some((entry) => entry.faulty)) {
    for (const { row, ...gap } of findNumberGaps(merged)) log.problem('fec_entry_number_gap', row, gap)
  }
  return { entries, numbering }
}

function closed(entry: OpenEntry, date: CalendarDate, lines: readonly FecLine[], part?: number): FecEntry {
  const { journalCode, journalLabel, number, validatedOn } = entry
  return { journalCode, journalLabel, number, date, validatedOn, ...(part === undefined ? {} : { part }), lines, row: lines[0]?.row ?? entry.row }
}

/**
 * A number that covers several days is one entry per day when each day balances (programs that number a whole batch);
 * else nobody can say on which day it stands.
 */
function splitByDate(entry: OpenEntry, dates: readonly CalendarDate[], log: FecLog): FecEntry[] {
  const days = new Map<CalendarDate, FecLine[]>()
  entry.lines.forEach((line, at) => {
    const date = dates[at] ?? entry.date
    const lines = days.get(date)
    if (lines) lines.push(line)
    else days.set(date, [line])
  })
  const where = { journal: entry.journalCode, number: entry.number }
  const balanced = [...days.values()].every((lines) => lines.reduce((sum, line) => sum + line.debitCents - line.creditCents, 0) === 0)
  if (!balanced) {
    log.problem('fec_entry_several_dates', entry.row, { ...where, dates: [...days.keys()].slice(0, 10) })
    return []
  }
  log.warn('fec_entry_split_by_date', entry.row, where)
  return [...days].map(([date, lines], at) => closed(entry, date, lines, at + 1))
}

/**
 * The same number in two journals is two entries when the numbering is per journal, which real files do. Only when no such pair
 * balances apart and some balance together is the number one entry of the whole file, written across journals.
 */
function mergeAcrossJournals(open: readonly OpenEntry[], log: FecLog): { readonly merged: readonly OpenEntry[]; readonly numbering: FecFile['numbering'] } {
  const byNumber = new Map<string, OpenEntry[]>()
  let shared = false
  for (const entry of open) {
    const same = byNumber.get(entry.number)
    if (same) {
      same.push(entry)
      shared = true
    } else byNumber.set(entry.number, [entry])
  }
  if (!shared) return { merged: open, numbering: 'whole-file' }
  const groups = [...byNumber.values()].filter((group) => group.length > 1)
  const apart = groups.some((group) => group.every(isBalanced))
  const together = groups.filter((group) => !group.some(isBalanced) && sumOf(group) === 0)
  if (apart || together.length === 0) return { merged: open, numbering: 'per-journal' }
  const swallowed = new Set<OpenEntry>()
  const replaced = new Map<OpenEntry, OpenEntry>()
  for (const group of together) {
    const [first] = group
    if (!first) continue
    log.warn('fec_entry_across_journals', first.row, { number: first.number, journals: group.map((entry) => entry.journalCode) })
    for (const entry of group) swallowed.add(entry)
    replaced.set(first, mergeGroup(first, group))
  }
  return { merged: open.flatMap((entry) => replaced.get(entry) ?? (swallowed.has(entry) ? [] : entry)), numbering: 'whole-file' }
}

function isBalanced(entry: OpenEntry): boolean {
  return entry.debitCents === entry.creditCents
}

function sumOf(group: readonly OpenEntry[]): number {
  return group.reduce((sum, entry) => sum + entry.debitCents - entry.creditCents, 0)
}

function mergeGroup(first: OpenEntry, group: readonly OpenEntry[]): OpenEntry {
  const dated = group.flatMap((entry) => entry.lines.map((line, at) => ({ line, date: entry.dates?.[at] ?? entry.date }))).sort((a, b) => a.line.row - b.line.row)
  return {
    ...first,
    validatedOn: group.reduce((latest, entry) => (entry.validatedOn > latest ? entry.validatedOn : latest), first.validatedOn),
    lines: dated.map(({ line }) => line),
    dates: dated.some(({ date }) => date !== first.date) ? dated.map(({ date }) => date) : undefined,
    debitCents: group.reduce((sum, entry) => sum + entry.debitCents, 0),
    creditCents: group.reduce((sum, entry) => sum + entry.creditCents, 0),
    faulty: group.some((entry) => entry.faulty),
  }
}
