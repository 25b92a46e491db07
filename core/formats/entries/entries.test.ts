import { expect, test } from 'vitest'
import { type JsonEntry, readEntries } from './read-entries.ts'
import { writeEntries } from './write-entries.ts'

const entry: JsonEntry = {
  journal: 'VEN', date: '2026-03-02', label: 'Facture 12', documentRef: 'F-12',
  lines: [{ account: '400', debitCents: 12_100, creditCents: 0, party: 'BRUME' }, { account: '700', debitCents: 0, creditCents: 12_100 }],
}

const codes = (text: string): string[] => {
  const result = readEntries(text)
  return result.ok ? [] : result.error.map((problem) => `${problem.code} ${problem.line}${typeof problem['at'] === 'number' ? `.${problem['at']}` : ''}`)
}

test('write then read is identity, as a list or under `entries`', () => {
  expect(readEntries(writeEntries([entry, entry]))).toEqual({ ok: true, value: [entry, entry] })
  expect(readEntries(JSON.stringify({ entries: [entry] }))).toEqual({ ok: true, value: [entry] })
})

test('what is no list of entries is refused by its kind', () => {
  expect(codes('{')).toEqual(['json_unreadable 1'])
  expect(codes('"entries"')).toEqual(['json_not_entries 1'])
  expect(codes('[]')).toEqual(['entries_empty 1'])
  expect(codes('[3]')).toEqual(['json_not_entries 1'])
})

test('every problem is named with its entry and its line', () => {
  const wrong = [entry, { journal: 'VEN', date: 20_260_302, lines: [{ account: '400', debitCents: 12.5 }, { account: '700', creditCents: '12', vat: 21 }], label: 'x' }]
  expect(codes(JSON.stringify(wrong))).toEqual(['json_field_kind 2', 'amount_not_cents 2.1', 'amount_not_cents 2.2', 'json_field_unknown 2.2'])
  expect(codes(JSON.stringify([{ journal: 'VEN' }]))).toEqual(['json_field_missing 1', 'json_field_missing 1', 'json_field_missing 1'])
})
