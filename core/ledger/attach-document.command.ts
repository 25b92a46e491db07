import type { Context, Outcome, Writer } from '../context.ts'
import { err, ok } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { entryById } from './entry.query.ts'
import { nameFact } from './fact-name.query.ts'
import { recordFact } from './record-fact.command.ts'

const MAX_DOCUMENT_BYTES = 50_000_000

/**
 * Attaches a document to a posted entry. Its content is stored once by its SHA-256, inside the workspace and hence in its
 * backups; its name is only data and never a path.
 */
export function attachDocument(ctx: Context, entityId: number, entryId: number, fileId: string, mediaType: string): Outcome<{ readonly hash: string }> {
  const file = ctx.ports.files.get(fileId)
  if (!file) return err([{ code: 'file_unknown' }])
  return ctx.write((tx) => bookDocument(tx, entityId, entryId, { ...file, mediaType }))
}

/** The same inside the transaction under way, for papers that the program makes itself. */
export function bookDocument(
  tx: Writer, entityId: number, entryId: number, file: { readonly name: string; readonly bytes: Uint8Array; readonly mediaType: string },
): Outcome<{ readonly hash: string }> {
  const name = cleanText(file.name)?.slice(0, 255)
  if (!name) return err([{ code: 'file_name_missing' }])
  if (file.bytes.length === 0) return err([{ code: 'file_empty', name }])
  if (file.bytes.length > MAX_DOCUMENT_BYTES) return err([{ code: 'file_too_large', name, bytes: file.bytes.length, most: MAX_DOCUMENT_BYTES }])
  const hash = tx.ports.sha256(file.bytes)
  const entry = entryById(tx, entityId, entryId)
  if (!entry) return err([{ code: 'entry_unknown', entry: String(entryId) }])
  const twice = tx.read('SELECT 1 FROM entry_document WHERE entry_id = ? AND hash = ?').get(entryId, hash)
  if (twice) return ok({ hash })
  tx.write('INSERT INTO document (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING').run(hash, file.bytes)
  recordFact(tx, entityId, 'DocumentAttached', { entry: nameFact(tx, entry.id), hash, name, mediaType: file.mediaType, sizeBytes: file.bytes.length })
  return ok({ hash })
}
