import { z } from 'zod'
import type { Context, Outcome } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { withSources } from '../ledger/entry-source.ts'
import { code, date, entryInput, inEntity } from '../ledger/input.api.ts'
import { booksFromEntries } from './entries-books.ts'
import { exportText, TEXT_FORMATS } from './export-text.command.ts'
import { importBooks, type ImportResult } from './import-books.command.ts'
import { readEntriesBooks, readFecBooks } from './read-file.query.ts'

const importInput = { format: z.enum(['fec', 'csv', 'entries']), fileId: code, partial: z.boolean().default(false) }

function importFile(ctx: Context, entityId: number, input: { format: 'fec' | 'csv' | 'entries'; fileId: string; partial: boolean }, dryRun: boolean): Outcome<ImportResult> {
  const reading = input.format === 'fec' ? readFecBooks(ctx, input.fileId, input.partial) : readEntriesBooks(ctx, input.fileId)
  if (!reading.ok) return reading
  const result = importBooks(ctx, entityId, reading.value.books, { dryRun, partial: input.partial })
  return result.ok ? ok({ ...result.value, refused: [...reading.value.problems, ...result.value.refused] }) : result
}

export const interchangeApi = {
  /** Books entries, all or nothing; the same ones sent again book nothing. `line` of a refusal is the 1-based place of the entry. */
  'entries.post': inEntity('long', { entries: z.array(entryInput).min(1).max(100_000), dryRun: z.boolean().default(false) }, (ctx, entityId, input) => {
    const entries = withSources(input.entries, 'json', ctx.ports.sha256)
    return importBooks(ctx, entityId, booksFromEntries('entries', entries), { dryRun: input.dryRun, onlyFirstYears: true })
  }),
  /** Exactly what booking the file would do; nothing is booked. */
  'import.preview': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, true)),
  'import.book': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, false)),
  /** Writes the books in an open format; the file is then fetched by its id. */
  'export.text': inEntity('long', { format: z.enum(TEXT_FORMATS), from: date.optional(), to: date.optional(), year: code.optional() }, (ctx, entityId, input) => exportText(ctx, entityId, input.format, input)),
}
