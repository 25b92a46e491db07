import { type CalendarDate, isCalendarDate } from '../../core/kernel/calendar-date.ts'
import type { Report, Words } from '../../core/reporting/report.ts'
import { date } from '../../renderer/i18n/format.ts'
import { isMessageId, type Language, translate } from '../../renderer/i18n/messages.ts'

/** Says the words of a report in one language: a message by its id, data as it is. */
export function say(language: Language, words: Words): string {
  if ('text' in words) return isCalendarDate(words.text) ? date(language, words.text) : words.text
  return isMessageId(words.id) ? translate(language, words.id, words.values) : words.id
}

/** What every page, sheet and file says of itself above its table. */
export interface ReportHead {
  readonly title: string
  readonly entity: string
  readonly period: string
  readonly status: string
  readonly madeOn: string
  readonly currency: string
  /** Undefined when nothing is posted: there is no chain to anchor. */
  readonly anchor: string | undefined
  readonly demonstration: string | undefined
  readonly notes: readonly string[]
}

export function headOf(report: Report, language: Language): ReportHead {
  const day = (value: CalendarDate): string => date(language, value)
  return {
    title: say(language, report.title),
    entity: report.entity.code === '' ? report.entity.name : `${report.entity.name} (${report.entity.code})`,
    period: report.from === null
      ? translate(language, 'report.page.asOf', { to: day(report.to) })
      : translate(language, 'report.page.period', { from: day(report.from), to: day(report.to) }),
    status: report.status === 'list' ? '' : translate(language, report.status === 'draft' ? 'report.page.status.draft' : 'report.page.status.posted'),
    madeOn: translate(language, 'report.page.madeOn', { date: day(report.madeOn) }),
    currency: translate(language, 'report.page.currency', { currency: report.currency }),
    anchor: report.anchor === undefined ? undefined : translate(language, 'report.page.anchor', { anchor: report.anchor }),
    demonstration: report.demonstration ? translate(language, 'report.page.demonstrationNote') : undefined,
    notes: (report.notes ?? []).map((note) => say(language, note)),
  }
}

/** The lines above the table of a sheet or of a text file, the title first. */
export function headLines(head: ReportHead): string[] {
  const said = [head.title, head.entity, head.period, ...(head.status === '' ? [] : [head.status]), head.madeOn, head.currency, ...head.notes]
  if (head.anchor !== undefined) said.push(head.anchor)
  if (head.demonstration !== undefined) said.push(head.demonstration)
  return said
}

/** Letters that XML 1.0 cannot hold: control characters, halves of pairs, non-characters. */
// oxlint-disable-next-line no-control-regex -- exactly these are what no text keeps
const NOT_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/gu

/** Text that any of the three formats can carry. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(NOT_TEXT, '')
}
