import { type InputHTMLAttributes, useState } from 'react'
import { readAmount } from '../../core/kernel/amount-expression.ts'
import { amount } from '../i18n/format.ts'
import type { MessageId } from '../i18n/messages.ts'
import { useWords } from '../i18n/use-words.tsx'
import { usePreferences } from '../preferences.ts'
import { inputClass } from './field.tsx'
import { useTypedText } from './use-typed-text.ts'
import styles from './amount-field.module.css'

const SAYS: Readonly<Record<string, MessageId>> = { amount_unreadable: 'amount.unreadable', amount_too_precise: 'amount.precise', amount_too_large: 'amount.large' }

type Rest = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>

/**
 * An amount in cents, typed as a number or as arithmetic (`16,99*1,21`); the result is shown while typing and
 * replaces the text on leaving. `null` is an empty field. Unreadable text stays, with its reason; nothing is changed then.
 */
export function AmountField({ id, cents, onChange, onUnreadable, className, onBlur, ...rest }: Rest & {
  readonly id: string
  readonly cents: number | null
  readonly onChange: (cents: number | null) => void
  /** Told when the text cannot be read, so that a form does not post the amount that was there before. */
  readonly onUnreadable?: (unreadable: boolean) => void
}) {
  const t = useWords()
  const { hidden } = usePreferences()
  const [text, setText] = useTypedText(cents)
  const [focused, setFocused] = useState(false)
  const read = text === null || text.trim() === '' ? undefined : readAmount(text)
  const problem = read && !read.ok ? t(SAYS[read.error.code] ?? 'amount.unreadable') : undefined
  const computed = read?.ok && read.value.computed ? t('amount.computed', { amount: t.money(read.value.amountCents) }) : undefined
  const shown = text ?? (cents === null ? '' : hidden && !focused ? '••••' : amount(t.language, cents))
  const commit = (): void => {
    if (text === null) return
    if (text.trim() === '') onChange(null)
    else if (read?.ok) {
      onChange(read.value.amountCents)
      if (read.value.amountCents === cents) setText(null)
    }
  }
  return (
    <span className={styles['amount']}>
      <input
        {...rest} id={id} value={shown} inputMode="decimal" autoComplete="off" className={`${inputClass} ${styles['input']} money ${className ?? ''}`}
        aria-invalid={problem && !focused ? true : rest['aria-invalid']} aria-describedby={problem || computed ? `${id}-says` : rest['aria-describedby']}
        onFocus={(event) => { setFocused(true); event.currentTarget.select(); rest.onFocus?.(event) }}
        onChange={(event) => {
          const next = event.currentTarget.value
          setText(next)
          onUnreadable?.(next.trim() !== '' && !readAmount(next).ok)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Tab') commit()
          rest.onKeyDown?.(event)
        }}
        onBlur={(event) => { setFocused(false); commit(); onBlur?.(event) }}
      />
      {(computed || (problem && !focused)) && <span id={`${id}-says`} className={problem ? styles['wrong'] : styles['computed']} role="status">{problem ?? computed}</span>}
    </span>
  )
}
