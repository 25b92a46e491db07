import { assert } from '../../kernel/assert.ts'
import type { Fingerprint } from '../pli.ts'
import { foldText } from '../../kernel/text.ts'

/** Words of the list: eleven bits each. */
const WORDS = 2048
const WORDS_SHOWN = 6
const HEX_SHOWN = 16

/**
 * Six words that stand for a hash (its first 66 bits, most significant first), and its first 64 bits in four groups of hexadecimal digits.
 * `hash` is SHA-256 in hexadecimal, `words` the 2048 words of a list.
 */
export function fingerprintOf(hash: string, words: readonly string[]): Fingerprint {
  assert(words.length === WORDS && /^[0-9a-f]{64}$/u.test(hash), 'a fingerprint is made of a SHA-256 and 2048 words')
  const bits = BigInt(`0x${hash.slice(0, 17)}`) >> 2n
  const chosen = Array.from({ length: WORDS_SHOWN }, (_, at) => words[Number((bits >> BigInt(11 * (WORDS_SHOWN - 1 - at))) & 2047n)] ?? '')
  return { words: chosen, hex: (hash.slice(0, HEX_SHOWN).match(/.{4}/gu) ?? []).join(' ') }
}

/** Is what a person typed (the words, in their order, or the digits) this fingerprint? Capitals, accents and the space between do not count. */
export function isSameFingerprint(typed: string, fingerprint: Fingerprint): boolean {
  // Words of the list are written with the accents of French, in one form or the other.
  const words = foldText(typed).split(/[^\p{L}]+/u).filter(Boolean)
  if (words.length === WORDS_SHOWN && fingerprint.words.every((word, at) => foldText(word) === words[at])) return true
  return typed.toLowerCase().replace(/[\s:·-]+/gu, '') === fingerprint.hex.replaceAll(' ', '')
}
