import { amountText, controlTotals, plainText, type TextAccount, type TextAccountKind, type TextBooks, type TextEntry, type TextLine } from '../text-ledger.ts'

/** hledger's own account types; commitments off the balance sheet have none there and are declared as equity, apart. */
const TYPE: Readonly<Record<TextAccountKind, string>> = { asset: 'A', liability: 'L', equity: 'E', income: 'R', expense: 'X', off_balance: 'E' }
const ROOT: Readonly<Record<TextAccountKind, string>> = {
  asset: 'actif', liability: 'passif', equity: 'capitaux', income: 'produits', expense: 'charges', off_balance: 'hors-bilan',
}

/**
 * The books as an hledger journal that `hledger --strict check` accepts: every commodity, account and payee is
 * declared first, every transaction balances, and its code is the reference of the entry in the books.
 */
export function writeHledger(books: TextBooks): string {
  const names = new Map(books.accounts.map((account) => [account.number, accountName(account)]))
  const totals = controlTotals(books)
  const payees = [...new Set(books.entries.map((entry) => description(entry)))].sort()
  const parts = [
    `; ${plainText(books.entityName, /;/gu)}, ${books.from} - ${books.to}`,
    `; ${totals.entries} entries, ${totals.lines} lines, debit ${amountText(totals.debitCents, books.currency)}`,
    '',
    `commodity 1000.00 ${books.currency}`,
    'decimal-mark .',
    '',
    ...['document', 'piece', 'tiers', 'projet', 'financeur', 'libelle'].map((tag) => `tag ${tag}`),
    '',
    ...books.accounts.map((account) => `account ${names.get(account.number)}  ; type:${TYPE[account.kind]}`),
    '',
    ...payees.map((payee) => `payee ${payee}`),
    '',
    ...books.entries.map((entry) => transaction(entry, names, books.currency)),
  ]
  return `${parts.join('\n')}\n`
}

/** `actif:411000 Clients`: two spaces end an account name in this format, and a colon makes a sub-account. */
function accountName(account: TextAccount): string {
  return `${ROOT[account.kind]}:${account.number} ${plainText(account.label, /[:;"()[\]]/gu)}`.trim()
}

function description(entry: TextEntry): string {
  return plainText(entry.label, /[;|"]/gu) || entry.entry
}

function transaction(entry: TextEntry, names: ReadonlyMap<string, string>, currency: string): string {
  const code = plainText(entry.entry, /[()]/gu)
  const piece = entry.documentRef ? `  ; piece: ${tagValue(entry.documentRef)}` : ''
  const postings = entry.lines.map((line) => `    ${names.get(line.account) ?? line.account}  ${amountText(line.amountCents, currency)}${comment(entry, line)}`)
  return `${entry.date} (${code}) ${description(entry)}${piece}\n${postings.join('\n')}\n`
}

function comment(entry: TextEntry, line: TextLine): string {
  const tags = [
    line.label === entry.label ? '' : `libelle: ${tagValue(line.label)}`,
    line.party ? `tiers: ${tagValue(line.party)}` : '',
    line.project ? `projet: ${tagValue(line.project)}` : '',
    line.funder ? `financeur: ${tagValue(line.funder)}` : '',
  ].filter((tag) => tag !== '')
  return tags.length === 0 ? '' : `  ; ${tags.join(', ')}`
}

/** A comma ends the value of a tag, a colon would begin another, and a day in brackets would be the day of the posting. */
function tagValue(text: string): string {
  return plainText(text, /[,:;[\]]/gu)
}
