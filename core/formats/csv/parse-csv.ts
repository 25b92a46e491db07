/**
 * Reads delimited text exactly (RFC 4180): fields in quotes may hold delimiters, line ends and doubled quotes; records end with
 * CRLF, LF or CR. The delimiter is guessed among `;` `,` tab and `|` when it is not given, or taken from the line `sep=;` that
 * spreadsheets write. Blank lines are left out.
 */
import { err, ok, type Result } from '../../kernel/result.ts'

export type CsvDelimiter = ';' | ',' | '\t' | '|'
const CSV_DELIMITERS: readonly CsvDelimiter[] = [';', '\t', ',', '|']

export interface CsvRow {
  /** 1-based line of the text where the record begins. */
  readonly line: number
  readonly fields: readonly string[]
}

export interface CsvTable {
  readonly delimiter: CsvDelimiter
  readonly rows: readonly CsvRow[]
}

export type CsvRefusal =
  | { readonly code: 'file_empty' | 'not_text' | 'line_too_long'; readonly line: number }
  /** A quote that never closes, or text after a closing quote: from there on nobody knows where a field ends. */
  | { readonly code: 'csv_quote_open' | 'csv_quote_stray'; readonly line: number }

/** Longer records are another kind of file. */
const MAX_RECORD = 10_000_000
const GUESS_ROWS = 20

/** The table, or why the text is none. `delimiter` undefined: guessed. */
export function parseCsv(text: string, delimiter?: CsvDelimiter): Result<CsvTable, CsvRefusal> {
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (text.slice(start, start + 1000).trim() === '' && text.slice(start).trim() === '') return err({ code: 'file_empty', line: 1 })
  if (text.includes('\u0000')) return err({ code: 'not_text', line: 1 })
  let line = 1
  let given = delimiter
  const declared = /^sep=([;,\t|])(\r\n|\n|\r)/u.exec(text.slice(start, start + 10))
  if (declared) {
    start += declared[0].length
    line = 2
    given ??= declared[1] as CsvDelimiter
  }
  const chosen = given ?? guessDelimiter(text, start)
  const rows = readRecords(text, start, line, chosen, Infinity)
  if ('code' in rows) return err(rows)
  return rows.records.length === 0 ? err({ code: 'file_empty', line: 1 }) : ok({ delimiter: chosen, rows: rows.records })
}

/** The delimiter that cuts the first rows into the most fields, as many in each; `;` when none cuts at all. */
function guessDelimiter(text: string, start: number): CsvDelimiter {
  let best: CsvDelimiter = ';'
  let bestScore = 0
  for (const delimiter of CSV_DELIMITERS) {
    const rows = readRecords(text, start, 1, delimiter, GUESS_ROWS)
    if ('code' in rows) continue
    const score = scoreOf(rows.records.map((row) => row.fields.length))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** The commonest width above one, weighed by how many rows have it: decimal commas cut rows unevenly, true delimiters do not. */
function scoreOf(widths: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1)
  let score = 0
  for (const [width, count] of counts) score = Math.max(score, (count * count * 1000) / (widths.length * widths.length) + width)
  return score
}

function readRecords(text: string, from: number, firstLine: number, delimiter: CsvDelimiter, most: number): { readonly records: CsvRow[] } | CsvRefusal {
  const separator = delimiter.charCodeAt(0)
  const records: CsvRow[] = []
  let at = from
  let line = firstLine
  while (at < text.length && records.length < most) {
    const fields: string[] = []
    const recordLine = line
    const recordStart = at
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        const quoted = readQuoted(text, at)
        if (quoted === undefined) return { code: 'csv_quote_open', line }
        for (const character of text.slice(at, quoted.end)) if (character === '\n') line += 1
        at = quoted.end
        if (at < text.length && !isEnd(text.charCodeAt(at), separator)) return { code: 'csv_quote_stray', line }
        fields.push(quoted.value)
      } else {
        const start = at
        while (at < text.length && !isEnd(text.charCodeAt(at), separator)) at += 1
        fields.push(text.slice(start, at))
      }
      if (at - recordStart > MAX_RECORD) return { code: 'line_too_long', line: recordLine }
      if (at >= text.length || text.charCodeAt(at) !== separator) break
      at += 1
    }
    if (at < text.length) {
      at += text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === LINE_FEED ? 2 : 1
      line += 1
    }
    if (fields.some((value) => value.trim() !== '')) records.push({ line: recordLine, fields })
  }
  return { records }
}

const QUOTE = 34
const RETURN = 13
const LINE_FEED = 10

function isEnd(code: number, separator: number): boolean {
  return code === separator || code === RETURN || code === LINE_FEED
}

/** The field whose opening quote is at `start`; undefined when it never closes. */
function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | undefined {
  let value = ''
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) return undefined
    value += text.slice(from, quote)
    if (text.charCodeAt(quote + 1) !== QUOTE) return { value, end: quote + 1 }
    value += '"'
    from = quote + 2
  }
}
