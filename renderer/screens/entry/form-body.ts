import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { isCalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Refusal } from '../../../core/kernel/result.ts'
import type { Input, Output } from '../../client.ts'

export type DraftBody = Input<'draft.save'>['body']

export interface FormLine {
  readonly account: string
  readonly label: string
  readonly debitCents: number | null
  readonly creditCents: number | null
  readonly party: string
  readonly project: string
  readonly funder: string
}

export interface FormBody {
  readonly journal: string
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef: string
  readonly documentOn: CalendarDate | null
  readonly lines: readonly FormLine[]
}

export type LineField = keyof FormLine

export const EMPTY_LINE: FormLine = { account: '', label: '', debitCents: null, creditCents: null, party: '', project: '', funder: '' }

export function isEmptyLine(line: FormLine): boolean {
  return line.account === '' && !line.debitCents && !line.creditCents
}

/** Nothing in it that a person typed. */
export function isBlank(body: FormBody): boolean {
  return body.label === '' && body.documentRef === '' && body.lines.every((line) => isEmptyLine(line) && line.label === '')
}

/** Whether a line says all that a line must: an account and one amount. */
export function isComplete(line: FormLine): boolean {
  return line.account !== '' && Boolean(line.debitCents) !== Boolean(line.creditCents)
}

export interface Totals { readonly debitCents: number; readonly creditCents: number; /** Debit less credit. */ readonly remainingCents: number }

export function totalsOf(lines: readonly FormLine[]): Totals {
  let [debitCents, creditCents] = [0, 0]
  for (const line of lines) {
    debitCents += line.debitCents ?? 0
    creditCents += line.creditCents ?? 0
  }
  return { debitCents, creditCents, remainingCents: debitCents - creditCents }
}

/** A line that just got its account takes what remains, on the side that balances, when it has no amount yet. */
export function fillRemaining(lines: readonly FormLine[], at: number): readonly FormLine[] {
  const line = lines[at]
  if (!line || line.account === '' || line.debitCents || line.creditCents) return lines
  const { remainingCents } = totalsOf(lines)
  if (remainingCents === 0) return lines
  const filled: FormLine = remainingCents > 0 ? { ...line, creditCents: remainingCents } : { ...line, debitCents: -remainingCents }
  return lines.map((each, index) => (index === at ? filled : each))
}

const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value)

/** What is typed, as the books keep a draft: absent where empty. */
export function toDraft(body: FormBody): DraftBody {
  const lines = body.lines.map((line) => drop({
    account: text(line.account), label: text(line.label), debitCents: line.debitCents ?? undefined, creditCents: line.creditCents ?? undefined,
    party: text(line.party), project: text(line.project), funder: text(line.funder),
  }))
  while (lines.length > 0 && Object.keys(lines.at(-1) ?? {}).length === 0) lines.pop()
  return { ...drop({ journal: text(body.journal), date: body.date as string, label: text(body.label), documentRef: text(body.documentRef), documentOn: body.documentOn ?? undefined }), lines }
}

function drop<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** A draft as the books give it back: it may not be changed in place. */
export type StoredBody = Output<'draft.list'>[number]['body']

export function fromDraft(draft: StoredBody, blank: FormBody): FormBody {
  const lines = draft.lines.map((line): FormLine => ({
    account: line.account ?? '', label: line.label ?? '', debitCents: line.debitCents ?? null, creditCents: line.creditCents ?? null,
    party: line.party ?? '', project: line.project ?? '', funder: line.funder ?? '',
  }))
  while (lines.length < 2) lines.push(EMPTY_LINE)
  return {
    journal: draft.journal ?? blank.journal, date: isCalendarDate(draft.date) ? draft.date : blank.date, label: draft.label ?? '', documentRef: draft.documentRef ?? '',
    documentOn: isCalendarDate(draft.documentOn) ? draft.documentOn : null, lines,
  }
}

/** Undo and redo say nothing of keys: lines are compared by what they hold. */
export function sameBody(a: FormBody, b: FormBody): boolean {
  return JSON.stringify(toDraft(a)) === JSON.stringify(toDraft(b))
}

const HEAD_FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^document_date/u, 'entry-document-on'], [/^(date_|period_)/u, 'entry-date'], [/^journal_/u, 'entry-journal'], [/^label_missing/u, 'entry-label'],
]
const LINE_FIELDS: readonly (readonly [RegExp, LineField])[] = [
  [/^account_/u, 'account'], [/^party_/u, 'party'], [/^project_/u, 'project'], [/^funder_/u, 'funder'], [/^(label_|text_)/u, 'label'],
]

/** Id of the field that a refusal is about. The books count the lines that are not empty, from 1. */
export function fieldOf(refusal: Refusal, body: FormBody): string | undefined {
  const { at } = refusal
  if (typeof at === 'number') {
    const filled = body.lines.flatMap((line, index) => (isEmptyLine(line) ? [] : [index]))
    const field = LINE_FIELDS.find(([form]) => form.test(refusal.code))?.[1] ?? 'debitCents'
    return cellId(filled[at - 1] ?? 0, field)
  }
  if (refusal.code === 'text_malformed' || refusal.code === 'text_too_long') return refusal['field'] === 'documentRef' ? 'entry-ref' : 'entry-label'
  if (refusal.code === 'entry_unbalanced' || refusal.code === 'entry_too_short') return cellId(Math.max(0, body.lines.findLastIndex((line) => !isEmptyLine(line))), 'debitCents')
  return HEAD_FIELDS.find(([form]) => form.test(refusal.code))?.[1]
}

export function cellId(index: number, field: LineField): string {
  return `line-${index}-${field}`
}
