import { type InputHTMLAttributes, useState } from 'react'
import type { CalendarDate } from '../../core/kernel/calendar-date.ts'
import { completeDate, stepDate } from '../../core/kernel/date-entry.ts'
import { useWords } from '../i18n/use-words.tsx'
import styles from './date-field.module.css'
import { inputClass } from './field.tsx'
import { useTypedText } from './use-typed-text.ts'

/**
 * A day, typed as `15`, `15/2` or `15/2/26`, or moved by keys: `+` `-` a day, `[` `]` a month, `t` today, `m` `h` the ends
 * of the month. Keys act while the field shows a whole date; typing digits starts a new one. No calendar to click through.
 */
export function DateField({ id, date, near, today, onChange, onClear, className, onKeyDown, ...rest }: Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'> & {
  readonly id: string
  readonly date: CalendarDate | null
  /** Gives the month and the year that are not typed. */
  readonly near: CalendarDate
  readonly today: CalendarDate
  readonly onChange: (date: CalendarDate) => void
  /** An optional day may be emptied. */
  readonly onClear?: () => void
}) {
  const t = useWords()
  const [text, setText] = useTypedText(date)
  const read = text === null || text.trim() === '' ? undefined : completeDate(text, date ?? near)
  const [left, setLeft] = useState(false)
  const problem = left && read && !read.ok ? t(read.error.code === 'date_impossible' ? 'date.impossible' : 'date.unreadable') : undefined
  const commit = (): void => {
    if (text === null) return
    if (read?.ok) onChange(read.value)
    else if (text.trim() === '') onClear?.()
    if (text.trim() === '' || (read?.ok && read.value === date)) setText(null)
  }
  return (
    <span className={styles['date']}>
      <input
        {...rest} id={id} value={text ?? (date ? t.date(date) : '')} autoComplete="off" inputMode="text" title={t('date.help')} className={`${inputClass} ${className ?? ''}`}
        aria-invalid={problem ? true : rest['aria-invalid']} aria-describedby={problem ? `${id}-says` : rest['aria-describedby']}
        onFocus={(event) => { setLeft(false); event.currentTarget.select(); rest.onFocus?.(event) }}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          const plain = !event.ctrlKey && !event.metaKey && !event.altKey
          // In a text being typed, `-` separates: only a whole date is stepped.
          const from = text === null ? (date ?? near) : read?.ok && !/[-.]/u.test(event.key) ? read.value : undefined
          const stepped = plain && from ? stepDate(from, event.key, today) : undefined
          if (stepped) {
            event.preventDefault()
            setText(null)
            onChange(stepped)
            return
          }
          if (event.key === 'Enter' || event.key === 'Tab') commit()
          onKeyDown?.(event)
        }}
        onBlur={(event) => { setLeft(true); commit(); rest.onBlur?.(event) }}
      />
      {problem && <span id={`${id}-says`} className={styles['wrong']} role="status">{problem}</span>}
    </span>
  )
}
