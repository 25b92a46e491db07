import type { Reader } from '../context.ts'
import type { CsvMapping } from '../formats/csv/csv-mapping.ts'

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
