import { anchorOf } from '../chain/chain.query.ts'
import type { Reader } from '../context.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import { type Cents, cents } from '../kernel/money.ts'
import { books } from '../ledger/books.query.ts'
import { entriesInOrder, type EntryWithLines, type JournalFilter } from '../ledger/entry.query.ts'
import { type LedgerCursor, ledgerPage } from '../ledger/ledger-page.query.ts'
import { trialBalance } from '../ledger/trial-balance.query.ts'
import type { Cell, Report, ReportColumn, ReportRow } from './report.ts'

const words = (id: string): { readonly id: string } => ({ id })
const amount = (value: number): Cell => (value === 0 ? null : { amountCents: cents(value) as Cents })
const text = (value: string | null): Cell => (value === null || value === '' ? null : { text: value })

const column = (key: string, type: ReportColumn['type'], width: number): ReportColumn => ({ key, label: words(`report.column.${key}`), type, width })

/** What every report of an entity says of itself. `status` is posted once the whole range is closed. */
export function reportFrame(reader: Reader, entityId: number, from: CalendarDate | null, to: CalendarDate): Pick<Report, 'entity' | 'from' | 'to' | 'madeOn' | 'currency' | 'status' | 'demonstration' | 'anchor'> {
  const { entity, closedUntil } = books(reader, entityId)
  const anchor = anchorOf(reader, entityId)
  return {
    entity: { code: entity.code, name: entity.name }, from, to, madeOn: reader.ports.today(), currency: entity.currency,
    status: closedUntil && closedUntil >= to ? 'posted' : 'draft', demonstration: entity.demonstration, ...(anchor ? { anchor } : {}),
  }
}

/** The trial balance as a report: opening, movements and balance of each account in cents, the balance in the column of its side. */
export function trialBalanceReport(reader: Reader, entityId: number, asOf: CalendarDate, from?: CalendarDate): Report {
  const balance = trialBalance(reader, entityId, asOf, from)
  const side = (value: number): [Cell, Cell] => [amount(value > 0 ? value : 0), amount(value < 0 ? -value : 0)]
  const rows: ReportRow[] = balance.rows.map((row) => ({
    kind: 'row', level: 0,
    cells: [text(row.account), row.unnamed ? words('report.accountUnnamed') : text(row.label), amount(row.openingCents), amount(row.debitCents), amount(row.creditCents), ...side(row.balanceCents)],
  }))
  const debtor = balance.rows.reduce((sum, row) => sum + Math.max(row.balanceCents, 0), 0)
  const creditor = balance.rows.reduce((sum, row) => sum + Math.max(-row.balanceCents, 0), 0)
  rows.push({
    kind: 'total', level: 0,
    cells: [null, words('report.total'), amount(balance.totals.openingCents), amount(balance.totals.debitCents), amount(balance.totals.creditCents), amount(debtor), amount(creditor)],
  })
  return {
    name: 'balance', title: words('report.trialBalance'), ...reportFrame(reader, entityId, balance.from, asOf),
    ...(balance.provisionalOpening ? { notes: [words('report.provisionalOpening')] } : {}),
    columns: [
      column('account', 'text', 2), column('label', 'text', 6), column('opening', 'amount', 3), column('debit', 'amount', 3), column('credit', 'amount', 3),
      column('debtorBalance', 'amount', 3), column('creditorBalance', 'amount', 3),
    ],
    rows,
  }
}

/** One account, or every account of the entity one after another. */
export function ledgerReport(reader: Reader, entityId: number, account: string | undefined, from: CalendarDate | undefined, to: CalendarDate): Report {
  const balance = trialBalance(reader, entityId, to, from)
  const numbers = account === undefined ? balance.rows.map((row) => row.account) : [account]
  const rows: ReportRow[] = []
  for (const number of numbers) rows.push(...accountRows(reader, entityId, number, balance.from, to))
  return {
    name: 'grand-livre', title: words('report.ledger'), ...reportFrame(reader, entityId, balance.from, to),
    columns: [
      column('date', 'date', 2), column('entry', 'text', 3), column('documentRef', 'text', 3), column('label', 'text', 6), column('match', 'text', 1),
      column('debit', 'amount', 3), column('credit', 'amount', 3), column('balance', 'amount', 3),
    ],
    rows,
  }
}

function accountRows(reader: Reader, entityId: number, number: string, from: CalendarDate, to: CalendarDate): ReportRow[] {
  const rows: ReportRow[] = []
  let after: LedgerCursor | undefined
  let debit = 0
  let credit = 0
  for (;;) {
    const page = ledgerPage(reader, entityId, number, { from, to }, after, 2000)
    if (!page) return rows
    if (!after) {
      rows.push({ kind: 'heading', level: 0, cells: [{ text: `${number} ${page.label}` }, null, null, null, null, null, null, amount(page.openingCents)] })
    }
    for (const line of page.lines) {
      debit += line.debitCents
      credit += line.creditCents
      rows.push({
        kind: 'row', level: 0,
        cells: [{ date: line.date }, text(line.entry), text(line.documentRef), text(line.label), text(line.match), amount(line.debitCents), amount(line.creditCents), { amountCents: cents(line.balanceCents) as Cents }],
      })
    }
    if (!page.next) {
      rows.push({ kind: 'subtotal', level: 0, cells: [null, null, null, words('report.total'), null, amount(debit), amount(credit), { amountCents: cents(page.closingCents) as Cents }] })
      return rows
    }
    after = page.next
  }
}

/** The entries of a journal, or of all, line by line in the order of the books, with the total of both sides in cents. */
export function journalReport(reader: Reader, entityId: number, filter: JournalFilter & { readonly to: CalendarDate }): Report {
  const rows: ReportRow[] = []
  let debit = 0
  let credit = 0
  for (const entry of entriesInOrder(reader, entityId, filter)) {
    for (const line of entry.lines) {
      debit += line.debitCents
      credit += line.creditCents
      rows.push(journalRow(entry, line))
    }
  }
  rows.push({ kind: 'total', level: 0, cells: [null, null, null, null, words('report.total'), null, amount(debit), amount(credit)] })
  return {
    name: 'journal', title: words('report.journal'), ...reportFrame(reader, entityId, filter.from ?? null, filter.to),
    columns: [
      column('date', 'date', 2), column('entry', 'text', 3), column('documentRef', 'text', 3), column('account', 'text', 2), column('label', 'text', 6), column('party', 'text', 2),
      column('debit', 'amount', 3), column('credit', 'amount', 3),
    ],
    rows,
  }
}

function journalRow(entry: EntryWithLines, line: EntryWithLines['lines'][number]): ReportRow {
  return {
    kind: 'row', level: 0,
    cells: [{ date: entry.date }, text(entry.entry), text(line.documentRef), text(line.account), text(line.label), text(line.partyName ?? line.party), amount(line.debitCents), amount(line.creditCents)],
  }
}
