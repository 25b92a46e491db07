import type { Outcome, Reader } from '../context.ts'
import { columnNames, type CsvMapping } from '../formats/csv/csv-mapping.ts'
import { type CsvMissing, guessMapping } from '../formats/csv/guess-mapping.ts'
import { mapCsv } from '../formats/csv/map-csv.ts'
import { type CsvDelimiter, type CsvTable, parseCsv } from '../formats/csv/parse-csv.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { withSources } from '../ledger/entry-source.ts'
import type { ProposedEntry } from '../ledger/entry.ts'
import { booksFromEntries } from './entries-books.ts'
import { rememberedMapping, signatureOf } from './import-profile.query.ts'
import { type FileReading, fileText } from './read-file.query.ts'

/** What the mapping screen shows: the file as it is, how it is read, and the first entries that come out of it. */
export interface CsvSample {
  readonly delimiter: CsvDelimiter
  readonly columns: readonly string[]
  /** The first rows, as text. */
  readonly rows: readonly (readonly string[])[]
  /** Guessed mappings may lack what `missing` names; nothing is read from them until a person fills it in. */
  readonly mapping: CsvMapping
  readonly missing: readonly CsvMissing[]
  readonly origin: 'given' | 'remembered' | 'guessed'
  readonly entries: readonly ProposedEntry[]
  readonly entryCount: number
  readonly debitCents: number
  readonly problems: readonly Refusal[]
}

const SHOWN = 10

/** The first rows of an uploaded table, read by the mapping given, else by the one remembered for such columns, else by a guess. Writes nothing. */
export function csvSample(reader: Reader, entityId: number, fileId: string, given: CsvMapping | undefined): Outcome<CsvSample> {
  const found = readTable(reader, fileId)
  if (!found.ok) return found
  const table = found.value
  const { mapping, missing, origin } = mappingFor(reader, entityId, table, given)
  const columns = columnNames(table.rows[0]?.fields ?? [], mapping.header)
  const reading = missing.length === 0 ? mapCsv(table, mapping) : undefined
  const debitCents = (reading?.entries ?? []).reduce((sum, entry) => sum + entry.lines.reduce((lines, line) => lines + line.debitCents, 0), 0)
  return ok({
    delimiter: table.delimiter, columns, rows: table.rows.slice(0, SHOWN + 1).map((row) => row.fields), mapping, missing, origin,
    entries: reading?.entries.slice(0, SHOWN) ?? [], entryCount: reading?.entries.length ?? 0, debitCents, problems: reading?.problems ?? [],
  })
}

/** The books of a CSV under a mapping: the one given, else the one remembered for such a file, else the one its headers suggest. */
export function readCsvBooks(reader: Reader, entityId: number, fileId: string, given: CsvMapping | undefined, partial: boolean): Outcome<FileReading & { readonly mapping: CsvMapping; readonly signature: string }> {
  const found = readTable(reader, fileId)
  if (!found.ok) return found
  const { mapping, missing } = mappingFor(reader, entityId, found.value, given)
  if (missing.length > 0) return err([{ code: 'csv_mapping_needed', missing, columns: columnNames(found.value.rows[0]?.fields ?? [], true) }])
  const reading = mapCsv(found.value, mapping, (done, total) => reader.ports.progress({ step: 'reading', done, total }))
  if (reading.problems.length > 0 && !partial) return err(reading.problems)
  const entries = withSources(reading.entries, 'csv', reader.ports.sha256)
  return ok({ books: booksFromEntries('csv', entries, reading.rows), problems: reading.problems, mapping, signature: signature(reader, found.value) })
}

function readTable(reader: Reader, fileId: string): Outcome<CsvTable> {
  const text = fileText(reader, fileId)
  if (!text.ok) return text
  const table = parseCsv(text.value.text)
  return table.ok ? table : err([table.error])
}

function signature(reader: Reader, table: CsvTable): string {
  return signatureOf(reader, columnNames(table.rows[0]?.fields ?? [], true))
}

function mappingFor(reader: Reader, entityId: number, table: CsvTable, given: CsvMapping | undefined): Pick<CsvSample, 'mapping' | 'missing' | 'origin'> {
  if (given) return { mapping: given, missing: [], origin: 'given' }
  const remembered = rememberedMapping(reader, entityId, signature(reader, table))
  if (remembered) return { mapping: remembered, missing: [], origin: 'remembered' }
  const { mapping, missing } = guessMapping(table)
  return { mapping, missing, origin: 'guessed' }
}
