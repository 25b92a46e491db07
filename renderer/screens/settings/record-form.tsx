import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useId } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { Field } from '../../ui/field.tsx'
import styles from './settings.module.css'

/** The frame of every small form: what is wrong at the top, the fields, what it does in words, one button. */
export function RecordForm({ errors, busy, onSubmit, onClose, effect, action, children }: {
  readonly errors: readonly FieldError[]
  readonly busy: boolean
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly effect?: string
  readonly action?: string
  readonly children: ReactNode
}) {
  const t = useWords()
  const { canWrite } = useSession()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      {children}
      {effect && <p className="note">{effect}</p>}
      <div className="row">
        <Button type="submit" loading={busy} disabled={!canWrite}>{action ?? t('common.save')}</Button>
        <Button variant="default" onClick={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  )
}

/** A record that served keeps its place for ever; closing it only takes it out of what is proposed from a day on. */
export function ClosedField({ id, closedOn, onChange }: { readonly id: string; readonly closedOn: CalendarDate | null; readonly onChange: (closedOn: CalendarDate | null) => void }) {
  const t = useWords()
  const { today } = useSession()
  const help = useId()
  return (
    <div className="stack" style={{ gap: 8 }}>
      <label className={styles['check']}>
        <input type="checkbox" checked={closedOn !== null} aria-describedby={help} onChange={(event) => onChange(event.currentTarget.checked ? today : null)} />{t('settings.close')}
      </label>
      <span className="note" id={help}>{t('settings.close.help')}</span>
      {closedOn !== null && <Field id={id} label={t('settings.closedOn')} width="12rem"><DateField id={id} date={closedOn} near={today} today={today} onChange={onChange} /></Field>}
    </div>
  )
}

/** `closedOn` as the doors take it: absent while the record serves. */
export function closing(closedOn: CalendarDate | null): { closedOn?: CalendarDate } {
  return closedOn === null ? {} : { closedOn }
}

/** Text fields that may be left empty, as the doors take them. */
export function filled<Key extends string>(fields: Readonly<Record<Key, string>>): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries<string>(fields).filter(([, text]) => text.trim() !== '')) as Partial<Record<Key, string>>
}
