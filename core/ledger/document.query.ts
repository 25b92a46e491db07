import { clockOf } from '../chain/fact.ts'
import type { Outcome, Reader } from '../context.ts'
import type { EntryId } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'

export interface EntryDocument {
  readonly id: number
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly hash: string
}

export function entryDocuments(reader: Reader, entryId: EntryId): EntryDocument[] {
  return reader
    .read<EntryDocument>('SELECT id, name, media_type AS mediaType, size_bytes AS sizeBytes, hash FROM entry_document WHERE entry_id = ? ORDER BY id')
    .all(entryId)
}

/** Puts the content of a document among the files to download. Active types are given as plain data, so that nothing runs in the program's own page. */
export function openDocument(reader: Reader, entityId: number, id: number): Outcome<{ readonly fileId: string; readonly fileName: string }> {
  const row = reader
    .read<{ name: string; mediaType: string; bytes: Uint8Array | null }>(
      `SELECT name, media_type AS mediaType, bytes FROM entry_document JOIN entry ON entry.id = entry_id LEFT JOIN document USING (hash)
       WHERE entry_document.id = ? AND entity_id = ?`,
    )
    .get(id, entityId)
  if (!row) return err([{ code: 'document_unknown' }])
  if (row.bytes === null) return err([{ code: 'document_not_here', name: row.name }])
  const harmless = /^(application\/pdf|image\/(png|jpeg))$/u.test(row.mediaType) ? row.mediaType : 'application/octet-stream'
  return ok({ fileId: reader.ports.files.put(row.name, harmless, row.bytes), fileName: row.name })
}

/** What proves an entry: its place in its stream, its hash, and when it was booked by the clock of the machine. */
export interface EntryProof {
  readonly author: string
  readonly device: string
  readonly sequence: number
  readonly hash: string
  readonly bookedAt: number
}

export function entryProof(reader: Reader, entryId: EntryId): EntryProof | null {
  const row = reader
    .read<{ author: string; device: string; sequence: number; hash: string; logicalTime: number }>(
      `SELECT author, device, sequence, lower(hex(hash)) AS hash, logical_time AS logicalTime FROM fact JOIN stream ON stream.id = fact.stream_id WHERE fact.id = ?`,
    )
    .get(entryId)
  return row ? { author: row.author, device: row.device, sequence: row.sequence, hash: row.hash, bookedAt: clockOf(row.logicalTime) } : null
}
