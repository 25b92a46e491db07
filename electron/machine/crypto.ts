import { isUtf8 } from 'node:buffer'
import { createPrivateKey, createPublicKey, generateKeyPairSync, hkdfSync, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { constants, gunzipSync, gzipSync } from 'node:zlib'
import type { Crypto } from '../../core/context.ts'

/** DER in front of the 32 bytes of an Ed25519 public key (RFC 8410), and of its seed in PKCS 8. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
/** The same for X25519. */
const AGREEMENT_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')
/** As `identity-secret.ts` derives the age key of a workspace from its seed. */
const AGE_LABEL = 'archipel-age-1'
const KEY_BYTES = 32
const MOST_KEYS_KEPT = 4096

/** Reading a key costs as much as a signature's check: those met lately are kept. Null: no key. */
const keys = new Map<string, KeyObject | null>()

function publicKey(text: string): KeyObject | null {
  let key = keys.get(text)
  if (key === undefined) {
    const bytes = Buffer.from(text, 'base64url')
    key = bytes.length === KEY_BYTES && bytes.toString('base64url') === text ? createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' }) : null
    if (keys.size >= MOST_KEYS_KEPT) keys.clear()
    keys.set(text, key)
  }
  return key
}

/** Node's own primitives only: those that Electron's library has too. */
export const crypto: Crypto = {
  verify(signingKey, text, signature) {
    const key = publicKey(signingKey)
    const bytes = Buffer.from(signature, 'base64url')
    // A second way to write the same bytes would be a second name of the same pli.
    if (!key || bytes.length !== 64 || bytes.toString('base64url') !== signature) return false
    return verifyBytes(null, Buffer.from(text, 'utf8'), key, bytes)
  },
  gzip: (bytes) => gzipSync(bytes, { level: 9 }),
  gunzip(bytes, most) {
    try {
      return gunzipSync(bytes, { maxOutputLength: most, finishFlush: constants.Z_FINISH })
    } catch {
      return undefined
    }
  },
  encode: (text) => Buffer.from(text, 'utf8'),
  decode: (bytes) => (isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8') : undefined),
  keysOfSeed(hex) {
    const seed = Buffer.from(hex, 'hex')
    const scalar = Buffer.from(hkdfSync('sha256', seed, new Uint8Array(0), AGE_LABEL, KEY_BYTES))
    const key = createPublicKey(createPrivateKey({ key: Buffer.concat([AGREEMENT_PKCS8, scalar]), format: 'der', type: 'pkcs8' }))
    return { signingKey: signingKeyOf(seed), agreementKey: key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES).toString('hex'), sign: signerOf(seed) }
  },
}

/** A new Ed25519 key: its seed (32 bytes) and its public key in base64url. */
export function newSigningKey(): { readonly seed: Buffer; readonly signingKey: string } {
  const pair = generateKeyPairSync('ed25519')
  const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES)
  return { seed: Buffer.from(seed), signingKey: pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES).toString('base64url') }
}

/** Signs texts with a seed. */
export function signerOf(seed: Uint8Array): (text: string) => string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  return (text) => signBytes(null, Buffer.from(text, 'utf8'), key).toString('base64url')
}

/** The public key of a seed, base64url. */
export function signingKeyOf(seed: Uint8Array): string {
  const key = createPublicKey(createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' }))
  return key.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES).toString('base64url')
}
