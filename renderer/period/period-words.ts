import { type CalendarDate, dateOf, firstDayOf, lastDayOf, type Month, monthOf, partsOf } from '../../core/kernel/calendar-date.ts'
import { completeDate } from '../../core/kernel/date-entry.ts'
import type { Period } from '../../core/kernel/period.ts'
import { foldText } from '../../core/kernel/text.ts'
import { date, month } from '../i18n/format.ts'
import { LANGUAGES, type Language, translate } from '../i18n/messages.ts'
import type { PeriodFrame, PeriodToken } from './period-token.ts'

/** A period in words, a fiscal year that is not a calendar one by its name. */
export function namePeriod(language: Language, span: Period, frame: PeriodFrame): string {
  const year = frame.years.find((each) => each.startOn === span.from && each.endOn === span.to)
  const calendar = span.from.endsWith('-01-01') && span.to === `${span.from.slice(0, 4)}-12-31`
  return year && !calendar ? translate(language, 'period.year', { code: year.code }) : describePeriod(language, span)
}

/** A period in words: `2026`, `novembre 2026`, `2026 · janvier à novembre`, `3e trimestre 2026`, `du 2 mars 2026 au 20 mars 2026`. */
export function describePeriod(language: Language, span: Period): string {
  const [first, last] = [monthOf(span.from), monthOf(span.to)]
  if (span.from !== firstDayOf(first) || span.to !== lastDayOf(last)) {
    if (span.from === span.to) return date(language, span.from, 'long')
    return translate(language, 'period.days', { from: date(language, span.from, 'long'), to: date(language, span.to, 'long') })
  }
  if (first === last) return month(language, first)
  const year = first.slice(0, 4)
  if (last.slice(0, 4) !== year) return translate(language, 'period.months', { from: month(language, first), to: month(language, last) })
  if (first.endsWith('-01') && last.endsWith('-12')) return year
  const quarter = quarterOf(first, last)
  if (quarter) return translate(language, 'period.quarter', { quarter, year })
  return translate(language, 'period.part', { year, from: month(language, first, 'monthName'), to: month(language, last, 'monthName') })
}

function quarterOf(first: Month, last: Month): number | undefined {
  const start = Number(first.slice(5))
  return start % 3 === 1 && Number(last.slice(5)) === start + 2 ? (start + 2) / 3 : undefined
}

/** The words of each relative period, as a person may type them. */
const RELATIVE: readonly (readonly [PeriodToken, RegExp])[] = [
  ['last-month', /^(dernier mois|mois (dernier|passe|precedent)|vorige maand|last month)$/u],
  ['this-month', /^(ce mois(-ci)?|mois en cours|deze maand|this month)$/u],
  ['last-quarter', /^(dernier trimestre|trimestre (dernier|passe|precedent)|vorig kwartaal|last quarter)$/u],
  ['this-quarter', /^(ce trimestre(-ci)?|trimestre en cours|dit kwartaal|this quarter)$/u],
  ['FY', /^(exercice|exercice en cours|cette annee|annee en cours|boekjaar|dit jaar|fiscal year|this year)$/u],
]

/**
 * Reads what a person types: `dernier mois`, `nov`, `novembre 2026`, `T3 2026`, `3e trimestre`, `2025`, `exercice 2025`,
 * `janvier à mars 2026`, `1/3 - 15/4`, in any of the languages. Undefined when it is not understood.
 */
export function readPeriod(text: string, frame: PeriodFrame): PeriodToken | undefined {
  const folded = foldText(text).replace(/\s+/gu, ' ').replace(/[.]/gu, '').trim()
  const relative = RELATIVE.find(([, words]) => words.test(folded))
  if (relative) return relative[0]
  if (/^\d{4}$/u.test(folded)) return folded
  const fiscal = /^(?:exercice|boekjaar|fiscal year) (\S+)$/u.exec(folded)?.[1]
  if (fiscal) return frame.years.some((year) => foldText(year.code) === fiscal) ? `FY:${frame.years.find((year) => foldText(year.code) === fiscal)?.code}` : undefined
  const thisYear = partsOf(frame.today).year
  const quarter = /^(?:[tqk] ?([1-4])|([1-4])(?:er?|e|eme|st|nd|rd|th)? ?(?:trimestre|kwartaal|quarter))(?: (\d{4}))?$/u.exec(folded)
  if (quarter) return `${quarter[3] ?? thisYear}-Q${quarter[1] ?? quarter[2]}`
  return readMonths(folded, thisYear) ?? readDays(text, frame.today)
}

function readMonths(folded: string, thisYear: number): PeriodToken | undefined {
  const parts = /^(?:de |van |from )?([a-z]+)(?: (\d{4}))?(?: ?(?:a|au|tot|to|-) ?([a-z]+))?(?: (\d{4}))?$/u.exec(folded)
  if (!parts) return undefined
  const first = monthNumber(parts[1] ?? '')
  const last = parts[3] ? monthNumber(parts[3]) : first
  if (!first || !last) return undefined
  const lastYear = parts[4] ?? parts[2] ?? String(thisYear)
  const firstYear = parts[2] ?? lastYear
  const from = `${firstYear}-${first}`
  const to = `${lastYear}-${last}`
  return from === to ? from : from < to ? `${from}..${to}` : undefined
}

let names: ReadonlyMap<string, string> | undefined

/** `nov`, `novembre`, `november` → `11`; three letters are enough when they name one month only. */
function monthNumber(word: string): string | undefined {
  names ??= monthNames()
  const exact = names.get(word)
  if (exact || word.length < 3) return exact
  const found = new Set([...names].filter(([name]) => name.startsWith(word)).map(([, number]) => number))
  return found.size === 1 ? [...found][0] : undefined
}

function monthNames(): ReadonlyMap<string, string> {
  const known = new Map<string, string>()
  for (const language of LANGUAGES) {
    for (let number = 1; number <= 12; number += 1) {
      known.set(foldText(date(language, dateOf(2026, number, 1), 'monthName')), String(number).padStart(2, '0'))
    }
  }
  return known
}

function readDays(text: string, today: CalendarDate): PeriodToken | undefined {
  const parts = text.trim().split(/\s+-\s+|\s+(?:au|à|tot|to)\s+|\.\./u)
  if (parts.length > 2) return undefined
  const [from, to] = parts.map((part) => completeDate(part.replace(/^(?:du|van|from)\s+/u, ''), today))
  if (!from?.ok) return undefined
  if (!to) return `${from.value}..${from.value}`
  return to.ok && from.value <= to.value ? `${from.value}..${to.value}` : undefined
}
