import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import type { DateStyle } from '../i18n/format.ts'
import { useWords } from '../i18n/use-words.tsx'
import { usePreferences } from '../preferences.ts'

/** An amount with its currency; blurred, and silent to a screen reader, while amounts are hidden. */
export function Money({ cents, sign = false, round = false, className = '' }: { readonly cents: number; readonly sign?: boolean; readonly round?: boolean; readonly className?: string }) {
  const t = useWords()
  return <Hideable text={round ? t.roundMoney(cents) : t.money(cents, sign)} className={className} />
}

/** An amount in a column, the currency being said at its head; an empty cell for zero when asked. */
export function Amount({ cents, blankZero = false }: { readonly cents: number | null; readonly blankZero?: boolean }) {
  const t = useWords()
  if (cents === null || (blankZero && cents === 0)) return null
  return <Hideable text={t.amount(cents)} className="" />
}

function Hideable({ text, className }: { readonly text: string; readonly className: string }) {
  const t = useWords()
  const { hidden } = usePreferences()
  if (!hidden) return <span className={`money ${className}`}>{text}</span>
  // The words already hold no figure while amounts are hidden: there is nothing to copy, or to read by zooming in.
  return <><span className={`money ${className}`} aria-hidden="true">{text}</span><span className="visually-hidden">{t('amount.hidden')}</span></>
}

export function DateText({ date, style }: { readonly date: CalendarDate; readonly style?: DateStyle }) {
  const t = useWords()
  return <time dateTime={date}>{t.date(date, style)}</time>
}
