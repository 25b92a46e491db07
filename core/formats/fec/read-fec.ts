/**
 * Reads a "fichier des écritures comptables" (art. A47 A-1 LPF, VII to X) and checks what the law asks and what the
 * administration's tester omits: balance of each entry, gaps in the numbers, days that do not exist or lie after the closing,
 * lettering without date, currency without code. Pure: the shell decodes the bytes (UTF-8 or ISO 8859-15).
 *
 * Shapes are in `fec-record.ts`. Nothing is repaired: what is not understood is refused with its code and its line.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import { cents } from '../../kernel/money.ts'
import { closeFecEntries } from './fec-entries.ts'
import { type FecHeader, readFecHeader } from './fec-header.ts'
import { createFecLog, type FecLog } from './fec-log.ts'
import { parseFecName } from './fec-name.ts'
import type { FecEntry, FecFile, FecProblem, FecProblemCode, FecWarning } from './fec-record.ts'
import { createFecRowReader } from './fec-row.ts'

export interface FecInput {
  readonly fileName: string
  readonly text: string
  /** Called about a hundred times, in characters; may throw to stop the reading. */
  readonly onProgress?: (done: number, total: number) => void
}

export interface FecReading {
  /** The whole file, only when nothing in it was refused. */
  readonly file: FecFile | undefined
  /** What could be booked of it by someone who accepts to leave the refused entries out; undefined when the file itself is refused. */
  readonly sound: FecFile | undefined
  /** At most a hundred of each code, by line. */
  readonly problems: readonly FecProblem[]
  /** How many there are in all. */
  readonly problemCount: number
  readonly warnings: readonly FecWarning[]
}

/** Ten megabytes of Latin text: no line of books is so long, but a file of another kind may be one such line. */
const MAX_LINE = 10_000_000
const LINE_FEED = 10
const RETURN = 13

/**
 * Reads a French audit file (art. A47 A-1 LPF) whole: `file` when nothing is refused, `sound` the entries without a problem otherwise, and all
 * problems and warnings by line.
 */
export function readFec(input: FecInput): FecReading {
  const text = input.text
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const fault = wholeFault(text, start)
  if (fault) return refused([{ code: fault, line: 1 }])
  const lineEnd = text.includes('\n') ? LINE_FEED : RETURN
  const headerEnd = endOfLine(text, start, lineEnd)
  if (headerEnd - start > MAX_LINE) return refused([{ code: 'line_too_long', line: 1 }])
  const header = readFecHeader(text.slice(start, headerEnd).replace(/\r$/u, ''))
  if (!('separator' in header)) return refused(header)
  const log = createFecLog()
  const name = parseFecName(input.fileName)
  if (!name.regular) log.warn('fec_file_name', 1, { fileName: input.fileName })
  const rows = createFecRowReader(text, header, name.closingOn, log)
  const count = readRows(text, headerEnd + 1, lineEnd, rows.read, log, input.onProgress)
  if (count === 0 && log.problemCount === 0) log.problem('fec_no_rows', 1)
  const { entries, numbering } = closeFecEntries(rows.entries, log)
  const warnings = [...header.warnings, ...log.warnings()]
  const problems = [...log.problems].sort((a, b) => a.line - b.line)
  const sound = fileOf(input.fileName, name, header, numbering, entries)
  return { file: problems.length === 0 ? sound : undefined, sound, problems, problemCount: log.problemCount, warnings }
}

function refused(problems: readonly FecProblem[]): FecReading {
  return { file: undefined, sound: undefined, problems, problemCount: problems.length, warnings: [] }
}

function wholeFault(text: string, start: number): FecProblemCode | undefined {
  if (text.slice(start, start + 1000).trim() === '' && text.slice(start).trim() === '') return 'file_empty'
  // A NUL, or what a decoder writes for bytes it does not know, at the very start: no text at all.
  return text.includes('\u0000') ? 'not_text' : undefined
}

/** Position of the line end, or of the end of the text. */
function endOfLine(text: string, from: number, lineEnd: number): number {
  const at = text.indexOf(lineEnd === LINE_FEED ? '\n' : '\r', from)
  return at < 0 ? text.length : at
}

/** Reads row after row, blank lines aside; answers how many there were. */
function readRows(
  text: string, from: number, lineEnd: number, read: (start: number, end: number, row: number) => void, log: FecLog, onProgress: FecInput['onProgress'],
): number {
  const step = Math.max(1, Math.trunc(text.length / 100))
  let next = step
  let count = 0
  let row = 1
  for (let start = from; start < text.length; ) {
    row += 1
    let end = endOfLine(text, start, lineEnd)
    const following = end + 1
    if (lineEnd === LINE_FEED && end > start && text.charCodeAt(end - 1) === RETURN) end -= 1
    if (end - start > MAX_LINE) log.problem('line_too_long', row)
    else if (!isBlankLine(text, start, end)) {
      count += 1
      read(start, end, row)
    }
    start = following
    if (onProgress && (start >= next || start >= text.length)) {
      next = start + step
      onProgress(Math.min(start, text.length), text.length)
    }
  }
  return count
}

/** Nothing, blanks, or the Ctrl-Z with which old programs end a file. */
function isBlankLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (code !== 32 && code !== 26 && code !== RETURN) return false
  }
  return true
}

function fileOf(fileName: string, name: ReturnType<typeof parseFecName>, header: FecHeader, numbering: FecFile['numbering'], entries: readonly FecEntry[]): FecFile | undefined {
  const first = entries[0]
  if (!first) return undefined
  let [lineCount, debit, credit] = [0, 0, 0]
  let from: CalendarDate = first.date
  let to: CalendarDate = first.date
  for (const entry of entries) {
    lineCount += entry.lines.length
    if (entry.date < from) from = entry.date
    if (entry.date > to) to = entry.date
    for (const line of entry.lines) {
      debit += line.debitCents
      credit += line.creditCents
    }
  }
  const { siren, closingOn } = name
  return {
    fileName, ...(siren ? { siren } : {}), ...(closingOn ? { closingOn } : {}), separator: header.separator, amounts: header.amounts, numbering, entries, lineCount,
    debitCents: cents(debit), creditCents: cents(credit), from, to,
  }
}
