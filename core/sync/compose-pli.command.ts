import type { Context, Outcome, Reader } from '../context.ts'
import type { PliPreview } from '../workspace.ts'
import type { PliHeader } from './pli.ts'
import { err } from '../kernel/result.ts'

/** `acknowledged`: everything the addressee is not known to hold, by its receipts. `sent`: only what was written since the last pli made for it. */
export type Since = 'acknowledged' | 'sent'

export interface ComposedPli {
  /** The opened pli: what the machine seals with age for `recipients`. */
  readonly bytes: Uint8Array
  /** age recipients (`age1…`). */
  readonly recipients: readonly string[]
  readonly header: PliHeader
  /** `headquarters`, the uid of an entity, or `office:` and its code: the name of the line of plis. */
  readonly addressee: string
  readonly facts: number
  readonly documents: number
}

/** The answer to a request of enrolment travels as a pli to one workspace, which is not yet among those who read. */
export interface EnrolmentAddressee {
  /** SHA-256 of the text of the request, base64url. */
  readonly request: string
  readonly author: string
  readonly sealingKey: string
  readonly name: string
  /** Local ids of the entities granted; empty for an office's or a first workspace without any. */
  readonly entities: readonly number[]
}

/** What leaves and who will be able to read it. Refuses as `composePli` does. */
export function previewPli(_ctx: Reader, _to: string, _since: Since): Outcome<PliPreview> {
  return err([])
}

/** Makes the next pli of the line to an addressee, signed, ready to be sealed, and records it in `sent_pli`. */
export function composePli(_ctx: Context, _to: string, _since: Since): Outcome<ComposedPli> {
  return err([])
}

/** Headquarters' answer to a request: the federation and the entities granted, whole, for the one workspace that asked. */
export function composeEnrolment(_ctx: Context, _to: EnrolmentAddressee): Outcome<ComposedPli> {
  return err([])
}
