import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fingerprintOf, isSameFingerprint } from '../../core/sync/trust/fingerprint.ts'

const words = readFileSync(new URL('../../resources/words/fr.txt', import.meta.url), 'utf8').split('\n').filter(Boolean)
const HASH = '00200c01005001ffffffffffffffffffffffffffffffffffffffffffffffffff'

test('six words carry 66 bits of the hash, the digits 64', () => {
  expect(words).toHaveLength(2048)
  // Eleven bits at a time, most significant first.
  expect(fingerprintOf(HASH, words)).toEqual({ words: [1, 3, 2, 5, 0, 2047].map((at) => words[at]), hex: '0020 0c01 0050 01ff' })
  expect(fingerprintOf('0'.repeat(64), words).words).toEqual(Array.from({ length: 6 }, () => 'abaisser'))
})

test('two hashes that differ in any of their first 66 bits have other words', () => {
  const base = BigInt(`0x${'5a'.repeat(32)}`)
  const shown = new Set(Array.from({ length: 66 }, (_, bit) => fingerprintOf((base ^ (1n << BigInt(255 - bit))).toString(16).padStart(64, '0'), words).words.join(' ')))
  expect(shown.size).toBe(66)
})

test('a fingerprint is recognised as a person types it, and nothing else is', () => {
  const accented = words.findIndex((word) => word.normalize('NFC').startsWith('é'))
  const fingerprint = { words: [words[accented] ?? '', ...words.slice(10, 15)], hex: '0020 0c01 0050 07ff' }
  const typed = fingerprint.words.join(' ')
  for (const same of [typed, typed.toUpperCase(), typed.normalize('NFD'), typed.normalize('NFC'), ` ${typed.replaceAll(' ', ' - ')}. `, '00200c01005007ff', '0020:0C01 0050-07FF']) {
    expect([same, isSameFingerprint(same, fingerprint)]).toEqual([same, true])
  }
  for (const other of ['', typed.split(' ').reverse().join(' '), fingerprint.words.slice(1).join(' '), `${typed} ${words[0]}`, '00200c01005007f', '10200c01005007ff']) {
    expect([other, isSameFingerprint(other, fingerprint)]).toEqual([other, false])
  }
})
