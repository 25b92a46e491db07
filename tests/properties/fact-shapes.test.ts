import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, type Json } from '../../core/chain/canonical-json.ts'
import { FACT_KINDS } from '../../core/facts.ts'
import { fillDemonstration } from '../../core/demonstration/fill-demonstration.command.ts'
import { checkFact } from '../../core/sync/format/fact-shapes.ts'
import { readCanonical } from '../../core/sync/format/read-canonical.ts'
import { sealingKeyOf } from '../../core/sync/format/sealing-key.ts'
import { property } from '../fixtures/property.ts'
import { randomStreams } from '../fixtures/random-streams.ts'
import { charts } from '../../electron/machine/resources.ts'
import { must, openTestBooks } from '../fixtures/books.ts'

/** The body of a fact as a pli brings it: canonical text, and of its kind. */
function readBody(kind: string, version: number, text: string): Json | undefined {
  const body = readCanonical(text)
  return body === undefined || checkFact(kind, version, body) ? undefined : body
}

interface Stored { readonly kind: string; readonly version: number; readonly body: string }

const SEALING = sealingKeyOf('42'.repeat(32))

let written: Stored[] = []
beforeAll(() => {
  const books = openTestBooks({ charts })
  for (const country of ['BE', 'FR'] as const) must(fillDemonstration(books.ctx, { code: `BRUME${country}`, name: 'Atelier Brume', country, demonstration: 'atelier-brume' }))
  written = books.db.prepare('SELECT kind, version, body FROM fact').all() as Stored[]
  books.close()
})

const ENTRY = {
  date: '2026-01-15', journal: 'VEN', label: 'Facture', lines: [{ account: '400', debitCents: 100 }, { account: '700', creditCents: 100 }], number: 1, validatedOn: '2026-01-15', year: '2026',
}
const entry = (over: Readonly<Record<string, unknown>>): unknown => ({ ...ENTRY, ...over })
const line = (over: Readonly<Record<string, unknown>>): unknown => entry({ lines: [{ account: '400', debitCents: 100, ...over }, { account: '700', creditCents: 100 }] })
const NAME = { author: 'anna', sequence: 3 }

/** Each wrong in one way only. */
const MALFORMED: readonly (readonly [what: string, kind: string, version: number, body: unknown])[] = [
  ['an unbalanced entry', 'EntryPosted', 1, line({ debitCents: 101 })],
  ['one line', 'EntryPosted', 1, entry({ lines: [{ account: '400' }] })],
  ['both sides of a line', 'EntryPosted', 1, line({ creditCents: 1 })],
  ['an amount that is no whole number', 'EntryPosted', 1, line({ debitCents: 100.5 })],
  ['an amount beyond what books hold', 'EntryPosted', 1, line({ debitCents: 2 ** 53 })],
  ['a zero that needs no saying', 'EntryPosted', 1, line({ creditCents: 0, debitCents: 100 })],
  ['a day that is none', 'EntryPosted', 1, entry({ date: '2026-02-30' })],
  ['a document of the day of its entry', 'EntryPosted', 1, entry({ documentOn: '2026-01-15' })],
  ['an ordinary nature said aloud', 'EntryPosted', 1, entry({ nature: 'ordinary' })],
  ['a number that is none', 'EntryPosted', 1, entry({ number: 0 })],
  ['an empty label', 'EntryPosted', 1, entry({ label: '' })],
  ['a label without end', 'EntryPosted', 1, entry({ label: 'x'.repeat(2001) })],
  ['broken Unicode', 'EntryPosted', 1, entry({ label: 'a\ud800' })],
  ['text that shows itself backwards', 'EntryPosted', 1, entry({ label: 'a\u202eb' })],
  ['a member nobody knows', 'EntryPosted', 1, entry({ more: 1 })],
  ['a member missing', 'EntryPosted', 1, entry({ year: undefined })],
  ['a pair in the first version', 'EntryPosted', 1, line({ pair: { id: 'P', with: 'E' } })],
  ['the second version without a pair', 'EntryPosted', 2, ENTRY],
  ['a currency without its amount', 'EntryPosted', 1, line({ currency: 'USD' })],
  ['a year that ends before it begins', 'FiscalYearOpened', 1, { code: '2026', startOn: '2026-12-31', endOn: '2026-01-01' }],
  ['a year of three', 'FiscalYearOpened', 1, { code: '2026', startOn: '2026-01-01', endOn: '2028-12-31' }],
  ['a stream covered twice', 'PeriodClosed', 1, { until: '2026-01-31', covers: [NAME, { ...NAME, sequence: 4 }] }],
  ['a line matched with itself', 'LinesMatched', 1, { account: '400', code: 'AAA', restCents: 0, lines: [{ ...NAME, line: 1 }, { ...NAME, line: 1 }] }],
  ['a hash that is none', 'DocumentAttached', 1, { entry: NAME, hash: 'x'.repeat(64), name: 'a.pdf', mediaType: 'application/pdf', sizeBytes: 1 }],
  ['the second version of a record that overrides nothing', 'AccountRecorded', 2, { number: '400', label: 'Clients' }],
  ['a record that overrides in its first version', 'AccountRecorded', 1, { number: '400', label: 'Clients', overrides: 5 }],
  ['a record that nothing could override', 'AccountRecorded', 2, { number: '400', label: 'Clients', overrides: Number.MAX_SAFE_INTEGER }],
  ['a role that no grant gives', 'AccessGranted', 1, { author: 'anna', role: 'headquarters', person: { name: 'A' }, device: 'A', signingKey: 'A'.repeat(43), sealingKey: SEALING }],
  ['a key of another length', 'KeyRotated', 1, { signingKey: 'A'.repeat(42), sealingKey: SEALING, proof: 'A'.repeat(86) }],
  ['a key that nothing can be sealed for', 'KeyRotated', 1, { signingKey: 'A'.repeat(43), sealingKey: 'age1abc', proof: 'A'.repeat(86) }],
  ['parameters with a fraction', 'ParametersPublished', 1, { name: 'tva', validFrom: '2026-01-01', content: { rate: 0.21 } }],
  ['an hour that is none', 'AppointmentSet', 1, { id: 'a', on: '2026-01-01', subject: 'x', state: 'held', at: '24:00' }],
  ['no object', 'MatchUndone', 1, [NAME]],
  ['nothing', 'MatchUndone', 1, null],
  ['version 0', 'MatchUndone', 0, { match: NAME }],
]

describe('a body that is not of its kind', () => {
  test.each(MALFORMED)('%s', (_what, kind, version, body) => expect(checkFact(kind, version, body)).toBe('malformed'))

  test('the same bodies, righted, are taken', () => {
    expect(checkFact('EntryPosted', 1, ENTRY)).toBeUndefined()
    expect(checkFact('EntryPosted', 2, line({ pair: { id: 'P', with: 'E' } }))).toBeUndefined()
    expect(checkFact('AccountRecorded', 2, { number: '400', label: 'Clients', overrides: 5 })).toBeUndefined()
    expect(checkFact('PeriodClosed', 1, { until: '2026-01-31', covers: [NAME, { author: 'boris', sequence: 4 }] })).toBeUndefined()
    expect(checkFact('KeyRotated', 1, { signingKey: 'A'.repeat(43), sealingKey: SEALING, proof: 'A'.repeat(86) })).toBeUndefined()
  })
})

test('a kind or a version of a later program is too new, whatever it holds; names of the language are no kinds', () => {
  for (const kind of ['AssetSold', 'toString', '__proto__', 'constructor', '']) expect(checkFact(kind, 1, {})).toBe('too-new')
  expect(checkFact('EntryPosted', 3, ENTRY)).toBe('too-new')
  expect(checkFact('EntryPosted', 1.5, ENTRY)).toBe('malformed')
})

test('every kind that is applied has a shape, and none is applied without', () => {
  for (const kind of FACT_KINDS) expect(checkFact(kind, 1, null), kind).toBe('malformed')
})

test('a text that says the same otherwise is no fact', () => {
  const text = canonicalJson(ENTRY as Json)
  expect(readBody('EntryPosted', 1, text)).toEqual(ENTRY)
  for (const other of [` ${text}`, text.replace('100', '1e2'), text.replace('"date"', '"\\u0064ate"'), `${text.slice(0, -1)},"year":"2026"}`, text.slice(0, -1), 'NaN', '']) {
    expect(readBody('EntryPosted', 1, other), other).toBeUndefined()
  }
  expect(readBody('ParametersPublished', 1, `{"content":${'['.repeat(5000)}${']'.repeat(5000)},"name":"x","validFrom":"2026-01-01"}`)).toBeUndefined()
})

test('what the program writes itself is of its kind', () => {
  expect(written.length).toBeGreaterThan(500)
  for (const { kind, version, body } of written) expect(readBody(kind, version, body), `${kind} ${body}`).toEqual(JSON.parse(body))
})

property('no value whatever makes the reader fail', 300, fc.tuple(fc.constantFrom(...FACT_KINDS), fc.integer({ min: 1, max: 2 }), fc.json()), ([kind, version, text]) => {
  const body = readBody(kind, version, text)
  expect(body === undefined ? text : canonicalJson(body)).toBe(text)
})

property('facts of every kind of the books keep their shape through their text', 30, randomStreams, (streams) => {
  for (const { facts } of streams) for (const { kind, version, body } of facts) expect(readBody(kind, version, body)).toBeDefined()
})
