/**
 * Proposes a mapping from the headers (French, Dutch, English words) and the first rows. A proposal to be looked at:
 * what it cannot tell is named in `missing`, and nothing is booked from it without a preview.
 */
import { foldText } from '../../kernel/text.ts'
import { columnNames, type CsvAmounts, type CsvColumn, type CsvDateFormat, type CsvGrouping, type CsvMapping } from './csv-mapping.ts'
import { readCsvDate } from './csv-value.ts'
import type { CsvTable } from './parse-csv.ts'

export type CsvMissing = 'date' | 'label' | 'account' | 'counterAccount' | 'journal' | 'amounts'

export interface CsvGuess {
  readonly columns: readonly CsvColumn[]
  /** Complete and valid when `missing` is empty; else with empty columns or fixed values to be filled in. */
  readonly mapping: CsvMapping
  readonly missing: readonly CsvMissing[]
}

type Meaning =
  | 'date' | 'documentOn' | 'label' | 'documentRef' | 'journal' | 'account' | 'counterAccount' | 'debit' | 'credit' | 'amount' | 'party' | 'project' | 'funder' | 'entry'

/** Words of folded headers, the more precise before the general; the first meaning that fits a free column wins it. */
const WORDS: readonly (readonly [Meaning, RegExp])[] = [
  ['counterAccount', /contrepartie|tegenrekening|tegenpost|counter.?account|\bcontra\b/u],
  ['documentOn', /date.*(piece|facture|document)|(piece|facture|document|factuur|stuk).*(date|datum)|pi[e]cedate|document.?(date|on)|invoice date/u],
  ['entry', /(numero|n[°o]|num|nr|nummer|number|id).*(ecriture|boeking|entry|mouvement|transaction)|(ecriture|boeking|entry|boekings?).*(num|nr|n[°o]|id)|^ecriture$|^entry$|^boeking$/u],
  ['date', /^date|datum|date$|^jour$|boekdatum|booking|valeur/u],
  ['debit', /debit|debet|^sortie|^depense|uitgave|money out|withdrawal/u],
  ['credit', /credit|^entree|^recette|ontvangst|money in|deposit/u],
  ['amount', /montant|bedrag|amount|somme|^total|solde mouvement/u],
  ['documentRef', /piece|reference|^ref|facture|factuur|document|stuk|invoice|voucher/u],
  ['journal', /journal|dagboek/u],
  ['account', /^compte|compte|rekening|^account|grootboek|ledger/u],
  ['label', /libelle|label|omschrijving|description|communication|mededeling|details|intitule|memo|narrative|objet/u],
  ['party', /tiers|client|fournisseur|klant|leverancier|partner|party|customer|supplier|relatie|nom|naam|name|contact/u],
  ['project', /projet|project|analytique|chantier/u],
  ['funder', /financeur|bailleur|subsid|funder|fonds/u],
]
/** Columns that name an account or a journal in words: their code stands in another one. */
const NAMES_ONLY = /lib|intitule|label|omschrijving|naam|name|description/u

const SAMPLE_ROWS = 50

/** What the columns of a table most probably mean, by their names and else by what they hold; `missing` names what could not be told. */
export function guessMapping(table: CsvTable): CsvGuess {
  const first = table.rows[0]?.fields ?? []
  const header = looksLikeHeader(table)
  const columns = columnNames(first, header)
  const sample = table.rows.slice(header ? 1 : 0, SAMPLE_ROWS + 1).map((row) => row.fields)
  const values = columns.map((_, index) => sample.map((fields) => (fields[index] ?? '').trim()).filter((value) => value !== ''))
  const found = header ? byHeader(first, columns) : new Map<Meaning, CsvColumn>()
  byContent(columns, values, found)
  const dateValues = values[columns.indexOf(found.get('date') ?? '')] ?? []
  const amounts = amountsOf(found)
  const grouping = groupingOf(found)
  const missing: CsvMissing[] = []
  const need = (meaning: 'date' | 'label' | 'account' | 'counterAccount' | 'journal'): CsvColumn => {
    const column = found.get(meaning)
    if (column === undefined) missing.push(meaning)
    return column ?? ''
  }
  const source = (meaning: 'account' | 'counterAccount' | 'journal') => {
    const column = need(meaning)
    return column === '' ? { fixed: '' } : { column }
  }
  if (!amounts) missing.push('amounts')
  const optional = (meaning: 'documentRef' | 'documentOn' | 'party' | 'project' | 'funder') => {
    const column = found.get(meaning)
    return column === undefined ? {} : { [meaning]: column }
  }
  const mapping: CsvMapping = {
    header, date: need('date'), dateFormat: dateFormatOf(dateValues), decimalMark: decimalMarkOf(amountValues(found, columns, values)), label: need('label'),
    journal: source('journal'), account: source('account'), ...(grouping.kind === 'row' ? { counterAccount: source('counterAccount') } : {}),
    amounts: amounts ?? { kind: 'signed', amount: '', flip: false }, grouping,
    ...optional('documentRef'), ...optional('documentOn'), ...optional('party'), ...optional('project'), ...optional('funder'),
  }
  return { columns, mapping, missing }
}

/** A first row without any date or amount, above rows that have some. */
function looksLikeHeader(table: CsvTable): boolean {
  const [first, ...others] = table.rows
  const hasData = (fields: readonly string[]) => fields.some((field) => looksLikeDate(field) || looksLikeAmount(field))
  return first !== undefined && !hasData(first.fields) && (others.length === 0 || others.slice(0, SAMPLE_ROWS).some((row) => hasData(row.fields)))
}

function byHeader(titles: readonly string[], columns: readonly CsvColumn[]): Map<Meaning, CsvColumn> {
  const found = new Map<Meaning, CsvColumn>()
  const taken = new Set<number>()
  for (const [meaning, words] of WORDS) {
    const fits = titles.map((title, index) => ({ title: foldText(title).replace(/[_.\s]+/gu, ' ').trim(), index })).filter(({ title, index }) => !taken.has(index) && words.test(title))
    const best = fits.find(({ title }) => (meaning !== 'account' && meaning !== 'journal' && meaning !== 'counterAccount') || !NAMES_ONLY.test(title)) ?? (meaning === 'party' ? fits[0] : undefined)
    if (!best) continue
    taken.add(best.index)
    found.set(meaning, columns[best.index] ?? '')
    // A second column of the same words (`Compte` then `Libellé du compte`) is not another date or label.
    if (meaning === 'account' || meaning === 'journal') for (const { title, index } of fits) if (NAMES_ONLY.test(title)) taken.add(index)
  }
  return found
}

/** Without words: the column of days is the date, the signed numbers are the amount, the longest texts the label. */
function byContent(columns: readonly CsvColumn[], values: readonly (readonly string[])[], found: Map<Meaning, CsvColumn>): void {
  const taken = new Set(found.values())
  const take = (meaning: Meaning, fits: (column: readonly string[], index: number) => boolean): void => {
    if (found.has(meaning)) return
    const index = columns.findIndex((column, at) => !taken.has(column) && (values[at]?.length ?? 0) > 0 && fits(values[at] ?? [], at))
    if (index < 0) return
    found.set(meaning, columns[index] ?? '')
    taken.add(columns[index] ?? '')
  }
  take('date', (column) => column.every(looksLikeDate))
  if (!found.has('debit') && !found.has('credit')) take('amount', (column) => column.every(looksLikeAmount))
  const lengths = values.map((column, at) => (taken.has(columns[at] ?? '') || column.every(looksLikeAmount) ? -1 : column.reduce((total, value) => total + value.length, 0)))
  take('label', (_, at) => lengths[at] === Math.max(...lengths) && (lengths[at] ?? -1) > 0)
}

function amountsOf(found: ReadonlyMap<Meaning, CsvColumn>): CsvAmounts | undefined {
  const [debit, credit, amount] = [found.get('debit'), found.get('credit'), found.get('amount')]
  if (debit !== undefined && credit !== undefined) return { kind: 'debit-credit', debit, credit }
  return amount === undefined ? undefined : { kind: 'signed', amount, flip: false }
}

/** A column of counter accounts makes a row an entry; a number of entry groups rows; debit and credit alone go by balance. */
function groupingOf(found: ReadonlyMap<Meaning, CsvColumn>): CsvGrouping {
  const entry = found.get('entry')
  if (found.has('counterAccount')) return { kind: 'row' }
  if (entry !== undefined) return { kind: 'column', column: entry }
  return found.has('debit') && found.has('credit') && found.has('account') ? { kind: 'balance' } : { kind: 'row' }
}

function amountValues(found: ReadonlyMap<Meaning, CsvColumn>, columns: readonly CsvColumn[], values: readonly (readonly string[])[]): readonly string[] {
  return (['debit', 'credit', 'amount'] as const).flatMap((meaning) => values[columns.indexOf(found.get(meaning) ?? '')] ?? [])
}

/** The mark that stands before one or two last digits somewhere; a comma when nothing tells. */
function decimalMarkOf(values: readonly string[]): ',' | '.' {
  const score = (mark: ',' | '.') => values.filter((value) => new RegExp(`[${mark}]\\d{1,2}\\D*$`, 'u').test(value)).length
  return score('.') > score(',') ? '.' : ','
}

const FORMATS: readonly CsvDateFormat[] = ['ymd', 'dmy', 'mdy']

/** The order in which most of the days exist: 31/12 is no month 31. European order when both fit. */
function dateFormatOf(values: readonly string[]): CsvDateFormat {
  let best: CsvDateFormat = 'dmy'
  let most = 0
  for (const format of FORMATS) {
    const count = values.filter((value) => readCsvDate(value, format).ok).length
    if (count > most) {
      best = format
      most = count
    }
  }
  return best
}

function looksLikeDate(value: string): boolean {
  return /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))([T ].*)?$/u.test(value.trim()) || (/^(19|20)\d{6}$/u.test(value.trim()) && readCsvDate(value, 'ymd').ok)
}

function looksLikeAmount(value: string): boolean {
  return /^\(?[+-]?[\d\s.,']*\d([.,]\d{1,2})-?\)?\s*(€|EUR)?$/u.test(value.trim())
}
