import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import { inputClass } from './field.tsx'
import styles from './search-combobox.module.css'
import { type Choice, searchChoices, type SearchIndex } from './search-index.ts'
import { useTypedText } from './use-typed-text.ts'

export interface SearchComboboxProps {
  readonly id: string
  readonly index: SearchIndex
  /** Value chosen, or the text typed when it is no choice. */
  readonly value: string
  readonly onChange: (value: string) => void
  /** Values used lately: first among equals, and shown by Alt+↓. */
  readonly recent?: readonly string[]
  /** What the field shows of a chosen value; the value itself when not given. */
  readonly show?: (choice: Choice) => string
  /** In the clair reading numbers stay out of sight. */
  readonly hideValue?: boolean
  readonly ariaLabel?: string
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly autoFocus?: boolean
  /** Keys the field leaves to its form (Enter with the list closed, arrows…). */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void
}

const SHOWN = 50

/** A field completed from a list by number or by words; everything by the keyboard, the list below as one types. */
export function SearchCombobox({ id, index, value, onChange, recent, show, hideValue = false, ariaLabel, invalid, describedBy, placeholder, disabled, autoFocus, onKeyDown }: SearchComboboxProps) {
  const t = useWords()
  const list = useId()
  const [text, setText] = useTypedText(value)
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const box = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const chosen = useMemo(() => index.choices.find((choice) => choice.value === value), [index, value])
  const found = useMemo(() => (open ? searchChoices(index, text ?? '', recent, SHOWN) : []), [open, index, text, recent])
  useEffect(() => {
    // In braces: some browsers answer a promise here, and an effect must not return it.
    box.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active, open])
  useEffect(() => {
    if (autoFocus) input.current?.focus()
  }, [autoFocus])

  const choose = (choice: Choice | undefined): void => {
    setOpen(false)
    if (choice) onChange(choice.value)
    else if (text !== null) onChange(text.trim())
    setText(null)
  }
  const leave = (): void => {
    if (text === null) return setOpen(false)
    choose(text.trim() === '' ? undefined : found[active] ?? searchChoices(index, text, recent, 1)[0])
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open && !event.altKey && onKeyDown) return onKeyDown(event)
      event.preventDefault()
      if (!open) { setOpen(true); setActive(0); return }
      const step = event.key === 'ArrowDown' ? 1 : -1
      return setActive((at) => Math.max(0, Math.min(found.length - 1, at + step)))
    }
    if (event.key === 'Escape' && open) {
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      return setText(null)
    }
    if ((event.key === 'Enter' || event.key === 'Tab') && open) leave()
    if (onKeyDown) return onKeyDown(event)
    // To choose is not to send the form: that takes a key of its own.
    if (event.key === 'Enter' && open) event.preventDefault()
  }
  return (
    <span className={styles['combobox']}>
      <input
        ref={input} id={id} className={inputClass} role="combobox" aria-autocomplete="list" aria-expanded={open && found.length > 0} aria-controls={list} disabled={disabled}
        aria-activedescendant={open && found[active] ? `${list}-${active}` : undefined} aria-label={ariaLabel} aria-invalid={invalid || undefined} aria-describedby={describedBy}
        value={text ?? (chosen ? (show ?? ((choice) => choice.value))(chosen) : value)} placeholder={placeholder} autoComplete="off" spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => { setText(event.currentTarget.value); setActive(0); setOpen(true) }}
        onClick={() => setOpen(true)}
        onKeyDown={keys}
        onBlur={leave}
      />
      {open && (
        <ul ref={box} id={list} role="listbox" className={styles['list']} aria-label={ariaLabel ?? placeholder ?? t('common.results', { count: found.length })}>
          {found.map((choice, at) => (
            <li
              key={choice.value} id={`${list}-${at}`} role="option" aria-selected={at === active} className={styles['option']}
              onPointerDown={(event) => { event.preventDefault(); choose(choice) }} onPointerMove={() => setActive(at)}
            >
              {!hideValue && <span className={styles['value']}>{choice.value}</span>}<span className={hideValue ? styles['alone'] : undefined}>{choice.label}</span>{choice.hint && <span className="note">{choice.hint}</span>}
            </li>
          ))}
          {found.length === 0 && <li className={styles['none']} role="option" aria-selected="false" aria-disabled="true">{t('common.nothingFound', { text: text ?? '' })}</li>}
        </ul>
      )}
      <span className="visually-hidden" role="status">{open ? t('combobox.count', { count: found.length }) : ''}</span>
    </span>
  )
}
