import { z } from 'zod'
import type { Context, Outcome } from '../context.ts'
import { ok } from '../kernel/result.ts'
import { code, date, id, inEntity, text } from '../ledger/input.api.ts'
import { procedure, type Procedure } from '../procedure.ts'
import { setAppointment, writeAppointment } from './appointments.command.ts'
import { appointments } from './appointments.query.ts'
import { deletePrivateNote, savePrivateNote, shareNote, withdrawNote } from './notes.command.ts'
import { notes, privateNotes } from './notes.query.ts'
import { entrusted, portfolio } from './portfolio.query.ts'
import { acceptProposal, declineProposal, makeProposal, withdrawProposal } from './proposals.command.ts'
import { proposals } from './proposals.query.ts'

/** A door that writes beside the books, which an adviser may: who may do what is decided by its command. */
function beside<Shape extends z.ZodRawShape, Output>(
  shape: Shape,
  run: (ctx: Context, entityId: number, input: z.output<z.ZodObject<Shape>>) => Outcome<Output>,
): Procedure<z.output<z.ZodObject<Shape & { entity: z.ZodString }>>, Output> {
  return inEntity('command', shape, run, false)
}

const key = z.string().length(26)
const longText = z.string().max(20_000)

/** An entry to propose: what a form of entry holds, so that the porteur can change all of it. */
const proposedEntry = z.strictObject({
  journal: z.string().max(60), date: z.string().max(20), label: text, documentRef: text.optional(), documentOn: z.string().max(20).optional(),
  lines: z.array(z.strictObject({
    account: z.string().max(40), debitCents: z.number(), creditCents: z.number(), label: text.optional(), party: code.optional(), project: code.optional(), funder: code.optional(),
  })).max(10_000),
})

const appointment = {
  id: key.optional(), on: z.string().max(20), at: z.string().max(10).optional(), place: text.optional(), subject: text,
  state: z.enum(['proposed', 'confirmed', 'held', 'cancelled']),
}

/** The adviser's portfolio, and what travels between him and the porteur. */
export const advisingApi = {
  'portfolio.list': procedure('query', z.strictObject({}), (ctx) => ok(portfolio(ctx))),
  'portfolio.get': inEntity('query', {}, (ctx, entityId) => entrusted(ctx, entityId)),

  'note.list': inEntity('query', {}, (ctx, entityId) => ok(notes(ctx, entityId))),
  'note.share': beside({ id: key.optional(), text: longText, on: date.optional(), entryId: id.optional() }, (ctx, entityId, input) => shareNote(ctx, entityId, input)),
  'note.withdraw': beside({ id: key }, (ctx, entityId, input) => withdrawNote(ctx, entityId, input.id)),
  'private-note.list': inEntity('query', {}, (ctx, entityId) => ok(privateNotes(ctx, entityId))),
  'private-note.save': beside({ id: key.optional(), text: longText, on: date.optional() }, (ctx, entityId, input) => savePrivateNote(ctx, entityId, input)),
  'private-note.delete': beside({ id: key }, (ctx, entityId, input) => deletePrivateNote(ctx, entityId, input.id)),

  'appointment.list': inEntity('query', {}, (ctx, entityId) => ok(appointments(ctx, entityId))),
  'appointment.set': beside(appointment, (ctx, entityId, input) => setAppointment(ctx, entityId, input)),
  /** The appointment for a calendar program; the file is then fetched by its id. */
  'appointment.file': inEntity('query', { id: key }, (ctx, entityId, input) => writeAppointment(ctx, entityId, input.id)),

  'proposal.list': inEntity('query', {}, (ctx, entityId) => ok(proposals(ctx, entityId))),
  'proposal.make': beside({ entry: proposedEntry, reason: text }, (ctx, entityId, input) => makeProposal(ctx, entityId, input.entry, input.reason)),
  'proposal.withdraw': beside({ id, reason: text.optional() }, (ctx, entityId, input) => withdrawProposal(ctx, entityId, input.id, input.reason)),
  'proposal.accept': inEntity('command', { id }, (ctx, entityId, input) => acceptProposal(ctx, entityId, input.id)),
  'proposal.decline': inEntity('command', { id, reason: text }, (ctx, entityId, input) => declineProposal(ctx, entityId, input.id, input.reason)),
}
