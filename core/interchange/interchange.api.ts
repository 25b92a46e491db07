import { z } from 'zod'
import type { Context, Outcome } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { withSources } from '../ledger/entry-source.ts'
import { code, date, entryInput, inEntity } from '../ledger/input.api.ts'
import { csvSample, readCsvBooks } from './csv-books.query.ts'
import { csvMapping } from './csv-input.api.ts'
import { booksFromEntries } from './entries-books.ts'
import { exportText, TEXT_FORMATS } from './export-text.command.ts'
import { importBooks, type ImportResult } from './import-books.command.ts'
import { rememberMapping } from './import-profile.command.ts'
import { importInput } from './import-input.api.ts'
import type { FileReading } from './read-file.query.ts'
import { type ImportAsked, readImport } from './read-import.query.ts'

function importFile(ctx: Context, entityId: number, input: ImportAsked, dryRun: boolean): Outcome<ImportResult> {
  if (input.format === 'csv') return importCsv(ctx, entityId, input, dryRun)
  const reading = readImport(ctx, entityId, input)
  return reading.ok ? bookReading(ctx, entityId, reading.value, input.partial, dryRun) : reading
}

/** A mapping that booked a file is remembered for the next one of the same shape. */
function importCsv(ctx: Context, entityId: number, input: ImportAsked, dryRun: boolean): Outcome<ImportResult> {
  const reading = readCsvBooks(ctx, entityId, input.fileId, input.mapping, input.partial)
  if (!reading.ok) return reading
  const result = bookReading(ctx, entityId, reading.value, input.partial, dryRun)
  if (result.ok && !dryRun) rememberMapping(ctx, entityId, reading.value.signature, ctx.ports.files.get(input.fileId)?.name ?? '', reading.value.mapping)
  return result
}

function bookReading(ctx: Context, entityId: number, reading: FileReading, partial: boolean, dryRun: boolean): Outcome<ImportResult> {
  const result = importBooks(ctx, entityId, reading.books, { dryRun, partial })
  return result.ok ? ok({ ...result.value, refused: [...reading.problems, ...result.value.refused] }) : result
}

export const interchangeApi = {
  /** Books entries, all or nothing; the same ones sent again book nothing. `line` of a refusal is the 1-based place of the entry. */
  'entries.post': inEntity('long', { entries: z.array(entryInput).min(1).max(100_000), dryRun: z.boolean().default(false) }, (ctx, entityId, input) => {
    const entries = withSources(input.entries, 'json', ctx.ports.sha256)
    return importBooks(ctx, entityId, booksFromEntries('entries', entries), { dryRun: input.dryRun, onlyFirstYears: true })
  }, true),
  /** Exactly what booking the file would do; nothing is booked. */
  'import.preview': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, true), true),
  'import.book': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, false), true),
  /** How a CSV is read: the columns, the mapping given, remembered or guessed, and the first entries that come out of it. */
  'import.readCsv': inEntity('query', { fileId: code, mapping: csvMapping.optional() }, (ctx, entityId, input) => csvSample(ctx, entityId, input.fileId, input.mapping)),
  /** Writes the books in an open format; the file is then fetched by its id. */
  'export.text': inEntity('long', { format: z.enum(TEXT_FORMATS), from: date.optional(), to: date.optional(), year: code.optional() }, (ctx, entityId, input) => exportText(ctx, entityId, input.format, input)),
}
