import type { CsvForm, FixedField } from './csv-form.ts'

/** What a proposal is made from: the part of the books that it looks at. */
export interface ProposalBooks {
  readonly accounts: readonly { readonly number: string; readonly opened: boolean; readonly closedOn: string | null }[]
  readonly journals: readonly { readonly code: string; readonly kind: string; readonly closedOn: string | null }[]
  /** A role and the account numbers that play it, the first one proposed. */
  readonly roles: Readonly<Record<string, readonly string[]>>
}

/** An account number as books write it; an IBAN is none. */
const ACCOUNT = /^\d[0-9A-Za-z]{0,19}$/u

/**
 * A guess made fit for these books: columns of bank account numbers are not columns of accounts, and a statement goes by itself to the
 * bank journal, the bank account and the account of what is still to be sorted. All of it is shown, and may be changed.
 */
export function proposed(form: CsvForm, columns: readonly string[], rows: readonly (readonly string[])[], books: ProposalBooks): CsvForm {
  const kept = { ...form.columns }
  for (const role of ['account', 'counterAccount'] as const) {
    const column = kept[role]
    const values = column === undefined ? [] : rows.map((row) => (row[columns.indexOf(column)] ?? '').trim()).filter((value) => value !== '')
    if (values.length > 0 && !values.some((value) => ACCOUNT.test(value))) delete kept[role]
  }
  const next = { ...form, columns: kept }
  if (next.rows !== 'row') return next
  const fill = (field: FixedField, value: string | undefined): string => (next.fixed[field] === '' && kept[field] === undefined ? (value ?? '') : next.fixed[field])
  return {
    ...next,
    fixed: {
      journal: fill('journal', books.journals.find((journal) => journal.kind === 'bank' && journal.closedOn === null)?.code),
      account: fill('account', accountOf(books, 'bank')),
      counterAccount: fill('counterAccount', accountOf(books, 'suspense')),
    },
  }
}

/** An account that plays a role: one already in use, else the first of the chart. */
function accountOf({ accounts, roles }: ProposalBooks, role: string): string | undefined {
  const prefixes = roles[role] ?? []
  const playing = accounts.filter((account) => account.closedOn === null && prefixes.some((prefix) => account.number.startsWith(prefix)))
  return (playing.find((account) => account.opened) ?? playing[0])?.number
}
