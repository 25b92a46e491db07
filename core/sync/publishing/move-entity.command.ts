import type { Context, Outcome, Writer } from '../../context.ts'
import { type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import { err, ok } from '../../kernel/result.ts'
import { type EntityRow, findEntity } from '../../ledger/books.query.ts'
import { moveEntries } from '../../ledger/pair.ts'
import { bookBoth, booksOf } from '../../ledger/pair.command.ts'
import { entityOf, headquartersOf } from '../../ledger/pair.query.ts'
import { attachEntity } from '../trust/trust-entity.command.ts'

export interface EntityMove {
  readonly entity: string
  /** Code or uid of headquarters' own books of the legal person that it enters. */
  readonly legalEntity: string
  readonly on: string
  readonly reason?: string | undefined
}

export interface EntityMoved {
  /** What headquarters keeps for it, debit positive, now in the books it entered; zero when there was nothing to transfer. */
  readonly mirrorCents: number
  /** The entries in headquarters' books: those it leaves first. */
  readonly entries: readonly { readonly entity: string; readonly entry: string }[]
}

const MIRROR = `SELECT ifnull(SUM(cents), 0) AS cents FROM pair_half JOIN line USING (entry_id, line_no) WHERE pair_half.entity_id = ? AND with_uid = ? AND on_date <= ?`

/**
 * Moves an Activité with its history to another legal person, and what headquarters keeps for it from the one's books to the other's, in
 * one transaction. Refusals: those of `attachEntity` and of any entry, `entity_unknown`.
 */
export function moveEntity(ctx: Context, move: EntityMove): Outcome<EntityMoved> {
  return ctx.write((tx) => {
    const entity = findEntity(tx, move.entity)
    if (!entity) return err([{ code: 'entity_unknown', entity: move.entity }])
    const entered = entityOf(tx, move.legalEntity)
    const left = isCalendarDate(move.on) ? headquartersOf(tx, entity, move.on) : undefined
    const attached = attachEntity(tx, entity.id, { legalEntity: entered?.uid ?? move.legalEntity, on: move.on, reason: move.reason })
    if (!attached.ok) return attached
    return entered && left && left.id !== entered.id ? transferMirror(tx, entity, left, entered, move.on as CalendarDate) : ok({ mirrorCents: 0, entries: [] })
  })
}

function transferMirror(tx: Writer, entity: EntityRow, left: EntityRow, entered: EntityRow, on: CalendarDate): Outcome<EntityMoved> {
  const mirrorCents = tx.read<{ cents: number }>(MIRROR).get(left.id, entity.uid, on)?.cents ?? 0
  if (mirrorCents === 0) return ok({ mirrorCents: 0, entries: [] })
  const head = { date: on, label: `Compte interne de ${entity.name} : de ${left.name} à ${entered.name}`.slice(0, 500), documentRef: `MUTATION ${entity.code}` }
  const pairs = { mirror: tx.ports.newId(), between: tx.ports.newId() }
  const entries = moveEntries(booksOf(tx, left, undefined), booksOf(tx, entered, undefined), entity.uid, mirrorCents, head, pairs)
  const booked = bookBoth(tx, [left, entered], ok(entries), pairs.mirror)
  return booked.ok ? ok({ mirrorCents, entries: booked.value.entries.map(({ entity: code, entry }) => ({ entity: code, entry })) }) : booked
}
