import { useEffect, useRef } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './error-summary.module.css'

export interface FieldError {
  /** Id of the field at fault; undefined when no field is. */
  readonly field?: string | undefined
  readonly text: string
}

/** All that is to be mended, at the top, each leading to its field; the same words stand at the field. */
export function ErrorSummary({ errors }: { readonly errors: readonly FieldError[] }) {
  const t = useWords()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.focus()
  }, [errors])
  if (errors.length === 0) return null
  return (
    <div className={styles['summary']} role="alert" tabIndex={-1} ref={box}>
      <h2>{t('errors.title', { count: errors.length })}</h2>
      <p className="note">{t('errors.nothingLost')}</p>
      <ul>
        {errors.map((error) => (
          <li key={`${error.field}${error.text}`}>
            {error.field
              ? <a href={`#${error.field}`} onClick={(event) => { event.preventDefault(); document.getElementById(error.field ?? '')?.focus() }}>{error.text}</a>
              : error.text}
          </li>
        ))}
      </ul>
    </div>
  )
}
