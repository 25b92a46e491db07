import type { Reader } from '../../context.ts'
import type { Refusal } from '../../kernel/result.ts'
import { headquartersSilence } from './silence.query.ts'

/** What a person should be told: `code` and `data` are said by the sentences of refusals. */
export interface Notice {
  readonly id: number
  /** Code of the entity; null when it is about the whole workspace. */
  readonly entity: string | null
  readonly toldAt: number
  readonly code: string
  readonly data: { readonly [datum: string]: unknown }
  readonly readAt: number | null
}

type Row = Omit<Notice, 'data'> & { readonly data: string }

/**
 * Notices, newest first; `unread` counts those of the same entity not yet read. `silence` is no row: it holds as long as nothing comes from headquarters,
 * whatever was read.
 */
export function notices(
  reader: Reader, filter: { readonly entityId?: number; readonly unreadOnly: boolean; readonly offset: number; readonly limit: number },
): { readonly total: number; readonly unread: number; readonly rows: Notice[]; readonly silence: Refusal | null } {
  const entityId = filter.entityId ?? null
  const counts = reader
    .read<{ total: number; unread: number }>('SELECT COUNT(*) AS total, COUNT(*) - COUNT(read_at) AS unread FROM notice WHERE ifnull(?, -1) IN (-1, entity_id)')
    .get(entityId)
  const rows = reader
    .read<Row>(
      `SELECT notice.id, entity.code AS entity, told_at AS toldAt, notice.code, data, read_at AS readAt FROM notice LEFT JOIN entity ON entity.id = entity_id
       WHERE ifnull(?, -1) IN (-1, entity_id) AND (? = 0 OR read_at IS NULL) ORDER BY notice.id DESC LIMIT ? OFFSET ?`,
    )
    .all(entityId, filter.unreadOnly ? 1 : 0, filter.limit, filter.offset)
  const unread = counts?.unread ?? 0
  return {
    total: filter.unreadOnly ? unread : (counts?.total ?? 0), unread,
    silence: headquartersSilence(reader) ?? null,
    rows: rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Notice['data'] })),
  }
}
