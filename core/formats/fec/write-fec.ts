/**
 * Writes the file that the law asks for (art. A47 A-1 LPF, VII): the 18 fields in their order, tab between them, CRLF after
 * each record, amounts with a decimal comma and without thousands separator, days AAAAMMJJ, entries in the order of their
 * validation with the opening balances first. Leaving out the entries that close classes 6 and 7 is the caller's, who knows them.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import { type Cents, formatAmount } from '../../kernel/money.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { cleanText } from '../../kernel/text.ts'
import { FEC_COLUMNS, type FecEntry, type FecLine } from './fec-record.ts'

/** An entry as the books hold it; `opening` puts it before all others. */
export type FecSource = Omit<FecEntry, 'row' | 'lines'> & { readonly opening?: boolean; readonly lines: readonly Omit<FecLine, 'row'>[] }

export interface FecText {
  readonly text: string
  readonly entryCount: number
  readonly lineCount: number
  readonly debitCents: Cents
  readonly creditCents: Cents
}

export type FecWriteRefusal = { readonly code: 'fec_label_empty' | 'fec_entry_number_empty' | 'fec_entry_unbalanced'; readonly journal: string; readonly number: string }

/**
 * The text of the file, or the entries that the law would not accept. What a field may not hold (tabs, line ends, control
 * characters) becomes a blank. The law wants a PieceRef: an entry without one shows its own journal and number.
 */
export function writeFec(entries: readonly FecSource[], onProgress?: (done: number, total: number) => void): Result<FecText, readonly FecWriteRefusal[]> {
  const ordered = inOrderOfValidation(entries)
  const records = [FEC_COLUMNS.join('\t')]
  const problems: FecWriteRefusal[] = []
  let [debit, credit] = [0, 0]
  ordered.forEach((entry, at) => {
    const fault = faultOf(entry)
    if (fault) problems.push({ code: fault, journal: entry.journalCode, number: entry.number })
    const head = headOf(entry)
    const tail = dayOf(entry.validatedOn)
    for (const line of entry.lines) {
      debit += line.debitCents
      credit += line.creditCents
      records.push(`${head}${recordOf(entry, line, tail)}`)
    }
    if (onProgress && at % 1000 === 0) onProgress(at, ordered.length)
  })
  if (problems.length > 0) return err(problems)
  const text = `${records.join('\r\n')}\r\n`
  return ok({ text, entryCount: ordered.length, lineCount: records.length - 1, debitCents: debit as Cents, creditCents: credit as Cents })
}

function inOrderOfValidation(entries: readonly FecSource[]): readonly FecSource[] {
  const rank = (entry: FecSource) => (entry.opening === true ? 0 : 1)
  // The sort is stable: entries of one day keep the order in which the books numbered them.
  return [...entries].sort((a, b) => rank(a) - rank(b) || (a.validatedOn < b.validatedOn ? -1 : a.validatedOn > b.validatedOn ? 1 : 0))
}

function faultOf(entry: FecSource): FecWriteRefusal['code'] | undefined {
  if (field(entry.number) === '') return 'fec_entry_number_empty'
  if (entry.lines.some((line) => field(line.label) === '')) return 'fec_label_empty'
  return entry.lines.reduce((sum, line) => sum + line.debitCents - line.creditCents, 0) === 0 ? undefined : 'fec_entry_unbalanced'
}

function headOf(entry: FecSource): string {
  const journal = field(entry.journalCode)
  return `${journal}\t${field(entry.journalLabel) || journal}\t${field(entry.number)}\t${dayOf(entry.date)}\t`
}

function recordOf(entry: FecSource, line: Omit<FecLine, 'row'>, validated: string): string {
  const account = field(line.account)
  const reference = field(line.documentRef) || `${field(entry.journalCode)} ${field(entry.number)}`
  const letter = field(line.letter ?? '')
  const currency = line.currencyCents === undefined ? '\t' : `${formatAmount(line.currencyCents, ',')}\t${field(line.currency ?? '')}`
  return [
    account, field(line.accountLabel) || account, field(line.partyCode ?? ''), field(line.partyLabel ?? ''), reference, dayOf(line.documentOn), field(line.label),
    formatAmount(line.debitCents, ','), formatAmount(line.creditCents, ','), letter, letter !== '' && line.letteredOn ? dayOf(line.letteredOn) : '', validated, currency,
  ].join('\t')
}

function dayOf(date: CalendarDate): string {
  return date.slice(0, 4) + date.slice(5, 7) + date.slice(8)
}

// oxlint-disable-next-line no-control-regex -- exactly these are what no text keeps
const DIRTY = /[\u0000-\u001f\u007f-\u009f\u00a0\u1680\u2000-\u200a\u2028-\u202f\u205f\u2066-\u2069\u3000\ufeff\ud800-\udfff]|^ | $/u

/** The text as a field may hold it. */
function field(text: string): string {
  // Half a character, which no file can carry, becomes the replacement character; a rest such as NEL becomes a blank.
  return DIRTY.test(text) ? (cleanText(text.toWellFormed().replace(/[\t\r\n\u0080-\u009f]/gu, ' ')) ?? '') : text
}
