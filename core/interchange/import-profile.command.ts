import type { Context, Reader } from '../context.ts'
import type { CsvMapping } from '../formats/csv/csv-mapping.ts'
import { ok } from '../kernel/result.ts'

/**
 * The mapping a person chose for a source is found again by the shape of its header: the next file of the same bank needs no
 * question. Plain statements and not Drizzle, since imports from scripts are short commands.
 */
export function signatureOf(reader: Reader, columns: readonly string[]): string {
  return reader.ports.sha256(columns.join('\u001f')).slice(0, 32)
}

export function rememberedMapping(reader: Reader, entityId: number, signature: string): CsvMapping | undefined {
  const row = reader.read<{ mapping: string }>('SELECT mapping FROM import_profile WHERE entity_id = ? AND signature = ?').get(entityId, signature)
  return row && (JSON.parse(row.mapping) as CsvMapping)
}

export function rememberMapping(ctx: Context, entityId: number, signature: string, name: string, mapping: CsvMapping): void {
  ctx.write((tx) => {
    tx.write(
      `INSERT INTO import_profile (entity_id, signature, name, mapping, used_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (entity_id, signature) DO UPDATE SET name = excluded.name, mapping = excluded.mapping, used_at = excluded.used_at`,
    ).run(entityId, signature, name.slice(0, 200), JSON.stringify(mapping), tx.ports.now())
    tx.changed('profiles')
    return ok(null)
  })
}
