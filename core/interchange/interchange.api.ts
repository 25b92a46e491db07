import { z } from 'zod'
import type { Context, Outcome } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { code, inEntity } from '../ledger/input.api.ts'
import { importBooks, type ImportResult } from './import-books.command.ts'
import { readFecBooks } from './read-file.query.ts'

const importInput = { format: z.enum(['fec', 'csv', 'entries']), fileId: code, partial: z.boolean().default(false) }

function importFile(ctx: Context, entityId: number, input: { format: 'fec' | 'csv' | 'entries'; fileId: string; partial: boolean }, dryRun: boolean): Outcome<ImportResult> {
  const reading = readFecBooks(ctx, input.fileId, input.partial)
  if (!reading.ok) return reading
  const result = importBooks(ctx, entityId, reading.value.books, { dryRun, partial: input.partial })
  return result.ok ? ok({ ...result.value, refused: [...reading.value.problems, ...result.value.refused] }) : result
}

export const interchangeApi = {
  /** Exactly what booking the file would do; nothing is booked. */
  'import.preview': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, true)),
  'import.book': inEntity('long', importInput, (ctx, entityId, input) => importFile(ctx, entityId, input, false)),
}
