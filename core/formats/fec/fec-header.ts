/** The first line of the file: which character separates the fields, and where each column of the law is. */
import { FEC_COLUMNS, type FecColumn, type FecProblem, type FecWarning } from './fec-record.ts'

export interface FecHeader {
  readonly separator: '\t' | '|'
  readonly amounts: 'debit-credit' | 'montant-sens'
  /** Position of each column; `Debit`/`Credit` or `Montant`/`Sens` are absent according to `amounts`. */
  readonly at: Readonly<Partial<Record<FecColumn, number>>>
  /** How many fields a row has. */
  readonly width: number
  readonly warnings: readonly FecWarning[]
}

const NAMES = new Map<string, FecColumn>([...FEC_COLUMNS, 'Montant' as const, 'Sens' as const].map((name) => [name.toLowerCase(), name]))

/** Reads the header, or answers why the file is refused: wrong separator, missing or doubled column, no FEC at all. */
export function readFecHeader(line: string): FecHeader | readonly FecProblem[] {
  const separator = separatorOf(line)
  if (separator === undefined) return [wholeFileFault(line)]
  const names = line.split(separator).map((name) => name.trim())
  while (names.length > 0 && names.at(-1) === '') names.pop()
  const at: Partial<Record<FecColumn, number>> = {}
  const problems: FecProblem[] = []
  const others: string[] = []
  let otherCase: string | undefined
  names.forEach((name, index) => {
    const column = NAMES.get(name.toLowerCase())
    if (column === undefined) others.push(name)
    else if (at[column] !== undefined) problems.push({ code: 'fec_column_twice', line: 1, column })
    else {
      at[column] = index
      if (name !== column) otherCase ??= name
    }
  })
  if (Object.keys(at).length === 0) return [firstLineFault(line, names)]
  const amounts = at.Debit === undefined && at.Credit === undefined && (at.Montant !== undefined || at.Sens !== undefined) ? 'montant-sens' : 'debit-credit'
  const expected = expectedColumns(amounts)
  for (const column of expected) {
    if (at[column] !== undefined) continue
    const found = others.find((name) => isNear(name, column))
    problems.push({ code: 'fec_column_missing', line: 1, column, ...(found === undefined ? {} : { found }) })
  }
  if (problems.length > 0) return problems
  return { separator, amounts, at, width: names.length, warnings: headerWarnings(names, expected, at, others, otherCase) }
}

function expectedColumns(amounts: FecHeader['amounts']): readonly FecColumn[] {
  if (amounts === 'debit-credit') return FEC_COLUMNS
  return FEC_COLUMNS.map((column) => (column === 'Debit' ? 'Montant' : column === 'Credit' ? 'Sens' : column))
}

function headerWarnings(
  names: readonly string[], expected: readonly FecColumn[], at: FecHeader['at'], others: readonly string[], otherCase: string | undefined,
): FecWarning[] {
  const warnings: FecWarning[] = []
  const misplaced = expected.find((column, index) => at[column] !== index)
  if (misplaced !== undefined) warnings.push({ code: 'fec_columns_reordered', line: 1, count: 1, column: misplaced, found: names[expected.indexOf(misplaced)] })
  const ignored = [...others, ...(['Montant', 'Sens'] as const).filter((column) => at[column] !== undefined && !expected.includes(column))].filter((name) => name !== '')
  if (ignored.length > 0) warnings.push({ code: 'fec_columns_ignored', line: 1, count: ignored.length, columns: ignored })
  if (otherCase !== undefined) warnings.push({ code: 'fec_column_case', line: 1, count: 1, found: otherCase })
  return warnings
}

/** Tab first: a label may hold a bar, never a tab. */
function separatorOf(line: string): '\t' | '|' | undefined {
  if (line.includes('\t')) return '\t'
  return line.includes('|') ? '|' : undefined
}

function wholeFileFault(line: string): FecProblem {
  const start = line.trimStart()
  if (start.startsWith('<')) return { code: /<\?xml|comptabilite/iu.test(start) ? 'fec_is_xml' : 'not_a_fec', line: 1 }
  for (const found of [';', ',']) {
    if (line.split(found).some((name) => NAMES.has(name.trim().replaceAll('"', '').toLowerCase()))) return { code: 'fec_wrong_separator', line: 1, found }
  }
  return { code: 'not_a_fec', line: 1 }
}

/** Rows without their header look like a FEC by their width and their date. */
function firstLineFault(line: string, names: readonly string[]): FecProblem {
  if (names.length >= 14 && /^\d{8}$/u.test(names[3] ?? '')) return { code: 'fec_header_missing', line: 1 }
  return wholeFileFault(line)
}

/** A name that was meant to be `column`: same letters but one or two. */
function isNear(name: string, column: string): boolean {
  const [a, b] = [name.toLowerCase().replace(/[^a-z]/gu, ''), column.toLowerCase()]
  if (a === '' || Math.abs(a.length - b.length) > 2) return false
  return editDistance(a, b) <= 2
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[b.length] ?? 0
}
