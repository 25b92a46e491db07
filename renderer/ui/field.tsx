import type { ReactNode } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './field.module.css'

export const inputClass = styles['input'] ?? ''

/** Label above, help and error under; the parts name one another by id. */
export function Field({ id, label, help, error, optional = false, children, width }: {
  readonly id: string
  readonly label: string
  readonly help?: string | undefined
  readonly error?: string | undefined
  readonly optional?: boolean
  readonly children: ReactNode
  readonly width?: string
}) {
  const t = useWords()
  return (
    <div className={styles['field']} style={width ? { maxWidth: width } : undefined}>
      <label htmlFor={id}>{label}{optional && <span className={styles['optional']}> ({t('common.optional')})</span>}</label>
      {children}
      {help && <span className="note" id={`${id}-help`}>{help}</span>}
      {error && <span className={styles['error']} id={`${id}-error`}>{error}</span>}
    </div>
  )
}

/** What a field says of itself to a screen reader. */
export function described(id: string, help: string | undefined, error: string | undefined): { 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const by = [help ? `${id}-help` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return { ...(by ? { 'aria-describedby': by } : {}), ...(error ? { 'aria-invalid': true as const } : {}) }
}

/** One line of text under its label. */
export function TextField({ id, label, value, onChange, help, error, optional, width, placeholder, autoFocus, type = 'text' }: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: string
  readonly error?: string | undefined
  readonly optional?: boolean
  readonly width?: string
  readonly placeholder?: string
  readonly autoFocus?: boolean
  readonly type?: 'text' | 'email'
}) {
  return (
    <Field id={id} label={label} help={help} error={error} {...(optional ? { optional } : {})} {...(width ? { width } : {})}>
      <input
        id={id} className={inputClass} type={type} value={value} placeholder={placeholder} autoComplete="off" data-autofocus={autoFocus || undefined}
        onChange={(event) => onChange(event.currentTarget.value)} {...described(id, help, error)}
      />
    </Field>
  )
}

/** A closed list of choices: the native one, which every keyboard and screen reader knows. */
export function SelectField<T extends string>({ id, label, value, options, onChange, help, error, width }: {
  readonly id: string
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
  readonly help?: string
  readonly error?: string
  readonly width?: string
}) {
  return (
    <Field id={id} label={label} help={help} error={error} {...(width ? { width } : {})}>
      <select id={id} className={inputClass} value={value} onChange={(event) => onChange(event.currentTarget.value as T)} {...described(id, help, error)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Field>
  )
}
