/**
 * Gaps in EcritureNum. The law wants "un numéro sur une séquence continue" and leaves the sequence to the program:
 * one per journal (`1, 2, 3` in each), one for the file, with a prefix (`VE00001`), or restarted with the month or the
 * year (`202501-0001`, `25010001`). A file conforms when one of these styles has no gap.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'

export interface NumberedEntry {
  readonly journalCode: string
  readonly number: string
  readonly date: CalendarDate
  readonly row: number
}

export interface NumberGap {
  readonly journal?: string
  /** The numbers on both sides of the gap, as written, and how many are missing between them. */
  readonly after: string
  readonly before: string
  readonly missing: number
  readonly row: number
}

type DatePrefix = (date: CalendarDate) => string

const STYLES: readonly { readonly perJournal: boolean; readonly prefix?: DatePrefix }[] = [
  { perJournal: true },
  { perJournal: false },
  ...([(date) => date.slice(0, 4) + date.slice(5, 7), (date) => date.slice(2, 4) + date.slice(5, 7), (date) => date.slice(0, 4), (date) => date.slice(2, 4)] as DatePrefix[])
    .flatMap((prefix) => [{ perJournal: true, prefix }, { perJournal: false, prefix }]),
]

/** The gaps of the style that fits best: none when the file conforms in any of them. */
export function findNumberGaps(entries: readonly NumberedEntry[]): readonly NumberGap[] {
  let best: readonly NumberGap[] | undefined
  for (const style of STYLES) {
    const gaps = gapsInStyle(entries, style.perJournal, style.prefix)
    if (gaps?.length === 0) return []
    // Without a date in the number, a style is always possible: what is reported is read in one of those.
    if (gaps && style.prefix === undefined && (best === undefined || missingIn(gaps) < missingIn(best))) best = gaps
  }
  return best ?? []
}

function missingIn(gaps: readonly NumberGap[]): number {
  return gaps.reduce((sum, gap) => sum + gap.missing, 0)
}

interface Numbered {
  readonly value: number
  readonly entry: NumberedEntry
}

/** Undefined when a number does not carry the date that the style wants. */
function gapsInStyle(entries: readonly NumberedEntry[], perJournal: boolean, prefix: DatePrefix | undefined): NumberGap[] | undefined {
  const sequences = new Map<string, Numbered[]>()
  for (const entry of entries) {
    const parts = splitNumber(entry.number)
    if (!parts) continue
    let { digits, around } = parts
    if (prefix) {
      const dated = prefix(entry.date)
      if (!digits.startsWith(dated) || digits.length === dated.length) return undefined
      digits = digits.slice(dated.length)
      around = `${around}\u0000${dated}`
    }
    const value = Number(digits)
    if (!Number.isSafeInteger(value)) continue
    const key = perJournal ? `${entry.journalCode}\u0000${around}` : around
    const sequence = sequences.get(key)
    if (sequence) sequence.push({ value, entry })
    else sequences.set(key, [{ value, entry }])
  }
  return [...sequences.values()].flatMap((sequence) => gapsIn(sequence, perJournal))
}

function gapsIn(sequence: Numbered[], perJournal: boolean): NumberGap[] {
  const gaps: NumberGap[] = []
  sequence.sort((a, b) => a.value - b.value)
  for (let at = 1; at < sequence.length; at += 1) {
    const [low, high] = [sequence[at - 1], sequence[at]]
    if (!low || !high || high.value - low.value <= 1) continue
    const journal = perJournal ? { journal: high.entry.journalCode } : {}
    gaps.push({ ...journal, after: low.entry.number, before: high.entry.number, missing: high.value - low.value - 1, row: high.entry.row })
  }
  return gaps
}

/** The last run of digits, and what stands around it; undefined for a number without digits. */
function splitNumber(number: string): { readonly digits: string; readonly around: string } | undefined {
  let end = number.length
  while (end > 0 && !isDigit(number.charCodeAt(end - 1))) end -= 1
  if (end === 0) return undefined
  let start = end
  while (start > 0 && isDigit(number.charCodeAt(start - 1))) start -= 1
  return { digits: number.slice(start, end), around: `${number.slice(0, start)}\u0000${number.slice(end)}` }
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
