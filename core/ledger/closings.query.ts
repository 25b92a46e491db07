import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'

/** A closing of the books and, when it was opened again, the mark that this leaves. Instants are milliseconds since 1970. */
export interface ClosingMark {
  readonly until: CalendarDate
  readonly closedAt: number
  readonly reopened: { readonly at: number; readonly reason: string } | null
}

interface Row { readonly until: CalendarDate; readonly closed: number; readonly reopened: number | null; readonly reason: string | null }

/** Every closing there was, the last one made first. */
export function closings(reader: Reader, entityId: number): ClosingMark[] {
  return reader
    .read<Row>(
      `SELECT until, made.logical_time AS closed, undone.logical_time AS reopened, reason FROM closing JOIN fact AS made ON made.id = closing.id
       LEFT JOIN fact AS undone ON undone.id = closing.reopened_by WHERE closing.entity_id = ? ORDER BY made.logical_time DESC`,
    )
    .all(entityId)
    .map((row) => ({
      until: row.until, closedAt: clockOf(row.closed),
      reopened: row.reopened === null ? null : { at: clockOf(row.reopened), reason: row.reason ?? '' },
    }))
}
