import type { Context, Outcome } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { FactId } from '../kernel/ids.ts'
import { err, ok } from '../kernel/result.ts'
import { nameFact } from '../ledger/fact-name.query.ts'
import { decideNote } from './advice.ts'
import { needAdviser, recordAdvice } from './record-advice.command.ts'

export interface NoteToShare {
  /** Of the adviser's own note that this replaces; a new note without it. */
  readonly id?: string | undefined
  readonly text: string
  /** The working day when not given. */
  readonly on?: CalendarDate | undefined
  /** Local id of the entry it is about. */
  readonly entryId?: number | undefined
}

/**
 * Shares a note with everyone who reads the books, or replaces one's own. Refusals: `advice_needs_adviser`, `note_empty`, `text_too_long`,
 * `note_unknown`, `note_not_yours`, `entry_unknown`.
 */
export function shareNote(ctx: Context, entityId: number, note: NoteToShare): Outcome<{ readonly id: string }> {
  return ctx.write((tx) => {
    const barred = needAdviser(tx, entityId)
    const text = decideNote(note.text)
    const known = note.id === undefined ? undefined : tx.read<{ author: string }>('SELECT author FROM note WHERE entity_id = ? AND id = ? ORDER BY author <> ?').get(entityId, note.id, tx.ports.author)
    const problems = [...barred, ...(text.ok ? [] : text.error)]
    if (note.id !== undefined && !known) problems.push({ code: 'note_unknown' })
    if (known && known.author !== tx.ports.author) problems.push({ code: 'note_not_yours' })
    const entry = note.entryId === undefined ? undefined : tx.read<{ id: FactId }>('SELECT id FROM entry WHERE entity_id = ? AND id = ?').get(entityId, note.entryId)
    if (note.entryId !== undefined && !entry) problems.push({ code: 'entry_unknown', entry: String(note.entryId) })
    if (!text.ok || problems.length > 0) return err(problems)
    const id = note.id ?? tx.ports.newId()
    recordAdvice(tx, entityId, 'NoteShared', { id, on: note.on ?? tx.ports.today(), text: text.value, ...(entry ? { entry: nameFact(tx, entry.id) } : {}) })
    return ok({ id })
  })
}

/** Takes back one's own note: it stays in the chain, and is no longer shown. Refusals: `note_unknown`, `note_not_yours`, `advice_needs_adviser`. */
export function withdrawNote(ctx: Context, entityId: number, id: string): Outcome<null> {
  return ctx.write((tx) => {
    const barred = needAdviser(tx, entityId)
    if (barred.length > 0) return err(barred)
    const known = tx.read<{ author: string; text: string; on: CalendarDate }>('SELECT author, text, on_date AS "on" FROM note WHERE entity_id = ? AND id = ? AND withdrawn = 0 ORDER BY author <> ?').get(entityId, id, tx.ports.author)
    if (!known) return err([{ code: 'note_unknown' }])
    if (known.author !== tx.ports.author) return err([{ code: 'note_not_yours' }])
    recordAdvice(tx, entityId, 'NoteShared', { id, on: known.on, text: known.text, withdrawn: true })
    return ok(null)
  })
}

/** Keeps a note for the office alone: a row of this file that no pli carries. Refusals: `note_empty`, `text_too_long`, `note_unknown`. */
export function savePrivateNote(ctx: Context, entityId: number, note: { readonly id?: string | undefined; readonly text: string; readonly on?: CalendarDate | undefined }): Outcome<{ readonly id: string }> {
  return ctx.write((tx) => {
    const text = decideNote(note.text)
    if (!text.ok) return text
    const known = note.id === undefined ? undefined : tx.read<{ on: CalendarDate }>('SELECT on_date AS "on" FROM private_note WHERE entity_id = ? AND id = ?').get(entityId, note.id)
    if (note.id !== undefined && !known) return err([{ code: 'note_unknown' }])
    const id = note.id ?? tx.ports.newId()
    tx.write(`INSERT INTO private_note (id, entity_id, on_date, text, changed_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET on_date = excluded.on_date, text = excluded.text, changed_at = excluded.changed_at`)
      .run(id, entityId, note.on ?? known?.on ?? tx.ports.today(), text.value, tx.ports.now())
    tx.changed('advising')
    return ok({ id })
  })
}

export function deletePrivateNote(ctx: Context, entityId: number, id: string): Outcome<null> {
  return ctx.write((tx) => {
    if (tx.write('DELETE FROM private_note WHERE entity_id = ? AND id = ?').run(entityId, id).changes === 0) return err([{ code: 'note_unknown' }])
    tx.changed('advising')
    return ok(null)
  })
}
