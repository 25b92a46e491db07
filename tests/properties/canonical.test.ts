import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect } from 'vitest'
import { canonicalJson, type Json } from '../../core/chain/canonical-json.ts'
import { canonicalFact, type Stream } from '../../core/chain/fact.ts'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { AuthorId } from '../../core/kernel/ids.ts'
import { MAX_CENTS, type Cents } from '../../core/kernel/money.ts'
import { canonicalEntry } from '../../core/ledger/entry-canonical.ts'
import type { EntryPosted, PostedLine } from '../../core/ledger/ledger-facts.ts'
import { nastyText, property } from '../fixtures/property.ts'

const text = nastyText.filter((each) => each.isWellFormed())
const amount = fc.integer({ min: -MAX_CENTS, max: MAX_CENTS }) as fc.Arbitrary<Cents>
const date = fc.constantFrom('2026-01-01', '2026-12-31', '2024-02-29') as fc.Arbitrary<CalendarDate>

const line = fc.record(
  { account: text, debitCents: amount, creditCents: amount, party: text, project: text, funder: text, label: text, documentRef: text, documentOn: date, currency: fc.constantFrom('USD', 'CHF'), currencyCents: amount },
  { requiredKeys: ['account'] },
) as fc.Arbitrary<PostedLine>

const entry = fc.record(
  {
    journal: text, year: text, number: fc.nat(), date, label: text, documentRef: text, documentOn: date, validatedOn: date,
    nature: fc.constantFrom('opening' as const, 'closing' as const), reverses: fc.record({ author: text as fc.Arbitrary<AuthorId>, sequence: fc.nat() }),
    reason: text, source: text, lines: fc.array(line, { maxLength: 4 }),
  },
  { requiredKeys: ['journal', 'year', 'number', 'date', 'label', 'validatedOn', 'lines'] },
) as fc.Arbitrary<EntryPosted>

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, text, fc.maxSafeInteger(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(text, tie('value'), { maxKeys: 5 })),
})).value

property('our canonical JSON is the one of an independent implementation of RFC 8785', 500, json, (value) => {
  expect(canonicalJson(value)).toBe(canonicalize(value))
})

property('the fast text of an entry is its canonical JSON, letter for letter', 1000, entry, (body) => {
  const fast = canonicalEntry(body)
  expect(fast).toBe(canonicalJson(body as unknown as Json))
  expect(fast).toBe(canonicalize(body))
  expect(JSON.parse(fast)).toEqual(body)
})

property('the text of a whole fact is canonical too', 300, fc.tuple(entry, text, fc.nat(), fc.nat()), ([body, author, sequence, logicalTime]) => {
  const stream = { id: 1, entityId: 1, entity: '0'.repeat(26), author, device: 'A' } as unknown as Stream
  const fact = canonicalFact(stream, sequence, logicalTime, 'EntryPosted', 1, canonicalEntry(body))
  expect(fact).toBe(canonicalize({ author, body, entity: stream.entity, kind: 'EntryPosted', logicalTime, sequence, version: 1 }))
})
