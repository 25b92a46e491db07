import { z } from 'zod'
import type { Refusal } from '../../core/kernel/result.ts'
import type { Session } from './session.ts'

export type DoorOutcome<T = unknown> =
  | { readonly ok: true; readonly value: T; readonly changed?: readonly string[] }
  | { readonly ok: false; readonly error: readonly Refusal[] }

/** A door of the machine, answered by the shell and not by the books. */
export interface Door {
  readonly input: z.ZodType
  readonly run: (session: Session, input: never) => Promise<DoorOutcome> | DoorOutcome
}

export function door<I>(input: z.ZodType<I>, run: (session: Session, input: I) => Promise<DoorOutcome> | DoorOutcome): Door {
  return { input, run }
}

export const none = z.strictObject({})
/** A path on this machine, as a person or a dialog gave it. */
export const pathText = z.string().min(1).max(4096).refine((text) => !text.includes('\u0000'))
/** The id of a file held by the session. */
export const fileIdText = z.string().min(1).max(60)
