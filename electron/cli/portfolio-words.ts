import { type CalendarDate, isCalendarDate } from '../../core/kernel/calendar-date.ts'
import { date, money } from '../../renderer/i18n/format.ts'
import { isMessageId, translate, type Values } from '../../renderer/i18n/messages.ts'
import type { Language } from './command.ts'

/** Why an Activité asks for attention: a kind and its data. */
export type PortfolioReason = { readonly kind: string } & Readonly<Record<string, unknown>>

const AMOUNTS = { cents: 'amount', debtCents: 'debt', missingCents: 'missing' } as const

/** Each reason in the words of the adviser's own screen. */
export function reasonSentences(reasons: readonly PortfolioReason[], language: Language): string[] {
  return reasons.map((reason) => {
    const id = `advising.why.${reason.kind}`
    return isMessageId(id) ? translate(language, id, valuesOf(reason, language)) : reason.kind
  })
}

function valuesOf(reason: PortfolioReason, language: Language): Values {
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(reason)) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
    if (isDay(value)) values['date'] = date(language, value, 'long')
    // What comes in is said without a sign; only a compte interne is below nothing.
    if (typeof value === 'number' && name in AMOUNTS) values[AMOUNTS[name as keyof typeof AMOUNTS]] = money(language, reason.kind === 'money_unidentified' ? Math.abs(value) : value)
  }
  if (typeof reason['at'] === 'string') values['date'] = translate(language, 'advising.when', { date: values['date'] ?? '', time: reason['at'] })
  return values
}

const isDay = (value: unknown): value is CalendarDate => isCalendarDate(value)
