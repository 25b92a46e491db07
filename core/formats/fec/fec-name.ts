/** The name of the file: SirenFECAAAAMMJJ, the date being the closing of the year (art. A47 A-1, X). */
import { type CalendarDate, isCalendarDate } from '../../kernel/calendar-date.ts'
import { assert } from '../../kernel/assert.ts'

export interface FecName {
  readonly siren?: string
  readonly closingOn?: CalendarDate
  /** False when a person renamed the file: it is still read, with a warning. */
  readonly regular: boolean
}

/** What a file name says. Nine digits of SIREN in the law; real files also carry ten to fourteen (SIRET, padded). */
export function parseFecName(fileName: string): FecName {
  const bare = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1)
  const match = /(\d{9,14})?[ _-]*FEC[ _-]*(\d{4})(\d{2})(\d{2})(?!\d)/iu.exec(bare)
  if (!match) return { regular: false }
  const closing = `${match[2]}-${match[3]}-${match[4]}`
  const closingOn = isCalendarDate(closing) ? closing : undefined
  const regular = closingOn !== undefined && /^\d{9,14}FEC\d{8}(_\d+)?(\.\w+)?$/iu.test(bare)
  return { ...(match[1] ? { siren: match[1] } : {}), ...(closingOn ? { closingOn } : {}), regular }
}

/** `SirenFECAAAAMMJJ.txt`; `siren` must have nine digits (spaces aside). */
export function fecFileName(siren: string, closingOn: CalendarDate): string {
  const digits = siren.replace(/\s/gu, '')
  assert(/^\d{9}$/u.test(digits), `a SIREN has nine digits: ${siren}`)
  return `${digits}FEC${closingOn.replaceAll('-', '')}.txt`
}
