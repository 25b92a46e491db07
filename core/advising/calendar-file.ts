import { dateOfDayNumber, addDays } from '../kernel/calendar-date.ts'
import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { AppointmentState } from './advice.ts'

/** What a calendar is told of an appointment. */
export interface CalendarEvent {
  readonly id: string
  readonly on: CalendarDate
  readonly at: string | null
  readonly place: string | null
  readonly subject: string
  readonly state: AppointmentState
  /** Instant of the last change, milliseconds since 1970. */
  readonly changedAt: number
}

/** RFC 5545, 3.8.1.11. */
const STATUS: Readonly<Record<AppointmentState, string>> = { proposed: 'TENTATIVE', confirmed: 'CONFIRMED', held: 'CONFIRMED', cancelled: 'CANCELLED' }

/** Lines end here, content lines hold at most 75 octets (RFC 5545, 3.1). */
const END = '\r\n'
const MOST_OCTETS = 75
const A_DAY = 86_400_000

/**
 * One appointment as an iCalendar file (RFC 5545): an hour from its time, in the local time of the place, or the whole day without one.
 * The same appointment set again keeps its UID and a greater SEQUENCE (3.8.7.4), so that a calendar replaces what it had.
 */
export function calendarFile(event: CalendarEvent, entityName: string, now: number): string {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Archipel//Rendez-vous//FR', 'CALSCALE:GREGORIAN', 'METHOD:PUBLISH', 'BEGIN:VEVENT',
    `UID:${event.id}@archipel`, `DTSTAMP:${utc(now)}`, `LAST-MODIFIED:${utc(event.changedAt)}`, `SEQUENCE:${sequenceOf(event.changedAt)}`,
    ...when(event), `SUMMARY:${escaped(`${entityName} – ${event.subject}`)}`,
    ...(event.place === null ? [] : [`LOCATION:${escaped(event.place)}`]),
    `STATUS:${STATUS[event.state]}`, 'END:VEVENT', 'END:VCALENDAR',
  ]
  return lines.map(folded).join(END) + END
}

/** A time without a zone is that of the place (3.3.5, form 1). */
function when({ on, at }: CalendarEvent): string[] {
  const day = on.replaceAll('-', '')
  if (at === null) return [`DTSTART;VALUE=DATE:${day}`, `DTEND;VALUE=DATE:${addDays(on, 1).replaceAll('-', '')}`]
  return [`DTSTART:${day}T${at.replace(':', '')}00`, 'DURATION:PT1H']
}

function utc(milliseconds: number): string {
  const days = Math.floor(milliseconds / A_DAY)
  const seconds = Math.floor((milliseconds - days * A_DAY) / 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${dateOfDayNumber(days).replaceAll('-', '')}T${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${two(seconds % 60)}Z`
}

/** Minutes since 2020: grows with every change, and fits the 31 bits that calendars keep. */
function sequenceOf(milliseconds: number): number {
  return Math.max(0, Math.floor((milliseconds - 1_577_836_800_000) / 60_000))
}

/** 3.3.11: backslash, semicolon, comma and line ends. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/gu, (mark) => `\\${mark}`).replaceAll('\n', '\\n')
}

/** A long line goes on after a line end and a space; no character is cut in two. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const width = octetsOf(character.codePointAt(0) ?? 0)
    if (octets + width > MOST_OCTETS) {
      parts.push(part)
      // The space that begins the next line is one of its octets.
      part = ''
      octets = 1
    }
    part += character
    octets += width
  }
  return [...parts, part].join(`${END} `)
}

/** Of a code point in UTF-8. */
function octetsOf(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}
