import { useId } from 'react'
import styles from './radio-list.module.css'

/** A question with a few answers, all in view. */
export function RadioList<T extends string>({ label, help, value, options, onChange }: {
  readonly label: string
  readonly help?: string | undefined
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles['list']} aria-describedby={help ? `${name}-help` : undefined}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}><input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />{option.label}</label>
      ))}
      {help && <span className="note" id={`${name}-help`}>{help}</span>}
    </fieldset>
  )
}
