import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { dataOf, isRefusalCode, REFUSAL_CODES, sentence } from '../../renderer/i18n/refusals.ts'
import { LANGUAGES } from '../../renderer/i18n/messages.ts'
import { refusalSites, sitesIn } from './refusal-sites.ts'
import { readTree } from './source.ts'

const SITES = refusalSites(readTree(fileURLToPath(new URL('../..', import.meta.url))))

/** Codes put together at run time, and those of screens that have no place in the text to be found at. */
const MADE = ['project_unknown', 'project_closed', 'funder_unknown', 'funder_closed']

/** Readers of one value: the caller that knows the column and the text adds them. */
const COMPLETED_BY_CALLER = new Set(['core/formats/csv/csv-value.ts', 'core/formats/fec/fec-field.ts'])

test('every code of the program has its sentence', () => {
  expect(SITES.length).toBeGreaterThan(150)
  const without = SITES.filter((site) => !isRefusalCode(site.code)).map((site) => `${site.code} (${site.file}:${site.line})`)
  expect([...new Set(without)]).toEqual([])
})

test('no sentence waits for a code that nothing makes', () => {
  const made = new Set([...SITES.map((site) => site.code), ...MADE])
  expect(REFUSAL_CODES.filter((code) => !made.has(code))).toEqual([])
})

test('the three languages ask for the same data', () => {
  for (const code of REFUSAL_CODES) {
    const [french, dutch, english] = LANGUAGES.map((language) => {
      const { needed, optional } = dataOf(code, language)
      return { code, needed: [...needed].sort(), optional: [...optional].sort() }
    })
    expect(dutch).toEqual(french)
    expect(english).toEqual(french)
  }
})

test('a sentence names only what the refusal carries', () => {
  const missing = SITES.flatMap((site) => {
    if (!isRefusalCode(site.code) || site.data === undefined || COMPLETED_BY_CALLER.has(site.file)) return []
    return dataOf(site.code, 'fr').needed.filter((name) => !site.data?.includes(name)).map((name) => `${site.code} needs ${name} (${site.file}:${site.line})`)
  })
  expect([...new Set(missing)]).toEqual([])
})

test('a code without a sentence, and a sentence without its datum, are caught', () => {
  const planted = sitesIn('core/ledger/planted.ts', "export const a = [{ code: 'nobody_said_it' }, { code: 'account_unknown', at: 1 }]\nlog.warn('said_by_a_call', 1, { x })\n")
  expect(planted.map((site) => site.code)).toEqual(['nobody_said_it', 'account_unknown', 'said_by_a_call'])
  expect(isRefusalCode('nobody_said_it')).toBe(false)
  expect(dataOf('account_unknown', 'fr').needed.filter((name) => !planted[1]?.data?.includes(name))).toEqual(['account'])
})

test('a sentence says where, what and what to do, with figures as the language writes them', () => {
  const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ')
  expect(plain(sentence('fr', { code: 'entry_unbalanced', line: 12, debitCents: 123450, creditCents: 100000, differenceCents: 23450 }))).toBe(
    'Ligne 12 : L’écriture n’est pas équilibrée : débit 1 234,50 €, crédit 1 000,00 €, écart 234,50 €. Complétez ou corrigez une ligne.',
  )
  expect(plain(sentence('nl', { code: 'period_closed', date: '2026-01-15', closedUntil: '2026-03-31' }))).toContain('afgesloten tot 31/03/2026')
  expect(sentence('en', { code: 'label_missing', at: 2 })).toBe('Line 2 of the entry: A label is missing. Write in a few words what it is about.')
  expect(sentence('fr', { code: 'not_a_fec', line: 1 })).not.toContain('Ligne 1')
})

test('an unknown code is named honestly, and a missing datum leaves no hole', () => {
  for (const language of LANGUAGES) expect(sentence(language, { code: 'something_new' })).toContain('something_new')
  expect(sentence('fr', { code: 'workspace_read_only' })).toBe('Le fichier est ouvert en lecture seule. Fermez l’autre fenêtre, puis rouvrez le fichier.')
  for (const code of REFUSAL_CODES) expect(sentence('fr', { code })).not.toMatch(/\[\[|\]\]|\{\w+\}|undefined|NaN/u)
})
