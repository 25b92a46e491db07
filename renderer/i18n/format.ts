import { type CalendarDate, type Month, partsOf } from '../../core/kernel/calendar-date.ts'
import { type Cents, formatAmount } from '../../core/kernel/money.ts'
import { type Language, LOCALE } from './messages.ts'

/** Numbers, amounts and days as each language writes them; only Intl decides. Pure. */
const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function numberFormat(language: Language, key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language}|${key}`
  let format = kept.get(name) as Intl.NumberFormat | undefined
  if (!format) kept.set(name, (format = new Intl.NumberFormat(LOCALE[language], options)))
  return format
}

function dateFormat(language: Language, key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language}|date|${key}`
  let format = kept.get(name) as Intl.DateTimeFormat | undefined
  if (!format) kept.set(name, (format = new Intl.DateTimeFormat(LOCALE[language], { ...options, timeZone: 'UTC' })))
  return format
}

/** The digits go to Intl as text: no amount ever becomes a float. */
type Exact = `${number}`

/** What stands for an amount while amounts are hidden: always the same, so that not even its size shows. */
export const HIDDEN = '••••'
export const HIDDEN_MONEY = `${HIDDEN}\u00a0€`

/** `1 234,50 €`. With `sign`, a plus before a positive amount. */
export function money(language: Language, amount: number, currency = 'EUR', sign = false): string {
  const format = numberFormat(language, `${currency}|${sign}`, { style: 'currency', currency, ...(sign ? { signDisplay: 'exceptZero' } : {}) })
  return format.format(formatAmount(amount as Cents) as Exact)
}

/** Round amounts beside an axis: `500 €`, `1 000 €`. */
export function wholeMoney(language: Language, amount: number, currency = 'EUR'): string {
  const format = numberFormat(language, `round|${currency}`, { style: 'currency', currency, maximumFractionDigits: 0 })
  return format.format(formatAmount(amount as Cents) as Exact)
}

/** Money in prose: above a thousand the cents say nothing. */
export function roundMoney(language: Language, amount: number, currency = 'EUR'): string {
  return amount !== 0 && Math.abs(amount) < 100_000 ? money(language, amount, currency) : wholeMoney(language, amount, currency)
}

/** `1 234,50`: a column of amounts says its currency once. */
export function amount(language: Language, value: number): string {
  return numberFormat(language, 'amount', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(formatAmount(value as Cents) as Exact)
}

export function count(language: Language, value: number): string {
  return numberFormat(language, 'count', { maximumFractionDigits: 0 }).format(value)
}

export function percent(language: Language, ratio: number): string {
  return numberFormat(language, 'percent', { style: 'percent', maximumFractionDigits: 0 }).format(ratio)
}

/** `2 412 ko`, with the unit of the language. */
export function bytes(language: Language, size: number): string {
  const [value, unit] = size < 1000 ? [size, 'byte'] : size < 1_000_000 ? [size / 1000, 'kilobyte'] : [size / 1_000_000, 'megabyte']
  return numberFormat(language, unit, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
}

const at = (date: CalendarDate): number => {
  const { year, month, day } = partsOf(date)
  return Date.UTC(year, month - 1, day)
}

const DATE_STYLES = {
  /** 21/11/2026 */
  short: { day: '2-digit', month: '2-digit', year: 'numeric' },
  /** 21/11 */
  day: { day: '2-digit', month: '2-digit' },
  /** 21 novembre 2026 */
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  /** 21 novembre */
  dayMonth: { day: 'numeric', month: 'long' },
  /** novembre 2026 */
  month: { month: 'long', year: 'numeric' },
  /** novembre */
  monthName: { month: 'long' },
  /** nov. */
  monthShort: { month: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

export type DateStyle = keyof typeof DATE_STYLES

export function date(language: Language, value: CalendarDate, style: DateStyle = 'short'): string {
  const text = dateFormat(language, style, DATE_STYLES[style]).format(at(value))
  // Intl leaves out the one ordinal that French writes: « 1er janvier ».
  return language === 'fr' && (style === 'long' || style === 'dayMonth') ? text.replace(/^1 /u, '1er ') : text
}

export function month(language: Language, value: Month, style: DateStyle = 'month'): string {
  return date(language, `${value}-01` as CalendarDate, style)
}

/** An instant in the zone of this machine: when a backup was made. */
export function instant(language: Language, iso: string | number): string {
  return new Intl.DateTimeFormat(LOCALE[language], { dateStyle: 'long', timeStyle: 'short' }).format(new Date(iso))
}

const SORTERS: Partial<Record<Language, Intl.Collator>> = {}

/** Alphabetical order of the language, numbers by their value. */
export function compareText(language: Language, a: string, b: string): number {
  return (SORTERS[language] ??= new Intl.Collator(LOCALE[language], { numeric: true })).compare(a, b)
}
