import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { expect, test } from 'vitest'
import { isMessageId, LANGUAGES, LOCALE, translate } from './messages.ts'
import { sentence } from './refusals.ts'

const HERE = import.meta.dirname
const AREAS = readdirSync(join(HERE, 'fr'))

function catalogue(language: string): Map<string, string> {
  const messages = new Map<string, string>()
  for (const area of AREAS) {
    for (const [id, message] of Object.entries(JSON.parse(readFileSync(join(HERE, language, area), 'utf8')) as Record<string, string>)) {
      expect(messages.has(id), `${id} is in two areas`).toBe(false)
      messages.set(id, message)
    }
  }
  return messages
}

const french = catalogue('fr')

type Ast = readonly { readonly type: number; readonly value: string; readonly options?: Readonly<Record<string, { readonly value: Ast }>> }[]

/** Names of the arguments of a message: everything of its tree that is not text or `#`. */
function argumentsOf(ast: Ast): Set<string> {
  const names = new Set<string>()
  for (const part of ast) {
    if (part.type !== 0 && part.type !== 7) names.add(part.value)
    for (const option of Object.values(part.options ?? {})) for (const name of argumentsOf(option.value)) names.add(name)
  }
  return names
}

function parse(language: string, message: string): Ast {
  return new IntlMessageFormat(message, LOCALE[language as 'fr']).getAst() as unknown as Ast
}

for (const language of LANGUAGES) {
  test(`every message of ${language} is read, and takes the same values as the French`, () => {
    for (const [id, message] of catalogue(language)) {
      if (message === '') continue
      const ast = parse(language, message)
      expect([...argumentsOf(ast)].sort(), id).toEqual([...argumentsOf(parse('fr', french.get(id) ?? ''))].sort())
    }
  })

  test(`${language} lists every message`, () => {
    const own = catalogue(language)
    expect([...french.keys()].filter((id) => !own.has(id))).toEqual([])
    expect([...own.keys()].filter((id) => !french.has(id))).toEqual([])
  })
}

test('French plurals name every form: one, many and other', () => {
  const lacking = [...french].filter(([, message]) => /, plural,/u.test(message) && !(/one \{/u.test(message) && /many \{/u.test(message) && /other \{/u.test(message)))
    .map(([id]) => id)
  // A count that stays small (errors, drafts of one person) may do without the form of millions.
  expect(lacking.filter((id) => !/other \{/u.test(french.get(id) ?? ''))).toEqual([])
})

/** Words that only English has; French interface words spelled alike (journal, balance, total) are not among them. */
const ENGLISH = /\b(the|and|with|your|you|this|please|file|save|cancel|delete|loading|error|entry|account|amount|search|settings|backup|undo|from|to)\b/iu

test('no English is left in French', () => {
  expect([...french].filter(([, message]) => ENGLISH.test(message.replace(/\{[^}]*\}/gu, ''))).map(([id, message]) => `${id}: ${message}`)).toEqual([])
})

test('no French message is empty or holds markup', () => {
  for (const [id, message] of french) {
    expect(message.trim(), id).not.toBe('')
    expect(message, id).not.toMatch(/<[a-z]/iu)
  }
})

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    if (each.name === 'dist' || each.name === 'node_modules') return []
    const path = join(folder, each.name)
    if (each.isDirectory()) return sources(path)
    return /\.tsx?$/u.test(each.name) && !/\.test\./u.test(each.name) ? [path] : []
  })
}

test('every id that the core and the shells send as data is a message', () => {
  const used = new Set<string>()
  for (const folder of ['core/reporting', 'core/interchange', 'electron/machine']) {
    for (const path of sources(join(HERE, '../..', folder))) {
      for (const match of readFileSync(path, 'utf8').matchAll(/'((?:report|statement)\.[A-Za-z.]+)'/gu)) used.add(match[1] ?? '')
    }
  }
  const procedures = /^report\.(write|list)$/u
  expect([...used].filter((id) => !isMessageId(id) && !procedures.test(id))).toEqual([])
})

test('every message is used somewhere', () => {
  const text = [...sources(join(HERE, '..')), ...sources(join(HERE, '../../electron')), ...sources(join(HERE, '../../core/reporting'))].map((path) => readFileSync(path, 'utf8')).join('\n')
  expect(unusedIn(text, [...french.keys()])).toEqual([])
  expect(unusedIn("t('a.b'); t(`c.$" + "{kind}.name`)", ['a.b', 'a.c', 'c.one.name', 'c.one.title'])).toEqual(['a.c', 'c.one.title'])
})

/** Ids that a text names neither whole nor as the head and the tail of a template. */
function unusedIn(text: string, ids: readonly string[]): string[] {
  const templates = [...text.matchAll(/`([a-z][A-Za-z.]*\.)\$\{[^}]*\}((?:\.[a-zA-Z.]+)?)`/gu)].map((match) => [match[1] ?? '', match[2] ?? ''] as const)
  return ids.filter((id) => !text.includes(`'${id}'`) && !templates.some(([head, tail]) => id.startsWith(head) && id.endsWith(tail)))
}

test('a sentence is said in each language, and in French while it is not translated', () => {
  expect(translate('fr', 'common.rows', { count: 2 })).toBe('2 lignes')
  expect(translate('nl', 'common.rows', { count: 2 })).not.toBe('')
})

test('amounts that are hidden are hidden in refusals too', () => {
  const refusal = { code: 'entry_unbalanced', debitCents: 12_345, creditCents: 10_000, differenceCents: 2345 }
  for (const language of LANGUAGES) {
    expect(sentence({ language, hidden: false }, refusal)).toBe(sentence(language, refusal))
    expect(sentence(language, refusal)).toMatch(/23[.,]45/u)
    expect(sentence({ language, hidden: true }, refusal)).not.toMatch(/\d/u)
    expect(sentence({ language, hidden: true }, refusal)).toContain('••••')
  }
})
