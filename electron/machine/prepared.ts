import type { Crypto } from '../../core/context.ts'
import { crypto } from './crypto.ts'
import type { Prepared } from './decode-messages.ts'

/*
 * What the decode thread found out with the very primitives of `crypto.ts` is not asked of them again: the core stays the only
 * judge of a pli and asks every question it would ask alone; some of the answers are merely at hand. Nothing is kept from one batch to the next.
 */
const signatures = new Set<string>()
const members = new Map<ArrayBufferLike, ReadonlyMap<number, Prepared['members'][number]>>()

/** A signature by all that it says: same key, same text, same bytes, or another name. */
export function signatureName(signingKey: string, text: string, signature: string): string {
  return `${signingKey} ${signature} ${text}`
}

/** Puts at hand what was found about these opened bytes. */
export function rememberPrepared(opened: Uint8Array, prepared: Prepared): void {
  for (const name of prepared.signatures) signatures.add(name)
  if (prepared.members.length > 0) members.set(opened.buffer, new Map(prepared.members.map((member) => [opened.byteOffset + member.offset, member])))
}

/** To be called when the batch is taken, whatever became of it. */
export function forgetPrepared(): void {
  signatures.clear()
  members.clear()
}

/** The machine's cryptography, with the answers that are at hand. */
export const preparedCrypto: Crypto = {
  ...crypto,
  verify: (signingKey, text, signature) => (signatures.size > 0 && signatures.has(signatureName(signingKey, text, signature))) || crypto.verify(signingKey, text, signature),
  gunzip(bytes, most) {
    const member = members.get(bytes.buffer)?.get(bytes.byteOffset)
    if (!member || member.length !== bytes.byteLength) return crypto.gunzip(bytes, most)
    return member.inflated.byteLength <= most ? member.inflated : undefined
  },
}
