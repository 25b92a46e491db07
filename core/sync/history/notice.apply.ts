import { canonicalJson, type Json } from '../../chain/canonical-json.ts'
import type { Writer } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'

/** Tells a person something once: the same code with the same data about the same entity is not told again. True when it is news. */
export function tell(tx: Writer, entityId: number | null, notice: Refusal): boolean {
  const { code, ...rest } = notice
  const data = canonicalJson(rest as Json)
  // Two NULLs are distinct for UNIQUE: what is about the whole workspace is looked up first.
  if (tx.read('SELECT 1 FROM notice WHERE entity_id IS ? AND code = ? AND data = ?').get(entityId, code, data)) return false
  tx.write('INSERT INTO notice (entity_id, told_at, code, data) VALUES (?, ?, ?, ?)').run(entityId, tx.ports.now(), code, data)
  tx.changed('sync')
  return true
}
