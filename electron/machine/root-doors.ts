import { z } from 'zod'
import { isCalendarDate } from '../../core/kernel/calendar-date.ts'
import { type Door, door, fileIdText, none } from './door.ts'

const ROOT_KEYS = 3
const passphrase = z.string().min(1).max(1024)
export const rootFiles = z.array(z.strictObject({ fileId: fileIdText, passphrase })).min(1).max(ROOT_KEYS)
const stateInput = z.strictObject({
  rootFiles,
  endAuthor: z.string().max(60).optional(), expiresOn: z.string().refine(isCalendarDate).optional(),
  renew: z.boolean().optional(), passphrase: passphrase.optional(),
})
export type StateInput = z.infer<typeof stateInput>

export const rootDoors = {
  'trust.found': door(z.strictObject({ passphrases: z.array(passphrase).length(ROOT_KEYS) }), async (session, input) => (await import('./root-work.ts')).found(session, input.passphrases)),
  'trust.root-files': door(none, async (session) => (await import('./root-work.ts')).rootFiles(session)),
  'trust.forget-root-files': door(none, async (session) => (await import('./root-work.ts')).forget(session)),
  'trust.state-root': door(stateInput, async (session, input) => (await import('./root-work.ts')).stateRoot(session, input)),
  'trust.rotate': door(z.strictObject({ passphrase: passphrase.optional() }), async (session, input) => (await import('./root-work.ts')).rotate(session, input.passphrase)),
} satisfies Readonly<Record<string, Door>>
