import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, type Json } from '../chain/canonical-json.ts'
import { GENESIS } from '../chain/fact.ts'
import { base64UrlOfHex, hexOfBase64Url } from './format/base64url.ts'
import { readHeader } from './format/pli-header.ts'
import { missingNumbers, numbersInWords, takingRank } from './taking/pli-order.ts'
import { readCanonical } from './format/read-canonical.ts'
import { decideSegment } from './taking/segment.ts'

const PARAMETERS = { numRuns: 300, seed: 20_261_121 }

test('base64url and hexadecimal write the same bytes, each in one way', () => {
  expect(base64UrlOfHex('00'.repeat(32))).toBe('A'.repeat(43))
  expect(base64UrlOfHex('fbff')).toBe('-_8')
  expect(hexOfBase64Url('-_8', 2)).toBe('fbff')
  // Bits beyond the last byte, another length, a letter of plain base64.
  for (const text of ['-_9', '-_8A', '+_8', '-_8=', '']) expect(hexOfBase64Url(text, 2), text).toBeUndefined()
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (bytes) => {
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(hexOfBase64Url(base64UrlOfHex(hex), bytes.length)).toBe(hex)
  }), PARAMETERS)
})

/** What canonical JSON may hold. */
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true }, fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()), fc.maxSafeInteger().map((number) => number + 0), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 5 }).filter((text) => text.isWellFormed() && text !== '__proto__'), tie('value'), { maxKeys: 5 }),
  ),
}))

test('canonical JSON is read, and nothing else that means the same', () => {
  fc.assert(fc.property(anyJson, (value) => {
    const text = canonicalJson(value)
    expect(canonicalJson(readCanonical(text) as Json)).toBe(text)
    expect(readCanonical(`${text} `)).toBeUndefined()
    expect(readCanonical(` ${text}`)).toBeUndefined()
  }), PARAMETERS)
  for (const text of ['{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '1e3', '-0', '9007199254740992', '1.5', String.raw`"\u0041"`, String.raw`"\ud800"`, String.raw`{"\ud800":1}`, '[1, 2]', '"\t"', 'NaN', '', '[', '\u00e9'])
    expect(readCanonical(text), text).toBeUndefined()
  // Members named by digits are put first by ECMAScript; canonical JSON sorts them as text.
  expect(readCanonical('{"10":1,"9":2}')).toEqual({ 9: 2, 10: 1 })
  expect(readCanonical('{"9":2,"10":1}')).toBeUndefined()
  expect(readCanonical(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeUndefined()
  expect(readCanonical(`${'['.repeat(33)}${']'.repeat(33)}`)).toBeUndefined()
})

test('a header of anything at all is refused and never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), anyJson.map(canonicalJson)), fc.string(), (line, second) => {
    expect(readHeader(line, second).ok).toBe(false)
  }), PARAMETERS)
})

test('how a segment stands to what is here', () => {
  const hash = (sequence: number, history = 'a') => (sequence === 0 ? GENESIS : `${history}${sequence}`)
  const known = { sequence: 5, hashAt: (sequence: number) => hash(sequence) }
  const run = (from: number, to: number, more: { previousHash?: string; partsAt?: number } = {}) => decideSegment({ from, to, previousHash: hash(from - 1), ...more }, known)
  expect(run(6, 8)).toEqual({ answer: 'new', firstNew: 6 })
  expect(run(1, 8)).toEqual({ answer: 'new', firstNew: 6 })
  expect(run(2, 5)).toEqual({ answer: 'known' })
  expect(run(5, 5)).toEqual({ answer: 'known' })
  expect(run(7, 9)).toEqual({ answer: 'gap', missing: { from: 6, to: 6 } })
  expect(run(9, 9)).toEqual({ answer: 'gap', missing: { from: 6, to: 8 } })
  expect(run(3, 8, { partsAt: 4 })).toEqual({ answer: 'fork', forkedAt: 4, isExact: true })
  expect(run(6, 8, { previousHash: 'b5' })).toEqual({ answer: 'fork', forkedAt: 5, isExact: false })
  expect(run(3, 4, { previousHash: 'b2' })).toEqual({ answer: 'fork', forkedAt: 2, isExact: false })
  expect(run(2, 4, { previousHash: 'b1' })).toEqual({ answer: 'fork', forkedAt: 1, isExact: true })
  const nothing = { sequence: 0, hashAt: () => GENESIS }
  expect(decideSegment({ from: 1, to: 3, previousHash: GENESIS }, nothing)).toEqual({ answer: 'new', firstNew: 1 })
  expect(decideSegment({ from: 2, to: 3, previousHash: 'a1' }, nothing)).toEqual({ answer: 'gap', missing: { from: 1, to: 1 } })
})

test('missing numbers are named in runs', () => {
  expect(missingNumbers([])).toEqual([])
  expect(missingNumbers([4])).toEqual([])
  expect(missingNumbers([3, 4, 7, 9, 14])).toEqual([[5, 6], [8, 8], [10, 13]])
  expect(numbersInWords([[5, 6], [8, 8], [10, 13]])).toBe('5–6, 8, 10–13')
  expect(numbersInWords([[1, 1], [3, 3], [5, 5]], 2)).toBe('1, 3 …')
})

test('the federation first, then headquarters, then the others', () => {
  expect([takingRank('f', true, 'f'), takingRank('e', true, 'f'), takingRank('e', false, 'f'), takingRank('e', false, undefined)]).toEqual([0, 1, 2, 2])
})
