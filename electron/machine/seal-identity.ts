import { createDecipheriv, createPublicKey, diffieHellman, getCiphers, hkdfSync } from 'node:crypto'
import type { Identity, Stanza } from 'age-encryption'
import { assert } from '../../core/kernel/assert.ts'
import { agePrivateKey, agePublicKey } from './identity-secret.ts'

/** DER in front of the 32 bytes of an X25519 public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b656e032100', 'hex')
const KEY_BYTES = 32
const [FILE_KEY_BYTES, TAG_BYTES] = [16, 16]
const LABEL = 'age-encryption.org/v1/X25519'
const CIPHER = 'chacha20-poly1305'

/** Electron's library has no such cipher; Node's does. */
export const HAS_CIPHER = getCiphers().includes(CIPHER)

/**
 * An age identity by the machine's own X25519, for headquarters that opens plis by the thousand: the library asks the browser's
 * cryptography twice for each file, which takes half of its time. The rest of the format stays the library's.
 * Source: the X25519 recipient type of the age format, version 1 (C2SP age.md).
 */
export function nativeIdentity(ageSecret: string): Identity {
  const privateKey = agePrivateKey(ageSecret)
  const recipient = agePublicKey(privateKey)
  const unwrap = (stanza: Stanza): Uint8Array | null => {
    const share = Buffer.from(stanza.args[1] ?? '', 'base64')
    // The one way to write 32 bytes, without padding, and a wrapped key of the one length: anything else is not what was sealed.
    const isWhole = stanza.args.length === 2 && share.length === KEY_BYTES && share.toString('base64').replace('=', '') === stanza.args[1]
    if (!isWhole || stanza.body.length !== FILE_KEY_BYTES + TAG_BYTES) throw new Error('invalid X25519 stanza')
    const shared = diffieHellman({ privateKey, publicKey: createPublicKey({ key: Buffer.concat([SPKI, share]), format: 'der', type: 'spki' }) })
    const key = Buffer.from(hkdfSync('sha256', shared, Buffer.concat([share, recipient]), LABEL, KEY_BYTES))
    const decipher = createDecipheriv(CIPHER, key, Buffer.alloc(12), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(Buffer.from(stanza.body.subarray(FILE_KEY_BYTES)))
    const fileKey = decipher.update(stanza.body.subarray(0, FILE_KEY_BYTES))
    try {
      decipher.final()
    } catch {
      return null
    }
    assert(fileKey.length === FILE_KEY_BYTES, 'a file key has 16 bytes')
    return new Uint8Array(fileKey)
  }
  return {
    unwrapFileKey(stanzas) {
      for (const stanza of stanzas) {
        const fileKey = stanza.args[0] === 'X25519' ? unwrap(stanza) : null
        if (fileKey) return fileKey
      }
      return null
    },
  }
}
