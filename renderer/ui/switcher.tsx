import { useId } from 'react'
import styles from './switcher.module.css'

/** A choice of two or three, all in view: native radio buttons drawn as one pill. */
export function Switcher<T extends string>({ label, value, options, onChange }: {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles['switcher']}>
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles['option']}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
