/**
 * Reads entries as JSON: `[{journal, date, label, documentRef?, documentOn?, lines: [{account, debitCents, creditCents, label?, party?,
 * project?, funder?, documentRef?, documentOn?, currency?, currencyCents?}]}]`, or the same list under `entries`. Only the shape is checked
 * here (kinds of values, names of fields, no float); what it means is decided by the books.
 */
import { isMembers } from '../../kernel/members.ts'
import { err, ok, type Result } from '../../kernel/result.ts'

export interface JsonLine {
  readonly account: string
  readonly debitCents: number
  readonly creditCents: number
  readonly label?: string
  readonly party?: string
  readonly project?: string
  readonly funder?: string
  readonly documentRef?: string
  readonly documentOn?: string
  readonly currency?: string
  readonly currencyCents?: number
}

export interface JsonEntry {
  readonly journal: string
  readonly date: string
  readonly label: string
  readonly documentRef?: string
  readonly documentOn?: string
  readonly lines: readonly JsonLine[]
}

/** `line` is the 1-based place of the entry in the list, `at` that of the line in the entry. */
export interface EntriesProblem {
  readonly code: 'json_unreadable' | 'json_not_entries' | 'json_field_missing' | 'json_field_unknown' | 'json_field_kind' | 'amount_not_cents' | 'entries_empty'
  readonly line: number
  readonly [datum: string]: unknown
}

type Kind = 'text' | 'cents' | 'lines'
type Fields = Readonly<Record<string, { readonly kind: Kind; readonly required: boolean }>>

const required = (kind: Kind): { kind: Kind; required: true } => ({ kind, required: true })
const optional = (kind: Kind): { kind: Kind; required: false } => ({ kind, required: false })

const ENTRY: Fields = {
  journal: required('text'), date: required('text'), label: required('text'), documentRef: optional('text'), documentOn: optional('text'), lines: required('lines'),
}
const LINE: Fields = {
  account: required('text'), debitCents: optional('cents'), creditCents: optional('cents'), label: optional('text'), party: optional('text'), project: optional('text'),
  funder: optional('text'), documentRef: optional('text'), documentOn: optional('text'), currency: optional('text'), currencyCents: optional('cents'),
}

/** Problems beyond this many are not listed: the file is of another kind, or made by a program to be corrected once. */
const MOST_PROBLEMS = 1000

/** The entries of a JSON text, amounts in cents; every problem at once, by the rank of its entry (`line`) and of its line (`at`). */
export function readEntries(text: string): Result<JsonEntry[], EntriesProblem[]> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch {
    return err([{ code: 'json_unreadable', line: 1 }])
  }
  const list = Array.isArray(parsed) ? parsed : isMembers(parsed) && Array.isArray(parsed['entries']) ? parsed['entries'] : undefined
  if (!list) return err([{ code: 'json_not_entries', line: 1 }])
  if (list.length === 0) return err([{ code: 'entries_empty', line: 1 }])
  const problems: EntriesProblem[] = []
  const entries = list.map((each: unknown, index) => readEntry(each, index + 1, problems))
  return problems.length > 0 ? err(problems) : ok(entries)
}

function readEntry(value: unknown, line: number, problems: EntriesProblem[]): JsonEntry {
  const fields = readFields(value, ENTRY, { line }, problems)
  const lines = (fields['lines'] as unknown[] | undefined) ?? []
  return {
    ...(fields as unknown as JsonEntry),
    lines: lines.map((each, index) => ({ debitCents: 0, creditCents: 0, ...readFields(each, LINE, { line, at: index + 1 }, problems) }) as unknown as JsonLine),
  }
}

function readFields(value: unknown, fields: Fields, where: { line: number; at?: number }, problems: EntriesProblem[]): Record<string, unknown> {
  const report = (problem: Omit<EntriesProblem, 'line'> & { code: EntriesProblem['code'] }): void => {
    if (problems.length < MOST_PROBLEMS) problems.push({ ...problem, ...where })
  }
  if (!isMembers(value)) {
    report({ code: 'json_not_entries' })
    return {}
  }
  const read: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (!field) report({ code: 'json_field_unknown', field: name.slice(0, 60) })
    else if (member === null && !field.required) continue
    else if (field.kind === 'cents' && !Number.isSafeInteger(member)) report({ code: 'amount_not_cents', field: name, text: String(member).slice(0, 60) })
    else if (field.kind === 'text' && typeof member !== 'string') report({ code: 'json_field_kind', field: name, expected: field.kind })
    else if (field.kind === 'lines' && !Array.isArray(member)) report({ code: 'json_field_kind', field: name, expected: field.kind })
    else read[name] = member
  }
  for (const [name, field] of Object.entries(fields)) if (field.required && !Object.hasOwn(value, name)) report({ code: 'json_field_missing', field: name })
  return read
}
