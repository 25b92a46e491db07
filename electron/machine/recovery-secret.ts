import { createHash } from 'node:crypto'
import type { Outcome } from '../../core/context.ts'
import { assert } from '../../core/kernel/assert.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { err, ok } from '../../core/kernel/result.ts'
import { bytesOfFives, fiveBits } from './identity-secret.ts'

/*
 * The secret of a recovery sheet, for a person to type: five lines of four groups of five characters in Crockford's base 32 (no I, L, O, U).
 * The first 16 characters of a line carry, its last 4 check them: the first 20 bits of SHA-256 of `archipel-recovery-1`, the number of
 * the line, and the 16 characters, joined by line feeds. Together the 80 characters are 50 bytes: 1 (version), the name of the
 * workspace (16 bytes: its 26 characters as a number), the seed of its keys (32 bytes), 0.
 */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const VERSION = 1
const LINES = 5
const CARRIED = 16
const CHECKED = 4
const LINE = CARRIED + CHECKED
const GROUP = 5
const AUTHOR_LENGTH = 26
const [AUTHOR_BYTES, SEED_BYTES] = [16, 32]
const BYTES = 1 + AUTHOR_BYTES + SEED_BYTES + 1
/** In front of the characters in the QR code, so that a reader of any code says what it is. */
const PREFIX = 'ARCHIPEL-1:'

export interface RecoverySecret {
  readonly author: AuthorId
  readonly seed: Buffer
}

/** The lines of a secret, each of four groups. */
export function recoveryLines(secret: RecoverySecret): readonly (readonly string[])[] {
  const bytes = Buffer.concat([Buffer.from([VERSION]), authorBytes(secret.author), secret.seed, Buffer.alloc(1)])
  assert(bytes.length === BYTES, 'a recovery secret has its length')
  const text = fiveBits(bytes).map((digit) => DIGITS[digit]).join('')
  return Array.from({ length: LINES }, (_, index) => {
    const carried = text.slice(index * CARRIED, (index + 1) * CARRIED)
    const line = carried + checkOf(index + 1, carried)
    return Array.from({ length: LINE / GROUP }, (_unused, group) => line.slice(group * GROUP, (group + 1) * GROUP))
  })
}

/** The same for the QR code. */
export function recoveryCode(secret: RecoverySecret): string {
  return PREFIX + recoveryLines(secret).flat().join('')
}

/**
 * Reads what a person typed or a camera read: spaces, hyphens and case do not matter, O is 0, I and L are 1. Refusals:
 * `recovery_secret_incomplete` when characters are missing or too many, `recovery_secret_mistyped` with the line that holds the mistake.
 */
export function readRecoverySecret(typed: string): Outcome<RecoverySecret> {
  const upper = typed.trim().toUpperCase()
  const text = (upper.startsWith(PREFIX) ? upper.slice(PREFIX.length) : upper).replace(/[\s\-–—.·]/gu, '').replaceAll('O', '0').replace(/[IL]/gu, '1')
  if (text.length !== LINES * LINE) return err([{ code: 'recovery_secret_incomplete', found: text.length, expected: LINES * LINE }])
  let carriedText = ''
  for (let line = 1; line <= LINES; line += 1) {
    const carried = text.slice((line - 1) * LINE, (line - 1) * LINE + CARRIED)
    if (text.slice((line - 1) * LINE + CARRIED, line * LINE) !== checkOf(line, carried)) return err([{ code: 'recovery_secret_mistyped', row: line }])
    carriedText += carried
  }
  return secretOf(bytesOfFives([...carriedText].map((letter) => DIGITS.indexOf(letter)), BYTES))
}

function secretOf(bytes: Buffer): Outcome<RecoverySecret> {
  if (bytes[0] !== VERSION || bytes[BYTES - 1] !== 0) return err([{ code: 'recovery_secret_unknown' }])
  return ok({ author: authorOf(bytes.subarray(1, 1 + AUTHOR_BYTES)), seed: Buffer.from(bytes.subarray(1 + AUTHOR_BYTES, BYTES - 1)) })
}

function checkOf(line: number, carried: string): string {
  const hash = createHash('sha256').update(`archipel-recovery-1\n${line}\n${carried}`).digest()
  return fiveBits(hash.subarray(0, 3)).slice(0, CHECKED).map((digit) => DIGITS[digit]).join('')
}

/** 26 characters of 5 bits, of which the first two bits are never set (48 bits hold the time until the year 10889). */
function authorBytes(author: string): Buffer {
  assert(author.length === AUTHOR_LENGTH, 'a workspace is named by 26 characters')
  let value = 0n
  for (const letter of author) {
    const digit = DIGITS.indexOf(letter)
    assert(digit >= 0, 'a workspace is named in base 32')
    value = value * 32n + BigInt(digit)
  }
  assert(value >> 128n === 0n, 'the name of a workspace fits in 16 bytes')
  return Buffer.from(value.toString(16).padStart(AUTHOR_BYTES * 2, '0'), 'hex')
}

function authorOf(bytes: Buffer): AuthorId {
  let value = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let place = 0; place < AUTHOR_LENGTH; place += 1) {
    text = DIGITS[Number(value % 32n)] + text
    value /= 32n
  }
  return text as AuthorId
}
