import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { described, Field, inputClass } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { sentencesOf } from '../../ui/problem.tsx'
import styles from './advising.module.css'

/** A text of a few lines and its button; what the core refused stands at the field. Ctrl+Enter sends it. */
export function TextForm({ label, help, action, first = '', error, busy, onSend, onClose }: {
  readonly label: string
  readonly help?: string
  readonly action: string
  readonly first?: string
  readonly error: unknown
  readonly busy: boolean
  /** Called with the text; `done` empties the field. */
  readonly onSend: (text: string, done: () => void) => void
  readonly onClose?: () => void
}) {
  const t = useWords()
  const id = useId()
  const [text, setText] = useState(first)
  const says = error ? sentencesOf(t, error).join(' ') : undefined
  const send = (): void => onSend(text, () => setText(''))
  return (
    <form className={styles['form']} onSubmit={(event) => { event.preventDefault(); send() }}>
      <Field id={id} label={label} help={help} error={says}>
        <textarea
          id={id} className={inputClass} value={text} maxLength={4000} onChange={(event) => setText(event.currentTarget.value)} {...described(id, help, says)}
          onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send() } }}
        />
      </Field>
      <div className="row">
        <Button type="submit" variant="default" loading={busy} disabled={text.trim() === ''}>{action}</Button>
        {onClose && <Pill onClick={onClose}>{t('common.cancel')}</Pill>}
      </div>
    </form>
  )
}
