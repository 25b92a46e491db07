import type { Context, Outcome } from '../context.ts'
import { err, ok } from '../kernel/result.ts'
import { books } from '../ledger/books.query.ts'
import { type AskedAppointment, decideAppointment } from './advice.ts'
import { appointments } from './appointments.query.ts'
import { calendarFile } from './calendar-file.ts'
import { needAdviser, recordAdvice } from './record-advice.command.ts'

/**
 * Sets an appointment, or sets one again whole. Any adviser of the entity may move it: colleagues stand in for one another.
 * Refusals: `advice_needs_adviser`, `appointment_unknown`, and those of `decideAppointment`.
 */
export function setAppointment(ctx: Context, entityId: number, asked: AskedAppointment & { readonly id?: string | undefined }): Outcome<{ readonly id: string }> {
  return ctx.write((tx) => {
    const problems = needAdviser(tx, entityId)
    const decided = decideAppointment(asked, tx.ports.today())
    if (!decided.ok) problems.push(...decided.error)
    if (asked.id !== undefined && tx.read('SELECT 1 FROM appointment WHERE entity_id = ? AND id = ?').get(entityId, asked.id) === undefined) problems.push({ code: 'appointment_unknown' })
    if (!decided.ok || problems.length > 0) return err(problems)
    const id = asked.id ?? tx.ports.newId()
    recordAdvice(tx, entityId, 'AppointmentSet', { id, ...decided.value })
    return ok({ id })
  })
}

/** An appointment as a file for any calendar program. Refusal: `appointment_unknown`. */
export function writeAppointment(ctx: Context, entityId: number, id: string): Outcome<{ readonly fileId: string; readonly fileName: string }> {
  const found = appointments(ctx, entityId).find((each) => each.id === id)
  if (!found) return err([{ code: 'appointment_unknown' }])
  const { entity } = books(ctx, entityId)
  const fileName = `${entity.code}-${found.on}.ics`
  return ok({ fileId: ctx.ports.files.put(fileName, 'text/calendar', calendarFile(found, entity.name, ctx.ports.now())), fileName })
}
