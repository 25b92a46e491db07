import { isCalendarDate, isMonth } from '../../core/kernel/calendar-date.ts'
import { isCents } from '../../core/kernel/money.ts'
import type { Refusal } from '../../core/kernel/result.ts'
import { count, date, HIDDEN_MONEY, instant, money, month } from './format.ts'
import type { Language } from './messages.ts'
import englishBooks from './refusals/books-en.json' with { type: 'json' }
import englishSync from './refusals/sync-en.json' with { type: 'json' }
import englishTrust from './refusals/trust-en.json' with { type: 'json' }
import englishHeadquarters from './refusals/headquarters-en.json' with { type: 'json' }
import englishAdvising from './refusals/advising-en.json' with { type: 'json' }
import englishMachine from './refusals/machine-en.json' with { type: 'json' }
import frenchBooks from './refusals/books-fr.json' with { type: 'json' }
import frenchSync from './refusals/sync-fr.json' with { type: 'json' }
import frenchTrust from './refusals/trust-fr.json' with { type: 'json' }
import frenchHeadquarters from './refusals/headquarters-fr.json' with { type: 'json' }
import frenchAdvising from './refusals/advising-fr.json' with { type: 'json' }
import frenchMachine from './refusals/machine-fr.json' with { type: 'json' }
import dutchBooks from './refusals/books-nl.json' with { type: 'json' }
import dutchSync from './refusals/sync-nl.json' with { type: 'json' }
import dutchTrust from './refusals/trust-nl.json' with { type: 'json' }
import dutchHeadquarters from './refusals/headquarters-nl.json' with { type: 'json' }
import dutchAdvising from './refusals/advising-nl.json' with { type: 'json' }
import dutchMachine from './refusals/machine-nl.json' with { type: 'json' }

const french = { ...frenchBooks, ...frenchSync, ...frenchTrust, ...frenchHeadquarters, ...frenchAdvising, ...frenchMachine }
const dutch = { ...dutchBooks, ...dutchSync, ...dutchTrust, ...dutchHeadquarters, ...dutchAdvising, ...dutchMachine }
const english = { ...englishBooks, ...englishSync, ...englishTrust, ...englishHeadquarters, ...englishAdvising, ...englishMachine }

/** A refusal or a fault that has its own sentence. */
export type RefusalCode = keyof typeof french

/** Exhaustive by type: a code of the French that one language misses does not compile. */
const SENTENCES: Readonly<Record<Language, Readonly<Record<RefusalCode, string>>>> = { fr: french, nl: dutch, en: english }

const OTHER: Readonly<Record<Language, string>> = {
  fr: 'Le programme refuse cette opération pour une raison qu’il nomme « {code} ». Rien n’est changé. Notez ce mot et demandez de l’aide.',
  nl: 'Het programma weigert deze bewerking om een reden die het “{code}” noemt. Er is niets gewijzigd. Noteer dat woord en vraag hulp.',
  en: 'The program refuses this operation for a reason it calls “{code}”. Nothing has changed. Note this word and ask for help.',
}

/** Where, in front of the sentence: a line of the file, an entry of a JSON list, a line of the entry being written. */
const PLACES: Readonly<Record<Language, { readonly file: string; readonly list: string; readonly entry: string }>> = {
  fr: { file: 'Ligne {line}\u00a0: ', list: 'Écriture n°\u00a0{line}\u00a0: ', entry: 'Ligne {at} de l’écriture\u00a0: ' },
  nl: { file: 'Regel {line}: ', list: 'Boeking nr. {line}: ', entry: 'Lijn {at} van de boeking: ' },
  en: { file: 'Line {line}: ', list: 'Entry no. {line}: ', entry: 'Line {at} of the entry: ' },
}

/** What concerns a file as a whole is said without a line, though it is found at the first. */
const WHOLE_FILE: ReadonlySet<string> = new Set([
  'file_empty', 'not_text', 'not_a_fec', 'fec_is_xml', 'fec_header_missing', 'fec_wrong_separator', 'fec_column_missing', 'fec_column_twice', 'fec_no_rows',
  'fec_file_name', 'fec_columns_reordered', 'fec_columns_ignored', 'fec_column_case', 'csv_no_rows', 'csv_column_missing', 'json_unreadable', 'entries_empty',
])

/** Names of fields as people read them; a name that is not here is shown as it is (a column of a file). */
const FIELDS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  label: { fr: 'libellé', nl: 'omschrijving', en: 'label' },
  name: { fr: 'nom', nl: 'naam', en: 'name' },
  documentRef: { fr: 'référence de la pièce', nl: 'referentie van het stuk', en: 'document reference' },
  documentOn: { fr: 'date de la pièce', nl: 'datum van het stuk', en: 'document date' },
  currency: { fr: 'devise', nl: 'munt', en: 'currency' },
  currencyCents: { fr: 'montant en devise', nl: 'bedrag in vreemde munt', en: 'amount in currency' },
  reason: { fr: 'motif', nl: 'reden', en: 'reason' },
  date: { fr: 'date', nl: 'datum', en: 'date' },
  account: { fr: 'compte', nl: 'rekening', en: 'account' },
  journal: { fr: 'journal', nl: 'dagboek', en: 'journal' },
  party: { fr: 'tiers', nl: 'derde', en: 'party' },
  project: { fr: 'projet', nl: 'project', en: 'project' },
  funder: { fr: 'bailleur', nl: 'subsidiegever', en: 'funder' },
  text: { fr: 'texte', nl: 'tekst', en: 'text' },
  lines: { fr: 'liste de lignes', nl: 'lijst van lijnen', en: 'list of lines' },
  entries: { fr: 'liste d’écritures', nl: 'lijst van boekingen', en: 'list of entries' },
  subject: { fr: 'objet', nl: 'onderwerp', en: 'subject' },
  place: { fr: 'lieu', nl: 'plaats', en: 'place' },
  address: { fr: 'adresse', nl: 'adres', en: 'address' },
}
const NETWORK: Readonly<Record<Language, string>> = { fr: 'tout le réseau', nl: 'het hele netwerk', en: 'the whole network' }
const NAMED_BY_FIELD: ReadonlySet<string> = new Set(['field', 'expected', 'path'])
/** Numbers that name something are written as they are; the others count, and are grouped by thousands. */
const NAMES_A_THING: ReadonlySet<string> = new Set(['line', 'at', 'sequence', 'number', 'year', 'from', 'to', 'factId', 'entryId', 'processId', 'version'])

const DATUM = /\{(\w+)\}/gu
const OPTIONAL = /\[\[(.*?)\]\]/gu

/** In which language, and whether amounts are shown: the words of a screen are one. */
export type Speaker = Language | { readonly language: Language; readonly hidden: boolean }

function languageOf(speaker: Speaker): Language {
  return typeof speaker === 'string' ? speaker : speaker.language
}

/** True when the code has a sentence of its own. */
export function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(french, code)
}

/**
 * A refusal in words: where, what happened, what to do. Amounts, days and counts are written as the language does.
 * A code without a sentence is named honestly; a datum that is missing leaves its optional part out.
 */
export function sentence(speaker: Speaker, refusal: Refusal): string {
  const { code } = refusal
  const language = languageOf(speaker)
  const template = isRefusalCode(code) ? SENTENCES[language][code] : OTHER[language]
  return place(language, refusal) + fill(speaker, template, refusal)
}

/** The sentences of several refusals, each said once: two streams may lack the same thing. */
export function sentences(speaker: Speaker, refusals: readonly Refusal[]): readonly string[] {
  return distinct(refusals.map((refusal) => sentence(speaker, refusal)))
}

export function distinct(said: readonly string[]): readonly string[] {
  return [...new Set(said)]
}

function place(language: Language, refusal: Refusal): string {
  const { code, line, at } = refusal
  const places = PLACES[language]
  const inFile = typeof line === 'number' && !WHOLE_FILE.has(code)
  const file = inFile ? fill(language, /^(?:json_|amount_not_cents$)/u.test(code) ? places.list : places.file, refusal) : ''
  return file + (typeof at === 'number' ? fill(language, places.entry, refusal) : '')
}

function fill(speaker: Speaker, template: string, refusal: Refusal): string {
  const written = (text: string): string => text.replace(DATUM, (_, name: string) => datum(speaker, name, refusal[name]) ?? '…')
  const kept = template.replace(OPTIONAL, (_, part: string) => {
    const complete = [...part.matchAll(DATUM)].every(([, name = '']) => datum(speaker, name, refusal[name]) !== undefined)
    return complete ? part : ''
  })
  return written(kept)
}

/** One datum as the language writes it; undefined when there is nothing to write. */
function datum(speaker: Speaker, name: string, value: unknown): string | undefined {
  const language = languageOf(speaker)
  if (Array.isArray(value)) {
    const shown = value.slice(0, 8).map((each) => datum(speaker, name, each) ?? '')
    return value.length === 0 ? undefined : shown.join(', ') + (value.length > shown.length ? '…' : '')
  }
  if (typeof value === 'number') {
    if (name.endsWith('Cents') && isCents(value)) return typeof speaker !== 'string' && speaker.hidden ? HIDDEN_MONEY : money(language, value)
    return NAMES_A_THING.has(name) ? String(value) : count(language, value)
  }
  if (typeof value !== 'string' || value === '') return undefined
  if (isCalendarDate(value)) return date(language, value)
  if (isMonth(value)) return month(language, value)
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/u.test(value)) return instant(language, value)
  // The stream that everybody receives has no books, and its code is no word for people.
  if (/^~\w+(?:\/\w+)?$/u.test(value)) return NETWORK[language]
  if (NAMED_BY_FIELD.has(name)) return FIELDS[value]?.[language] ?? value
  return value.length > 160 ? `${value.slice(0, 159)}…` : value
}

/** The words a template asks for: those it cannot do without, and those it leaves out when they are missing. */
export function dataOf(code: RefusalCode, language: Language): { readonly needed: readonly string[]; readonly optional: readonly string[] } {
  const template = SENTENCES[language][code]
  const names = (text: string): string[] => [...text.matchAll(DATUM)].map(([, name = '']) => name)
  return { needed: names(template.replace(OPTIONAL, '')), optional: [...template.matchAll(OPTIONAL)].flatMap(([, part = '']) => names(part)) }
}

export const REFUSAL_CODES: readonly RefusalCode[] = Object.keys(french) as RefusalCode[]
