import type { FecSource } from '../formats/fec/write-fec.ts'
import { cents } from '../kernel/money.ts'
import { yearOn } from '../ledger/books.query.ts'
import type { EntryWithLines } from '../ledger/entry.query.ts'
import type { ExportedBooks } from './export-books.query.ts'

/**
 * The entries of a year for its FEC. Imported entries keep the number they came with, per journal or over the whole file, and
 * entries booked since continue that series; journals without imported entries keep the number they were booked under.
 */
export function fecSources(exported: ExportedBooks): FecSource[] {
  const number = numbering(exported.entries, numberBooked(exported))
  const { accounts, journals } = exported.known
  return exported.entries.map((entry) => ({
    journalCode: entry.journal,
    journalLabel: journals.get(entry.journal)?.label ?? entry.journal,
    number: number(entry),
    date: entry.date,
    validatedOn: entry.validatedOn,
    opening: entry.nature === 'opening',
    lines: entry.lines.map((line) => ({
      account: line.account,
      accountLabel: accounts.get(line.account)?.label ?? line.account,
      ...(line.party === null ? {} : { partyCode: line.party, partyLabel: line.partyName ?? line.party }),
      documentRef: line.documentRef ?? '',
      documentOn: line.documentOn ?? entry.date,
      label: line.label,
      debitCents: cents(line.debitCents),
      creditCents: cents(line.creditCents),
      ...(line.match === null ? {} : { letter: line.match, ...(line.matchedOn === null ? {} : { letteredOn: line.matchedOn }) }),
      ...(line.currency === null || line.currencyCents === null ? {} : { currency: line.currency, currencyCents: cents(line.currencyCents) }),
    })),
  }))
}

/**
 * The number under which an entry was booked here, as people read it: after the letter of its machine but for the first one, and after its
 * own year where it was moved out of it by a closing, so that no two entries of a journal share one.
 */
function numberBooked({ known, from }: ExportedBooks): (entry: EntryWithLines) => string {
  const own = yearOn(known.years, from)?.code
  return ({ entry, journal, year }) => (year === own ? entry.slice(`${journal}-${year}-`.length) : entry.slice(`${journal}-`.length))
}

function numbering(entries: readonly EntryWithLines[], booked: (entry: EntryWithLines) => string): (entry: EntryWithLines) => string {
  const numbers = new Map<EntryWithLines, string>()
  const whole = continueNumbers(entries)
  const groups = whole ? [] : [...Map.groupBy(entries, (entry) => entry.journal).values()]
  for (const group of groups) {
    const continued = group.some((entry) => sourceNumber(entry) !== undefined) ? continueNumbers(group) : undefined
    const kept = group.every((entry) => sourceNumber(entry) !== undefined)
    for (const entry of group) numbers.set(entry, continued?.get(entry) ?? (kept ? sourceNumber(entry) : undefined) ?? booked(entry))
  }
  return (entry) => whole?.get(entry) ?? numbers.get(entry) ?? booked(entry)
}

/** `fec:VE00001` came as VE00001; what another format named by its content came without a number. */
function sourceNumber(entry: EntryWithLines): string | undefined {
  return entry.source?.startsWith('fec:') ? entry.source.slice(4).replace(/\/\d+$/u, '') : undefined
}

/**
 * Imported numbers of one form (`VE00001`, or plain `1`), each used once, continued in that form by the entries booked here since:
 * VE00007 after VE00006. Undefined when the numbers of these entries make no single series.
 */
function continueNumbers(entries: readonly EntryWithLines[]): Map<EntryWithLines, string> | undefined {
  const numbers = new Map<EntryWithLines, string>()
  const seen = new Set<string>()
  let form: { prefix: string; width: number } | undefined
  let last = 0
  for (const entry of entries) {
    const number = sourceNumber(entry)
    if (number === undefined) continue
    const match = /^(.*?)(\d+)$/u.exec(number)
    if (!match || seen.has(number) || (form && form.prefix !== match[1])) return undefined
    form ??= { prefix: match[1] ?? '', width: match[1] === '' ? 0 : (match[2] ?? '').length }
    last = Math.max(last, Number(match[2]))
    seen.add(number)
    numbers.set(entry, number)
  }
  if (!form) return undefined
  for (const entry of entries) {
    if (numbers.has(entry)) continue
    last += 1
    numbers.set(entry, form.prefix + String(last).padStart(form.width, '0'))
  }
  return numbers
}
