import type { Context, Outcome, Writer } from '../context.ts'
import { type CalendarDate, isCalendarDate } from '../kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import { books } from './books.query.ts'
import { JOURNAL_KINDS, type JournalKind } from './chart.ts'
import type { AccountRecorded, Axis, AxisValueRecorded, JournalRecorded, PartyKind, PartyRecorded } from './ledger-facts.ts'
import { checkYear, yearCode } from './open-entity.command.ts'
import { recordFact } from './record-fact.command.ts'

const CODE = /^[\p{L}\p{N}][\p{L}\p{N} ._/&+#'-]{0,39}$/u
const ACCOUNT = /^\d[0-9A-Za-z]{0,19}$/u

/** Opens an account, renames it, or closes it on a day. An account that lines used keeps its number for ever. */
export function recordAccount(ctx: Context, entityId: number, account: { number: string; label: string; closedOn?: string | undefined }): Outcome<null> {
  return ctx.write((tx) => {
    const problems = [...checkCode(account.number, ACCOUNT, 'account_number_invalid', 'account'), ...checkClosing(account.closedOn)]
    const label = checkLabel(account.label, problems)
    return finish(problems, () => recordFact(tx, entityId, 'AccountRecorded', { number: account.number, label, ...closing(account.closedOn) } satisfies AccountRecorded))
  })
}

/** Adds a journal, changes it, or closes it on a day. Refusals: `journal_code_invalid`, `journal_kind_unknown`, `label_missing`, `text_too_long`, `date_impossible`. */
export function recordJournal(ctx: Context, entityId: number, journal: { code: string; label: string; kind: string; closedOn?: string | undefined }): Outcome<null> {
  return ctx.write((tx) => {
    const problems = [...checkCode(journal.code, CODE, 'journal_code_invalid', 'journal'), ...checkClosing(journal.closedOn)]
    if (!JOURNAL_KINDS.includes(journal.kind as JournalKind)) problems.push({ code: 'journal_kind_unknown', kind: journal.kind })
    const label = checkLabel(journal.label, problems)
    const body: JournalRecorded = { code: journal.code, label, kind: journal.kind as JournalKind, ...closing(journal.closedOn) }
    return finish(problems, () => recordFact(tx, entityId, 'JournalRecorded', body))
  })
}

export interface PartyInput {
  readonly code: string
  readonly name: string
  readonly kind: string
  readonly vatNumber?: string | undefined
  readonly iban?: string | undefined
  readonly email?: string | undefined
  readonly address?: string | undefined
  readonly closedOn?: string | undefined
}

/** Adds a third party, changes it, or closes it on a day. Refusals: `party_code_invalid`, `party_kind_unknown`, `label_missing`, `text_too_long`, `date_impossible`. */
export function recordParty(ctx: Context, entityId: number, party: PartyInput): Outcome<null> {
  return ctx.write((tx) => {
    const problems = [...checkCode(party.code, CODE, 'party_code_invalid', 'party'), ...checkClosing(party.closedOn)]
    if (!['customer', 'supplier', 'both', 'other'].includes(party.kind)) problems.push({ code: 'party_kind_unknown', kind: party.kind })
    const name = checkLabel(party.name, problems)
    const body: PartyRecorded = {
      code: party.code, name, kind: party.kind as PartyKind,
      ...optional('vatNumber', party.vatNumber), ...optional('iban', party.iban), ...optional('email', party.email), ...optional('address', party.address),
      ...closing(party.closedOn),
    }
    return finish(problems, () => recordFact(tx, entityId, 'PartyRecorded', body))
  })
}

export function recordAxisValue(ctx: Context, entityId: number, value: { axis: Axis; code: string; label: string; closedOn?: string | undefined }): Outcome<null> {
  return ctx.write((tx) => {
    const problems = [...checkCode(value.code, CODE, 'axis_code_invalid', 'value'), ...checkClosing(value.closedOn)]
    const label = checkLabel(value.label, problems)
    const body: AxisValueRecorded = { axis: value.axis, code: value.code, label, ...closing(value.closedOn) }
    return finish(problems, () => recordFact(tx, entityId, 'AxisValueRecorded', body))
  })
}

/** Opens a fiscal year beside those there are; years neither overlap nor leave a hole between them. */
export function openFiscalYear(ctx: Context, entityId: number, year: { startOn: string; endOn: string }): Outcome<{ readonly year: string }> {
  return ctx.write((tx) => openYear(tx, entityId, year))
}

/**
 * Opens a fiscal year inside the transaction under way; refused `year_overlaps` when another holds one of its days. Two years of one code are
 * told apart by their days.
 */
export function openYear(tx: Writer, entityId: number, year: { startOn: string; endOn: string }): Outcome<{ readonly year: string }> {
  const problems = checkYear(year.startOn, year.endOn)
  const overlap = books(tx, entityId).years.find((each) => each.startOn <= year.endOn && each.endOn >= year.startOn)
  if (overlap) problems.push({ code: 'year_overlaps', year: overlap.code, startOn: overlap.startOn, endOn: overlap.endOn })
  if (problems.length > 0) return err(problems)
  const [startOn, endOn] = [year.startOn as CalendarDate, year.endOn as CalendarDate]
  const plain = yearCode(startOn, endOn)
  const code = books(tx, entityId).years.some((each) => each.code === plain) ? `${startOn}/${endOn}`.replaceAll('-', '') : plain
  recordFact(tx, entityId, 'FiscalYearOpened', { code, startOn, endOn })
  return ok({ year: code })
}

function checkCode(code: string, form: RegExp, refusal: string, field: string): Refusal[] {
  return form.test(code) && code === code.trim() ? [] : [{ code: refusal, [field]: code }]
}

function checkClosing(closedOn: string | undefined): Refusal[] {
  return closedOn === undefined || isCalendarDate(closedOn) ? [] : [{ code: 'date_impossible', date: closedOn }]
}

function checkLabel(text: string, problems: Refusal[]): string {
  const clean = cleanText(text)
  if (!clean) problems.push({ code: 'label_missing' })
  else if (clean.length > 200) problems.push({ code: 'text_too_long', field: 'label', length: clean.length, most: 200 })
  return clean ?? ''
}

function closing(closedOn: string | undefined): { closedOn?: CalendarDate } {
  return closedOn === undefined ? {} : { closedOn: closedOn as CalendarDate }
}

function optional<Key extends string>(key: Key, text: string | undefined): Partial<Record<Key, string>> {
  const clean = text === undefined ? '' : cleanText(text)
  return (clean ? { [key]: clean } : {}) as Partial<Record<Key, string>>
}

function finish(problems: readonly Refusal[], work: () => unknown): Outcome<null> {
  if (problems.length > 0) return err(problems)
  work()
  return ok(null)
}
