import { and, eq } from 'drizzle-orm'
import type { Context, Outcome } from '../context.ts'
import { addDays, addMonths, type CalendarDate, daysInMonth, isCalendarDate, monthOf, partsOf } from '../kernel/calendar-date.ts'
import { err, ok } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import type { DraftBody } from './draft.command.ts'
import { templateTable } from './ledger.schema.ts'

export type Recurrence = 'monthly' | 'quarterly' | 'yearly'

export interface Template {
  readonly id: string
  readonly name: string
  readonly body: DraftBody
  readonly recurrence: Recurrence | null
  /** The day it is next proposed; never posted by itself. */
  readonly nextOn: CalendarDate | null
  /** The three next days, for the person to see what it means. */
  readonly upcoming: readonly CalendarDate[]
}

const STEP: Readonly<Record<Recurrence, number>> = { monthly: 1, quarterly: 3, yearly: 12 }

/** The same day of a later month, or its last day when it has fewer. */
function nextOccurrence(date: CalendarDate, recurrence: Recurrence): CalendarDate {
  const month = addMonths(monthOf(date), STEP[recurrence])
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  const day = Math.min(partsOf(date).day, daysInMonth(year, number))
  return addDays(`${month}-01` as CalendarDate, day - 1)
}

/** Keeps a model of entries under a name of its own (`template_name_taken`), with the day when it is due next if it comes back. */
export function saveTemplate(
  ctx: Context, entityId: number, template: { id?: string | undefined; name: string; body: DraftBody; recurrence?: Recurrence | undefined; nextOn?: string | undefined },
): Outcome<{ readonly id: string }> {
  return ctx.write((tx) => {
    const name = cleanText(template.name)
    if (!name) return err([{ code: 'label_missing' }])
    if (template.nextOn !== undefined && !isCalendarDate(template.nextOn)) return err([{ code: 'date_impossible', date: template.nextOn }])
    const id = template.id ?? tx.ports.newId()
    const twin = tx.orm.select({ id: templateTable.id }).from(templateTable).where(and(eq(templateTable.entityId, entityId), eq(templateTable.name, name))).get() as { id: string } | undefined
    if (twin && twin.id !== id) return err([{ code: 'template_name_taken', name }])
    const values = { name, body: JSON.stringify(template.body), recurrence: template.recurrence ?? null, nextOn: template.recurrence ? (template.nextOn ?? tx.ports.today()) : null }
    tx.orm.insert(templateTable).values({ id, entityId, ...values }).onConflictDoUpdate({ target: templateTable.id, set: values }).run()
    tx.changed('templates')
    return ok({ id })
  })
}

export function deleteTemplate(ctx: Context, entityId: number, id: string): Outcome<null> {
  return ctx.write((tx) => {
    tx.orm.delete(templateTable).where(and(eq(templateTable.id, id), eq(templateTable.entityId, entityId))).run()
    tx.changed('templates')
    return ok(null)
  })
}

/** Moves a recurring template to its next day, because it was used or skipped this once. */
export function advanceTemplate(ctx: Context, entityId: number, id: string): Outcome<null> {
  return ctx.write((tx) => {
    const found = templates(ctx, entityId).find((template) => template.id === id)
    if (!found?.recurrence || !found.nextOn) return err([{ code: 'template_unknown' }])
    tx.orm.update(templateTable).set({ nextOn: nextOccurrence(found.nextOn, found.recurrence) }).where(eq(templateTable.id, id)).run()
    tx.changed('templates')
    return ok(null)
  })
}

/** The models of an entity by name, each with its three next days if it comes back. */
export function templates(ctx: Context, entityId: number): Template[] {
  const rows = ctx.select().from(templateTable).where(eq(templateTable.entityId, entityId)).orderBy(templateTable.name).all() as (typeof templateTable.$inferSelect)[]
  return rows.map((row) => {
    const upcoming: CalendarDate[] = []
    let next = row.nextOn as CalendarDate | null
    for (let count = 0; row.recurrence && next && count < 3; count += 1) {
      upcoming.push(next)
      next = nextOccurrence(next, row.recurrence)
    }
    return { id: row.id, name: row.name, body: JSON.parse(row.body) as DraftBody, recurrence: row.recurrence, nextOn: row.nextOn as CalendarDate | null, upcoming }
  })
}
