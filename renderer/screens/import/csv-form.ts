import type { CsvMapping } from '../../../core/formats/csv/csv-mapping.ts'

/** What a column may hold. */
export const ROLES = ['date', 'label', 'documentRef', 'documentOn', 'journal', 'account', 'counterAccount', 'amount', 'debit', 'credit', 'party', 'project', 'funder', 'group'] as const
export type Role = (typeof ROLES)[number]
export type Missing = 'date' | 'label' | 'amounts' | 'journal' | 'account' | 'counterAccount' | 'group'
export type FixedField = 'journal' | 'account' | 'counterAccount'

/** A mapping while it is being typed: any of it may still be missing. */
export interface CsvForm {
  readonly header: boolean
  readonly dateFormat: CsvMapping['dateFormat']
  readonly decimalMark: CsvMapping['decimalMark']
  readonly flip: boolean
  readonly rows: 'row' | 'column' | 'balance'
  /** Column of each role. */
  readonly columns: Readonly<Partial<Record<Role, string>>>
  /** Value of a role that no column holds. */
  readonly fixed: Readonly<Record<FixedField, string>>
}

export function formOf(mapping: CsvMapping): CsvForm {
  const columns: Partial<Record<Role, string>> = {}
  const fixed = { journal: '', account: '', counterAccount: '' }
  const put = (role: Role, column: string | undefined): void => {
    if (column) columns[role] = column
  }
  for (const field of ['journal', 'account', 'counterAccount'] as const) {
    const source = mapping[field]
    if (!source) continue
    if ('column' in source) put(field, source.column)
    else fixed[field] = source.fixed
  }
  for (const role of ['date', 'label', 'documentRef', 'documentOn', 'party', 'project', 'funder'] as const) put(role, mapping[role])
  if (mapping.amounts.kind === 'signed') put('amount', mapping.amounts.amount)
  else {
    put('debit', mapping.amounts.debit)
    put('credit', mapping.amounts.credit)
  }
  if (mapping.grouping.kind === 'column') put('group', mapping.grouping.column)
  return {
    header: mapping.header, dateFormat: mapping.dateFormat, decimalMark: mapping.decimalMark, flip: mapping.amounts.kind === 'signed' && mapping.amounts.flip,
    rows: mapping.grouping.kind, columns, fixed,
  }
}

/** Gives a column a role; the role leaves the column it had, and the column the role it had. One amount, or a debit and a credit. */
export function withRole(form: CsvForm, column: string, role: Role | null): CsvForm {
  const columns = Object.fromEntries(Object.entries(form.columns).filter(([known, at]) => at !== column && known !== role)) as Partial<Record<Role, string>>
  if (role !== null) columns[role] = column
  if (role === 'amount') {
    delete columns.debit
    delete columns.credit
  }
  if (role === 'debit' || role === 'credit') delete columns.amount
  return { ...form, columns, rows: role === 'group' ? 'column' : form.rows }
}

export function roleOf(form: CsvForm, column: string): Role | null {
  return ROLES.find((role) => form.columns[role] === column) ?? null
}

/** What still keeps the file from being read. */
export function missingIn(form: CsvForm): readonly Missing[] {
  const { columns, fixed } = form
  const has = (field: FixedField): boolean => columns[field] !== undefined || fixed[field] !== ''
  return [
    ...(columns.date ? [] : ['date' as const]),
    ...(columns.label ? [] : ['label' as const]),
    ...(columns.amount || (columns.debit && columns.credit) ? [] : ['amounts' as const]),
    ...(has('journal') ? [] : ['journal' as const]),
    ...(has('account') ? [] : ['account' as const]),
    ...(form.rows !== 'row' || has('counterAccount') ? [] : ['counterAccount' as const]),
    ...(form.rows !== 'column' || columns.group ? [] : ['group' as const]),
  ]
}

/** The mapping of a complete form; undefined while something is missing. */
export function mappingOf(form: CsvForm): CsvMapping | undefined {
  const { columns, fixed, flip } = form
  if (missingIn(form).length > 0 || !columns.date || !columns.label) return undefined
  const source = (field: FixedField): { column: string } | { fixed: string } => (columns[field] ? { column: columns[field] } : { fixed: fixed[field] })
  const [debit, credit] = flip ? [columns.credit ?? '', columns.debit ?? ''] : [columns.debit ?? '', columns.credit ?? '']
  const optional = (role: 'documentRef' | 'documentOn' | 'party' | 'project' | 'funder'): Partial<Record<typeof role, string>> => (columns[role] ? { [role]: columns[role] } : {})
  return {
    header: form.header, date: columns.date, dateFormat: form.dateFormat, decimalMark: form.decimalMark, label: columns.label,
    journal: source('journal'), account: source('account'), ...(form.rows === 'row' ? { counterAccount: source('counterAccount') } : {}),
    amounts: columns.amount ? { kind: 'signed', amount: columns.amount, flip } : { kind: 'debit-credit', debit, credit },
    grouping: form.rows === 'column' ? { kind: 'column', column: columns.group ?? '' } : { kind: form.rows },
    ...optional('documentRef'), ...optional('documentOn'), ...optional('party'), ...optional('project'), ...optional('funder'),
  }
}

/** Columns are named by their titles, or `#n`: when the first row stops or begins to be titles, each role keeps its place. */
export function withHeader(form: CsvForm, header: boolean, first: readonly string[]): CsvForm {
  const [before, after] = [columnsOf(first, form.header), columnsOf(first, header)]
  const columns = Object.fromEntries(Object.entries(form.columns).flatMap(([role, column]) => {
    const renamed = after[before.indexOf(column)]
    return renamed === undefined ? [] : [[role, renamed]]
  })) as Partial<Record<Role, string>>
  return { ...form, header, columns }
}

/** As the core names them: the title, or `#n` when it is blank or used twice. */
export function columnsOf(first: readonly string[], header: boolean): readonly string[] {
  const titles = first.map((title) => title.replace(/\s+/gu, ' ').trim())
  return titles.map((title, at) => (header && title !== '' && titles.indexOf(title) === titles.lastIndexOf(title) ? title : `#${at + 1}`))
}
