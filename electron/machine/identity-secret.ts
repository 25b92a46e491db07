import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { newSigningKey, signerOf, signingKeyOf } from './crypto.ts'

/**
 * What a workspace keeps secret: the 32-byte seed of its Ed25519 key, from which its age key is derived too, so that one short
 * secret on a recovery sheet brings both back; and the age secrets it had before, because plis sealed for them may be on the way.
 */
export interface KeySecret {
  readonly seed: Buffer
  /** `AGE-SECRET-KEY-1…`, the latest first. */
  readonly former: readonly string[]
}

/** Keys that can be used: the public ones, and what signs and opens with the secret ones. */
export interface OpenKeys {
  readonly secret: KeySecret
  readonly signingKey: string
  readonly sealingKey: string
  readonly sign: (text: string) => string
  /** Present one first, then the former ones. */
  readonly ageSecrets: readonly string[]
}

const AGE_LABEL = 'archipel-age-1'
const SEED_BYTES = 32
const AGE_PREFIX = 'age-secret-key-'
/** Digits at the end that check the others. */
const CHECKSUM = 6

/** New keys. `former`: age secrets that must still open what is on the way. */
export function newSecret(former: readonly string[] = []): KeySecret {
  return { seed: newSigningKey().seed, former }
}

/** The keys of a secret. */
export function openKeys(secret: KeySecret): OpenKeys {
  const ageSecret = ageSecretOf(secret.seed)
  return {
    secret, signingKey: signingKeyOf(secret.seed), sealingKey: bech32('age', agePublicKey(agePrivateKey(ageSecret))),
    sign: signerOf(secret.seed), ageSecrets: [ageSecret, ...secret.former],
  }
}

/** The age secret of a seed: HKDF-SHA-256 without salt, 32 bytes, written as age writes it. */
function ageSecretOf(seed: Uint8Array): string {
  return bech32(AGE_PREFIX, new Uint8Array(hkdfSync('sha256', seed, new Uint8Array(0), AGE_LABEL, SEED_BYTES))).toUpperCase()
}

/** DER in front of the 32 bytes of an X25519 private key (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex')

/** The key of an age secret that this program wrote. */
export function agePrivateKey(ageSecret: string): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, scalarOf(ageSecret)]), format: 'der', type: 'pkcs8' })
}

/** Its public key, 32 bytes. */
export function agePublicKey(privateKey: KeyObject): Buffer {
  return createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES)
}

function scalarOf(ageSecret: string): Buffer {
  return bytesOfFives(Array.from(ageSecret.toLowerCase().slice(AGE_PREFIX.length + 1, -CHECKSUM), (letter) => DIGITS.indexOf(letter)), SEED_BYTES)
}

const DIGITS = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** Bech32 (BIP 173), lower case: digits of 5 bits and a checksum of 6 digits. */
function bech32(prefix: string, bytes: Uint8Array): string {
  const digits = fiveBits(bytes)
  const expanded = [...prefix].map((letter) => letter.charCodeAt(0) >> 5).concat(0, [...prefix].map((letter) => letter.charCodeAt(0) & 31))
  const rest = polymod([...expanded, ...digits, 0, 0, 0, 0, 0, 0]) ^ 1
  const checksum = [0, 1, 2, 3, 4, 5].map((place) => (rest >> (5 * (5 - place))) & 31)
  return `${prefix}1${[...digits, ...checksum].map((digit) => DIGITS[digit]).join('')}`
}

function polymod(values: readonly number[]): number {
  let rest = 1
  for (const value of values) {
    const top = rest >> 25
    rest = ((rest & 0x1ffffff) << 5) ^ value
    GENERATORS.forEach((generator, bit) => {
      if ((top >> bit) & 1) rest ^= generator
    })
  }
  return rest
}

/** The `length` bytes that groups of five bits hold: what `fiveBits` takes apart. */
export function bytesOfFives(fives: readonly number[], length: number): Buffer {
  const bytes = Buffer.alloc(length)
  let [held, bits, at] = [0, 0, 0]
  for (const five of fives) {
    held = ((held << 5) | five) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at] = (held >> bits) & 255
    at += 1
  }
  return bytes
}

/** The bits of bytes in groups of five, the last one filled with zeros. */
export function fiveBits(bytes: Uint8Array): number[] {
  const digits: number[] = []
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      digits.push((held >> bits) & 31)
    }
  }
  if (bits > 0) digits.push((held << (5 - bits)) & 31)
  return digits
}
