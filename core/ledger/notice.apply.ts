import { canonicalJson, type Json } from '../chain/canonical-json.ts'
import type { Writer } from '../context.ts'
import type { Refusal } from '../kernel/result.ts'

const ONCE = 'INSERT INTO notice (entity_id, told_at, code, data) VALUES (?, ?, ?, ?) ON CONFLICT (entity_id, code, data) DO NOTHING'
const AGAIN = `INSERT INTO notice (entity_id, told_at, code, data) VALUES (?, ?, ?, ?)
  ON CONFLICT (entity_id, code, data) DO UPDATE SET told_at = excluded.told_at, read_at = NULL`

/** Tells a person what became of facts that met. `again`: it may come and go, and is news each time. */
export function tellOfBooks(tx: Writer, entityId: number, notice: Refusal, again = false): void {
  const { code, ...data } = notice
  tx.write(again ? AGAIN : ONCE).run(entityId, tx.ports.now(), code, canonicalJson(data as Json))
  tx.changed('sync')
}
