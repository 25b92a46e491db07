import type { Reader } from '../context.ts'
import { parseAmount } from '../kernel/money.ts'
import { type EntryHead, entryHeads, findEntry } from '../ledger/entry.query.ts'

/**
 * Entries that a person may mean, newest first: by reference, by amount, or by words of their label, document or
 * original number. Answers at most `limit`; the walk stops at the first that many.
 */
export function searchEntries(reader: Reader, entityId: number, text: string, limit: number): EntryHead[] {
  const wanted = text.trim()
  if (wanted === '') return []
  const exact = findEntry(reader, entityId, wanted)
  if (exact.ok) return [exact.value]
  const amount = parseAmount(wanted)
  const ids = amount.ok && amount.value !== 0 && /[\d]/u.test(wanted) ? byAmount(reader, entityId, Math.abs(amount.value), limit) : []
  if (ids.length < limit) for (const id of byWords(reader, entityId, wanted, limit)) if (!ids.includes(id)) ids.push(id)
  return entryHeads(reader, ids.slice(0, limit))
}

function byAmount(reader: Reader, entityId: number, cents: number, limit: number): number[] {
  return reader
    .read<{ id: number }>(
      `SELECT DISTINCT entry_id AS id FROM line JOIN entry ON entry.id = entry_id WHERE entity_id = ? AND ? IN (debit_cents, credit_cents) ORDER BY entry_id DESC LIMIT ?`,
    )
    .all(entityId, cents, limit)
    .map((row) => row.id)
}

function byWords(reader: Reader, entityId: number, text: string, limit: number): number[] {
  const words = text.split(/\s+/u).slice(0, 6).map((word) => `%${word.replace(/[\\%_]/gu, '\\$&')}%`)
  const condition = words.map(() => `(label || ' ' || ifnull(document_ref, '') || ' ' || ifnull(source, '')) LIKE ? ESCAPE '\\'`).join(' AND ')
  return reader
    .read<{ id: number }>(`SELECT id FROM entry WHERE entity_id = ? AND ${condition} ORDER BY id DESC LIMIT ?`)
    .all(entityId, ...words, limit)
    .map((row) => row.id)
}
