import type { Context } from '../context.ts'
import type { CsvMapping } from '../formats/csv/csv-mapping.ts'
import { ok } from '../kernel/result.ts'

/** Keeps the mapping that booked a file, for the next one of the same shape. */
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
