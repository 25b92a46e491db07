import { headText } from '../../core/chain/fact.ts'
import type { Crypto } from '../../core/context.ts'
import { hexOfBase64Url } from '../../core/sync/format/base64url.ts'
import { checkFacts, type CheckedFacts } from '../../core/sync/format/placed-facts.ts'
import { openSource, type PliSource } from '../../core/sync/format/pli-source.ts'
import { crypto } from './crypto.ts'
import type { Prepared } from './decode-messages.ts'
import { sha256 } from './hash.ts'
import { signatureName } from './prepared.ts'

/** Facts of people come to some ten times what they weigh; a file made to exhaust, to a thousand. */
const MOST_GROWTH = 40

/**
 * Asks of an opened pli, in another thread, what the core will ask of it: whether its signatures hold, what its facts inflate to, their hashes and shapes.
 * The very code of the core reads it here, and what it finds wrong is left for the core to find and to say.
 */
export function preparePli(opened: Uint8Array): Prepared {
  const signatures: string[] = []
  const members: Prepared['members'][number][] = []
  const recording: Crypto = {
    ...crypto,
    verify(signingKey, text, signature) {
      const holds = crypto.verify(signingKey, text, signature)
      if (holds) signatures.push(signatureName(signingKey, text, signature))
      return holds
    },
    gunzip(bytes, most) {
      const inflated = crypto.gunzip(bytes, most)
      if (inflated) members.push({ offset: bytes.byteOffset - opened.byteOffset, length: bytes.byteLength, inflated: ownBuffer(inflated) })
      return inflated
    },
  }
  const read = openSource(opened, { crypto: recording, sha256 })
  const checked = read.ok ? ask(read.source, recording) : undefined
  // Facts that travel as a list are inflated no more.
  return { signatures, members: checked?.list ? [] : members, checked }
}

function ask(source: PliSource, recording: Crypto): CheckedFacts | undefined {
  for (const { entity, author, device, to, headHash, key, signature } of source.header.segments) {
    recording.verify(key, headText({ entity, author, device }, to, hexOfBase64Url(headHash, 32) ?? ''), signature)
  }
  // A large one is read a frame at a time by the writer, so that it is never whole in memory; so is what grows a hundred times, of which a folder may
  // hold thousands: it knows who sent it.
  if (source.header.frames.some(({ kind, bytes, rawBytes }) => kind === 'facts' && rawBytes > MOST_GROWTH * bytes)) return undefined
  return checkFacts(source, { crypto: recording, sha256 })
}

/** Bytes that may be handed to another thread: small results lie in a buffer that others share. */
export function ownBuffer(bytes: Uint8Array): Uint8Array {
  // Not `slice`: that of a Buffer shows the same bytes.
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}
