import type { Outcome, Reader } from '../context.ts'
import type { TextAccount, TextBooks } from '../formats/text-ledger.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { cents } from '../kernel/money.ts'
import { err, ok } from '../kernel/result.ts'
import { accountKind } from '../ledger/account-kind.ts'
import { accountsNamed, type Books, books, findYear, yearOn } from '../ledger/books.query.ts'
import { entriesInOrder, type EntryWithLines } from '../ledger/entry.query.ts'

export interface ExportRange {
  readonly from?: CalendarDate | undefined
  readonly to?: CalendarDate | undefined
  readonly year?: string | undefined
}

export interface ExportedBooks {
  readonly known: Books
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly entries: readonly EntryWithLines[]
}

/**
 * The entries of a range in the order they were booked. Within one fiscal year its closing entries are left out (the law wants it so for the
 * FEC, and the balances of the year could not be read otherwise); over several years they are kept, with the openings that answer them.
 */
export function exportedBooks(reader: Reader, entityId: number, range: ExportRange): Outcome<ExportedBooks> {
  const known = books(reader, entityId)
  const span = rangeOf(known, range)
  if (!span.ok) return span
  const { from, to } = span.value
  const oneYear = yearOn(known.years, from) !== undefined && yearOn(known.years, from) === yearOn(known.years, to)
  const entries: EntryWithLines[] = []
  for (const entry of entriesInOrder(reader, entityId, { from, to })) {
    if (oneYear && entry.nature === 'closing') continue
    entries.push(entry)
    if (entries.length % 1000 === 0) reader.ports.progress({ step: 'writing', done: entries.length, total: 0 })
  }
  return ok({ known, from, to, entries })
}

function rangeOf(known: Books, range: ExportRange): Outcome<{ from: CalendarDate; to: CalendarDate }> {
  if (range.year !== undefined) {
    const year = findYear(known, range.year)
    return year ? ok({ from: year.startOn, to: year.endOn }) : err([{ code: 'year_unknown', year: range.year }])
  }
  const [first, last] = [known.years[0], known.years.at(-1)]
  if (!first || !last) return err([{ code: 'books_empty' }])
  const from = range.from ?? first.startOn
  const to = range.to ?? last.endOn
  return from <= to ? ok({ from, to }) : err([{ code: 'period_ends_before_start', from, to }])
}

/** The same books for hledger and Beancount. */
export function textBooks(exported: ExportedBooks): TextBooks {
  const { known } = exported
  const used = new Set(exported.entries.flatMap((entry) => entry.lines.map((line) => line.account)))
  const accounts = accountsNamed(known).filter((account) => used.has(account.number)).map((account): TextAccount => ({
    number: account.number, label: account.label || account.number, kind: accountKind(known.entity.country, account.number),
  }))
  return {
    entityName: known.entity.name, currency: known.entity.currency, from: exported.from, to: exported.to, accounts,
    entries: exported.entries.map((entry) => ({
      entry: entry.entry, date: entry.date, label: entry.label, documentRef: entry.documentRef,
      lines: entry.lines.map((line) => ({
        account: line.account, amountCents: cents(line.debitCents - line.creditCents), label: line.label, party: line.partyName ?? line.party, project: line.project, funder: line.funder,
      })),
    })),
  }
}
