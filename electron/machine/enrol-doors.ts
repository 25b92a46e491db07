import { z } from 'zod'
import { type Door, door, fileIdText } from './door.ts'
import { rootFiles } from './root-doors.ts'

/** What headquarters grants; another machine of its own is named by its root. */
const role = z.enum(['porteur', 'associate', 'adviser', 'accountant'])
const code = z.string().trim().min(1).max(60)
/** Six words, or the same in digits, as a person types or pastes them. */
const fingerprint = z.string().trim().min(1).max(200)
const work = (): Promise<typeof import('./enrol-work.ts')> => import('./enrol-work.ts')

/** The three steps of joining, over files. */
export const enrolDoors = {
  'enrol.request': door(
    z.strictObject({ person: z.string().trim().min(1).max(200), email: z.string().trim().max(200).optional(), role: z.enum([...role.options, 'headquarters']), joins: code.optional(), office: code.optional() }),
    async (session, input) => (await work()).request(session, input),
  ),
  'enrol.read': door(z.strictObject({ fileId: fileIdText }), async (session, input) => (await work()).read(session, input.fileId)),
  'enrol.accept': door(
    z.strictObject({
      fileId: fileIdText, role: role.optional(), entities: z.array(code).max(1000).optional(), office: code.optional(), fingerprint: fingerprint.optional(),
      replaceKey: z.boolean().optional(), rootFiles: rootFiles.optional(),
    }),
    async (session, input) => (await work()).accept(session, input),
  ),
  'enrol.finish': door(z.strictObject({ fileId: fileIdText, fingerprint: fingerprint.optional() }), async (session, input) => (await work()).finish(session, input.fileId, input.fingerprint)),
} satisfies Readonly<Record<string, Door>>
