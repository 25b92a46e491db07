import type { Reader } from '../context.ts'
import { clockOf } from '../chain/fact.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { EntryId } from '../kernel/ids.ts'
import { entryHeads } from '../ledger/entry.query.ts'
import type { Signer } from './advice.ts'
import { findNamed } from './named.query.ts'
import { signerOf } from './people.query.ts'

export interface Note {
  readonly id: string
  readonly on: CalendarDate
  readonly text: string
  readonly by: Signer
  /** When it was last written, milliseconds since 1970. */
  readonly changedAt: number
  readonly withdrawn: boolean
  /** The entry it is about, once it is here. */
  readonly entry: { readonly id: EntryId; readonly entry: string; readonly label: string } | null
}

interface StoredNote {
  readonly id: string; readonly on: CalendarDate; readonly text: string; readonly withdrawn: number; readonly logicalTime: number; readonly author: string
  readonly entryAuthor: string | null; readonly entrySequence: number | null
}

/** Notes shared in the books of an entity, the latest first; those taken back are marked, so that nobody looks for them. */
export function notes(reader: Reader, entityId: number): Note[] {
  return reader
    .read<StoredNote>(
      `SELECT id, on_date AS "on", text, withdrawn, logical_time AS logicalTime, author, entry_author AS entryAuthor, entry_sequence AS entrySequence
       FROM note WHERE entity_id = ? ORDER BY on_date DESC, logical_time DESC, id, author`,
    )
    .all(entityId)
    .map((row) => ({
      id: row.id, on: row.on, text: row.withdrawn === 1 ? '' : row.text, withdrawn: row.withdrawn === 1, changedAt: clockOf(row.logicalTime),
      by: signerOf(reader, entityId, row.author), entry: entryOf(reader, findNamed(reader, entityId, row.entryAuthor, row.entrySequence)),
    }))
}

function entryOf(reader: Reader, id: EntryId | undefined): Note['entry'] {
  const head = id === undefined ? undefined : entryHeads(reader, [id])[0]
  return head ? { id: head.id, entry: head.entry, label: head.label } : null
}

export interface PrivateNote {
  readonly id: string
  readonly on: CalendarDate
  readonly text: string
  readonly changedAt: number
}

/** Notes that stay in this file. */
export function privateNotes(reader: Reader, entityId: number): PrivateNote[] {
  return reader.read<PrivateNote>('SELECT id, on_date AS "on", text, changed_at AS changedAt FROM private_note WHERE entity_id = ? ORDER BY on_date DESC, changed_at DESC').all(entityId)
}
