import { clockOf } from '../chain/fact.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { Appointment } from './advice.ts'
import { signerOf } from './people.query.ts'

/** Appointments of an entity in the order of their days. */
export function appointments(reader: Reader, entityId: number): Appointment[] {
  return reader
    .read<Omit<Appointment, 'by' | 'changedAt'> & { logicalTime: number; author: string }>(
      `SELECT id, on_date AS "on", at_time AS "at", place, subject, state, logical_time AS logicalTime, author
       FROM appointment WHERE entity_id = ? ORDER BY on_date, ifnull(at_time, ''), id`,
    )
    .all(entityId)
    .map(({ logicalTime, author, ...row }) => ({ ...row, by: signerOf(reader, entityId, author), changedAt: clockOf(logicalTime) }))
}

/** The next one that is neither held nor cancelled, from a day on. */
export function nextAppointment(all: readonly Appointment[], from: CalendarDate): Appointment | null {
  return all.find((each) => each.on >= from && (each.state === 'proposed' || each.state === 'confirmed')) ?? null
}
