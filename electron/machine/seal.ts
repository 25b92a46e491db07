import type { Decrypter } from 'age-encryption'
import type { Outcome } from '../../core/context.ts'
import { assert } from '../../core/kernel/assert.ts'
import { err, ok } from '../../core/kernel/result.ts'
import { HAS_CIPHER, nativeIdentity } from './seal-identity.ts'

/** As large as any file that comes in (`DEFAULT_LIMITS`): nothing larger is read or made. */
export const LARGEST_SEALED = 256 * 1024 * 1024
/** A recipient takes some 110 bytes: room for two thousand, and no more work than that for a file made to be slow. */
const LARGEST_HEADER = 256 * 1024
const FIRST_LINE = 'age-encryption.org/v1\n'
const HEADER_END = '\n--- '
const RECIPIENT = /^age1[02-9ac-hj-np-z]{58}$/u

/**
 * Seals bytes for several recipients (`age1…`, X25519 each) in the age format, version 1 (https://age-encryption.org/v1): any age
 * program opens it. Refusals: `pli_too_large` above 256 MB, `recipient_malformed` for what is no recipient.
 */
export async function sealBytes(bytes: Uint8Array, recipients: readonly string[]): Promise<Outcome<Uint8Array>> {
  assert(recipients.length > 0, 'sealed for nobody')
  if (bytes.byteLength > LARGEST_SEALED) return tooLarge(bytes)
  const malformed = recipients.find((recipient) => !RECIPIENT.test(recipient))
  if (malformed !== undefined) return err([{ code: 'recipient_malformed', recipient: malformed.slice(0, 80) }])
  const { Encrypter } = await library()
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) {
    try {
      encrypter.addRecipient(recipient)
    } catch {
      return err([{ code: 'recipient_malformed', recipient }])
    }
  }
  return ok(await encrypter.encrypt(bytes))
}

/**
 * Opens sealed bytes with the secrets of a workspace (`AGE-SECRET-KEY-1…`), the present one first. Refusals: `pli_too_large`,
 * `pli_not_sealed` for what is no age file, `pli_not_for_us` when none of the secrets opens it, `pli_altered` when one does
 * and the rest is not what was sealed. Nothing of the content is answered unless all of it is authentic.
 */
export async function openSealed(bytes: Uint8Array, ageSecrets: string | readonly string[]): Promise<Outcome<Uint8Array>> {
  if (bytes.byteLength > LARGEST_SEALED) return tooLarge(bytes)
  if (!isAge(bytes)) return err([{ code: 'pli_not_sealed' }])
  try {
    return ok(await (await opener(typeof ageSecrets === 'string' ? [ageSecrets] : ageSecrets)).decrypt(bytes))
  } catch (error) {
    // The library names its errors by their sentence only (0.3.1, index.js); every other one says that the file is not whole.
    const forOthers = error instanceof Error && error.message.startsWith('no identity matched')
    return err([{ code: forOthers ? 'pli_not_for_us' : 'pli_altered' }])
  }
}

/** What opens with a list of secrets is kept as long as the list: thousands of plis are opened with the same one. */
const openers = new WeakMap<readonly string[], Decrypter>()

async function opener(ageSecrets: readonly string[]): Promise<Decrypter> {
  const known = openers.get(ageSecrets)
  if (known) return known
  const made = new (await library()).Decrypter()
  for (const secret of ageSecrets) made.addIdentity(HAS_CIPHER ? nativeIdentity(secret) : secret)
  openers.set(ageSecrets, made)
  return made
}

/** The first line, and the end of a header of a reasonable length. */
function isAge(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, LARGEST_HEADER))
  return head.subarray(0, FIRST_LINE.length).toString('latin1') === FIRST_LINE && head.includes(HEADER_END, 0, 'latin1')
}

function tooLarge(bytes: Uint8Array): Outcome<never> {
  return err([{ code: 'pli_too_large', sizeBytes: bytes.byteLength, maximumBytes: LARGEST_SEALED }])
}

/** Loaded at the first pli: most commands seal nothing. */
function library(): Promise<typeof import('age-encryption')> {
  return import('age-encryption')
}
