import { randomFillSync } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that an id read aloud is not mistaken. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const random = new Uint8Array(16)

/** A fresh identity: 26 characters, the first 10 the milliseconds since 1970 (time-ordered), 80 random bits after. */
export function newId(instant: number = Date.now()): string {
  let time = ''
  let rest = instant
  for (let i = 0; i < 10; i += 1) {
    time = DIGITS[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  randomFillSync(random)
  let tail = ''
  for (let i = 0; i < 16; i += 1) tail += DIGITS[(random[i] ?? 0) & 31]
  return time + tail
}
