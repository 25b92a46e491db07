import { type CalendarDate, isCalendarDate } from '../kernel/calendar-date.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'
import { cleanText } from '../kernel/text.ts'
import type { ProposedEntry } from '../ledger/entry.ts'
import type { EntryPosted } from '../ledger/ledger-facts.ts'
import type { AppointmentSet, EntryProposed } from './advising-facts.ts'

/** The longest note, subject or reason that travels, in UTF-16 units. */
const MOST_TEXT = 4000
const MOST_WORDS = 500

const BREAKS = /\r\n?|[\u2028\u2029]/gu

/** Text of several lines, each cleaned; empty lines at both ends left out. Undefined when it is no well-formed Unicode. */
export function cleanLines(text: string): string | undefined {
  const lines: string[] = []
  for (const line of text.replace(BREAKS, '\n').split('\n')) {
    const clean = cleanText(line)
    if (clean === undefined) return undefined
    lines.push(clean)
  }
  return lines.join('\n').replace(/\n{3,}/gu, '\n\n').trim()
}

/** Refusals: `note_empty`, `text_too_long`. */
export function decideNote(text: string): Result<string, Refusal[]> {
  const clean = cleanLines(text) ?? ''
  if (clean === '') return err([{ code: 'note_empty' }])
  if (clean.length > MOST_TEXT) return err([{ code: 'text_too_long', field: 'text', length: clean.length, most: MOST_TEXT }])
  return ok(clean)
}

export type AppointmentState = AppointmentSet['state']

/** Who signed something in the books of an entity, as headquarters named him. */
export interface Signer {
  readonly author: string
  /** Null for a workspace that no grant names here. */
  readonly person: string | null
  /** Name of the regional office, or its code as long as its name has not come. */
  readonly office: string | null
  /** This very workspace. */
  readonly own: boolean
}

export interface Appointment {
  readonly id: string
  readonly on: CalendarDate
  /** `HH:MM`, where it takes place. */
  readonly at: string | null
  readonly place: string | null
  readonly subject: string
  readonly state: AppointmentState
  readonly by: Signer
  /** When it was last set, milliseconds since 1970. */
  readonly changedAt: number
}

export interface AskedAppointment {
  readonly on: string
  readonly at?: string | undefined
  readonly place?: string | undefined
  readonly subject: string
  readonly state: AppointmentState
}

/** Refusals: `date_impossible`, `time_impossible`, `appointment_without_subject`, `appointment_not_yet`, `text_too_long`. */
export function decideAppointment(asked: AskedAppointment, today: CalendarDate): Result<Omit<AppointmentSet, 'id'>, Refusal[]> {
  const problems: Refusal[] = []
  const on = isCalendarDate(asked.on) ? asked.on : undefined
  if (on === undefined) problems.push({ code: 'date_impossible', date: asked.on })
  const at = asked.at === undefined || asked.at === '' ? undefined : asked.at
  if (at !== undefined && !/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(at)) problems.push({ code: 'time_impossible', text: at })
  const place = shortText(asked.place, 'place', problems)
  const subject = shortText(asked.subject, 'subject', problems)
  if (subject === '') problems.push({ code: 'appointment_without_subject' })
  if (asked.state === 'held' && on !== undefined && on > today) problems.push({ code: 'appointment_not_yet', date: on })
  if (on === undefined || problems.length > 0) return err(problems)
  return ok({ on, subject, state: asked.state, ...(at === undefined ? {} : { at }), ...(place === '' ? {} : { place }) })
}

function shortText(text: string | undefined, field: string, problems: Refusal[]): string {
  const clean = cleanText(text ?? '') ?? ''
  if (clean.length > MOST_WORDS) problems.push({ code: 'text_too_long', field, length: clean.length, most: MOST_WORDS })
  return clean
}

/** Why something is proposed or declined. Refusals: `reason_missing`, `text_too_long`. */
export function decideReason(text: string): Result<string, Refusal[]> {
  const problems: Refusal[] = []
  const clean = shortText(text, 'reason', problems)
  if (clean === '') problems.push({ code: 'reason_missing' })
  return problems.length > 0 ? err(problems) : ok(clean)
}

/** What travels of an entry that the books of the adviser's copy would accept: cleaned, without its number, its year and its day of validation. */
export function proposalOf(decided: Omit<EntryPosted, 'number'>): EntryProposed['entry'] {
  const { journal, date, label, documentRef, documentOn } = decided
  return {
    journal, date, label,
    ...(documentRef === undefined ? {} : { documentRef }),
    ...(documentOn === undefined ? {} : { documentOn }),
    lines: decided.lines.map(({ debitCents, creditCents, ...line }) => ({ ...line, debitCents: debitCents ?? 0, creditCents: creditCents ?? 0 })),
  }
}

/** Sum of the debits, in cents. */
export function totalOf(entry: Pick<ProposedEntry, 'lines'>): number {
  return entry.lines.reduce((total, line) => total + line.debitCents, 0)
}

export interface Answer {
  readonly id: number
  readonly logicalTime: number
  readonly author: string
  readonly sequence: number
  readonly answer: 'accepted' | 'edited' | 'declined' | 'withdrawn'
}

/**
 * The answer that stands: the porteur's before a withdrawal, since what he booked is booked; among several, the first in the order of
 * logical time, author and sequence, which is the same in every workspace. Undefined while nothing answers.
 */
export function standingAnswer<Each extends Answer>(answers: readonly Each[]): Each | undefined {
  return [...answers].sort((a, b) =>
    Number(a.answer === 'withdrawn') - Number(b.answer === 'withdrawn') || a.logicalTime - b.logicalTime || compare(a.author, b.author) || a.sequence - b.sequence)[0]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
