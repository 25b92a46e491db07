import { z } from 'zod'
import { type Door, door, fileIdText, none, pathText } from './door.ts'

const addressee = z.string().trim().min(1).max(60)
const since = z.enum(['acknowledged', 'sent']).default('acknowledged')
const work = (): Promise<typeof import('./pli-work.ts')> => import('./pli-work.ts')

/** Plis made and taken. What they need is read at the first of them. */
export const pliDoors = {
  'pli.addressees': door(none, async (session) => (await work()).addressees(session)),
  'pli.preview': door(z.strictObject({ to: addressee, since }), async (session, input) => (await work()).preview(session, input.to, input.since)),
  'pli.make': door(z.strictObject({ to: addressee, since }), async (session, input) => (await work()).make(session, input.to, input.since)),
  'pli.show': door(z.strictObject({ fileId: fileIdText }), async (session, input) => (await work()).show(session, input.fileId)),
  'pli.take': door(z.strictObject({ fileIds: z.array(fileIdText).min(1).max(10_000) }), async (session, input) => (await work()).take(session, input.fileIds)),
  'pli.take-folder': door(z.strictObject({ path: pathText, recursive: z.boolean().optional() }), async (session, input) =>
    (await work()).takeFrom(session, input.path, input.recursive === true)),
  'pli.watch': door(z.strictObject({ folder: pathText.nullable() }), async (session, input) => (await import('./watch-doors.ts')).watch(session, input.folder)),
  'pli.watch-state': door(none, async (session) => (await import('./watch-doors.ts')).watchState(session)),
  'fork.repair': door(z.strictObject({ newPath: pathText }), async (session, input) => (await import('./fork-work.ts')).repairFork(session, input.newPath)),
} satisfies Readonly<Record<string, Door>>
