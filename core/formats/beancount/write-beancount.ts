import { formatAmount } from '../../kernel/money.ts'
import { amountText, controlTotals, plainText, type TextAccount, type TextAccountKind, type TextBooks, type TextEntry, type TextLine } from '../text-ledger.ts'

/** Beancount knows five roots; commitments off the balance sheet are kept under Equity, apart. */
const ROOT: Readonly<Record<TextAccountKind, string>> = {
  asset: 'Assets', liability: 'Liabilities', equity: 'Equity', income: 'Income', expense: 'Expenses', off_balance: 'Equity:HorsBilan',
}

/**
 * The books as a Beancount file that `bean-check` accepts: every account is opened on the first day with its
 * currency and its number and label as metadata; every transaction balances; texts are quoted and escaped.
 */
export function writeBeancount(books: TextBooks): string {
  const names = new Map(books.accounts.map((account) => [account.number, accountName(account)]))
  const totals = controlTotals(books)
  const first = books.entries.reduce((date, entry) => (entry.date < date ? entry.date : date), books.from)
  const parts = [
    `; ${plainText(books.entityName, /;/gu)}, ${books.from} - ${books.to}`,
    `; ${totals.entries} entries, ${totals.lines} lines, debit ${amountText(totals.debitCents, books.currency)}`,
    `option "title" ${quoted(books.entityName)}`,
    `option "operating_currency" "${books.currency}"`,
    '',
    `${first} commodity ${books.currency}`,
    '',
    ...books.accounts.map((account) => `${first} open ${names.get(account.number)} ${books.currency}\n  compte: ${quoted(account.number)}\n  intitule: ${quoted(account.label)}`),
    '',
    ...books.entries.map((entry) => transaction(entry, names, books.currency)),
  ]
  return `${parts.join('\n')}\n`
}

/** `Assets:C411000`: a component begins with a capital or a digit and holds letters, digits and dashes only. */
function accountName(account: TextAccount): string {
  return `${ROOT[account.kind]}:C${account.number.replace(/[^0-9A-Za-z]/gu, '-')}`
}

function quoted(text: string): string {
  return `"${plainText(text, /\t/gu).replace(/\\/gu, '\\\\').replace(/"/gu, '\\"')}"`
}

/** Tags and links hold letters, digits and `-_/.` only. */
function link(entry: TextEntry): string {
  return `^${entry.entry.normalize('NFD').replace(/[^0-9A-Za-z/_.-]/gu, '-')}`
}

function transaction(entry: TextEntry, names: ReadonlyMap<string, string>, currency: string): string {
  const piece = entry.documentRef ? `\n  piece: ${quoted(entry.documentRef)}` : ''
  const width = 40
  const postings = entry.lines.map((line) => {
    const name = names.get(line.account) ?? `Equity:C${line.account}`
    return `  ${name.padEnd(width)} ${formatAmount(line.amountCents).padStart(16)} ${currency}${metadata(entry, line)}`
  })
  return `${entry.date} * ${quoted(entry.label)} ${link(entry)}\n  ecriture: ${quoted(entry.entry)}${piece}\n${postings.join('\n')}\n`
}

function metadata(entry: TextEntry, line: TextLine): string {
  const rows = [
    line.label === entry.label ? '' : `\n    libelle: ${quoted(line.label)}`,
    line.party ? `\n    tiers: ${quoted(line.party)}` : '',
    line.project ? `\n    projet: ${quoted(line.project)}` : '',
    line.funder ? `\n    financeur: ${quoted(line.funder)}` : '',
  ]
  return rows.join('')
}
