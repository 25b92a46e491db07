import { z } from 'zod'
import { type Procedure, procedure } from '../procedure.ts'
import type { Context, Outcome } from '../context.ts'
import { type CalendarDate, isCalendarDate } from '../kernel/calendar-date.ts'
import { err } from '../kernel/result.ts'
import { findEntity } from './books.query.ts'
import { ownAccess } from './own-access.query.ts'

// A screen runs under a policy that forbids `new Function`, which zod otherwise probes for.
z.config({ jitless: true })

/** Shapes that every door of the books shares. Text is bounded here; what it means is decided in the core. */
export const code = z.string().min(1).max(60)
export const text = z.string().max(2000)
/** A date for reading: it must exist. Dates to be booked stay text, so that the books refuse them with their reason. */
export const date = z.custom<CalendarDate>(isCalendarDate, 'date')
export const id = z.number().int().positive()
export const page = { offset: z.number().int().min(0).max(100_000_000).default(0), limit: z.number().int().min(1).max(5000).default(200) }

/**
 * A door that works in the books of one entity, named by its code. What writes in them is refused to an adviser's workspace, which reads
 * them: nobody would take what it signed. `writes` says it of a long door, and denies it of the doors of advice.
 */
export function inEntity<Shape extends z.ZodRawShape, Output>(
  kind: Procedure<unknown, unknown>['kind'],
  shape: Shape,
  run: (ctx: Context, entityId: number, input: z.output<z.ZodObject<Shape>>) => Outcome<Output>,
  writes = kind === 'command',
): Procedure<z.output<z.ZodObject<Shape & { entity: z.ZodString }>>, Output> {
  const input = z.strictObject({ ...shape, entity: code }) as unknown as z.ZodType<z.output<z.ZodObject<Shape & { entity: z.ZodString }>>>
  return procedure(kind, input, (ctx, value) => {
    const { entity } = value as { entity: string }
    const found = findEntity(ctx, entity)
    if (!found) return err([{ code: 'entity_unknown', entity }])
    if (writes && ownAccess(ctx, found.id).role === 'adviser') return err([{ code: 'books_read_only_here', entity }])
    return run(ctx, found.id, value as z.output<z.ZodObject<Shape>>)
  })
}

const entryLine = z.strictObject({
  account: z.string().max(40), debitCents: z.number(), creditCents: z.number(), label: text.optional(),
  party: code.optional(), project: code.optional(), funder: code.optional(),
  documentRef: text.optional(), documentOn: z.string().max(10).optional(),
  currency: z.string().max(3).optional(), currencyCents: z.number().optional(),
})

/** An entry to be booked, as a script or a form sends it: its meaning is decided in the core, not here. */
export const entryInput = z.strictObject({
  journal: z.string().max(60), date: z.string().max(20), label: text, documentRef: text.optional(), documentOn: z.string().max(20).optional(),
  lines: z.array(entryLine).max(10_000),
})
