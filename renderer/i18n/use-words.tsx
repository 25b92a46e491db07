import { createContext, type ReactNode, use, useMemo } from 'react'
import type { CalendarDate, Month } from '../../core/kernel/calendar-date.ts'
import * as format from './format.ts'
import { type Language, type MessageId, translate, type Values } from './messages.ts'

export interface Words {
  readonly language: Language
  /** Whether amounts are hidden. */
  readonly hidden: boolean
  (id: MessageId, values?: Values): string
  money(cents: number, sign?: boolean): string
  roundMoney(cents: number): string
  wholeMoney(cents: number): string
  amount(cents: number): string
  count(value: number): string
  percent(ratio: number): string
  bytes(size: number): string
  date(value: CalendarDate, style?: format.DateStyle): string
  month(value: Month, style?: format.DateStyle): string
  instant(iso: string | number): string
}

function makeWords(language: Language, hidden: boolean): Words {
  return Object.assign((id: MessageId, values?: Values) => translate(language, id, values), {
    language, hidden,
    money: (cents: number, sign = false) => (hidden ? format.HIDDEN_MONEY : format.money(language, cents, 'EUR', sign)),
    roundMoney: (cents: number) => (hidden ? format.HIDDEN_MONEY : format.roundMoney(language, cents)),
    wholeMoney: (cents: number) => (hidden ? format.HIDDEN_MONEY : format.wholeMoney(language, cents)),
    amount: (cents: number) => (hidden ? format.HIDDEN : format.amount(language, cents)),
    count: (value: number) => format.count(language, value),
    percent: (ratio: number) => format.percent(language, ratio),
    bytes: (size: number) => format.bytes(language, size),
    date: (value: CalendarDate, style?: format.DateStyle) => format.date(language, value, style),
    month: (value: Month, style?: format.DateStyle) => format.month(language, value, style),
    instant: (iso: string | number) => format.instant(language, iso),
  })
}

const WordsContext = createContext<Words>(makeWords('fr', false))

export function WordsProvider({ language, hidden = false, children }: { readonly language: Language; readonly hidden?: boolean; readonly children: ReactNode }) {
  const words = useMemo(() => makeWords(language, hidden), [language, hidden])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** The words of the language being read: `t('home.title')`, `t.money(cents)`, `t.date(day)`. */
export function useWords(): Words {
  return use(WordsContext)
}
