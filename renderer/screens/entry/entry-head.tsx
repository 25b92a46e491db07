import type { KeyboardEvent } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { described, Field, inputClass } from '../../ui/field.tsx'
import styles from './entry-form.module.css'
import type { FormBody } from './form-body.ts'
import { LikeBefore } from './like-before.tsx'

const ORDER = ['entry-journal', 'entry-date', 'entry-label', 'entry-ref', 'entry-document-on'] as const

/** Journal, day, label and document of an entry; Enter goes from one to the next, then into the lines. */
export function EntryHead({ body, errors, onChange, onEnterLines }: { readonly body: FormBody; readonly errors: ReadonlyMap<string, string>; readonly onChange: (change: Partial<FormBody>) => void; readonly onEnterLines: () => void }) {
  const t = useWords()
  const { books, today } = useSession()
  const enter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return
    const at = ORDER.findIndex((id) => id === (event.target as HTMLElement).id)
    if (at < 0) return
    event.preventDefault()
    const next = ORDER[at + 1]
    if (next) document.getElementById(next)?.focus()
    else onEnterLines()
  }
  const error = (id: string): string | undefined => errors.get(id)
  const text = (id: 'entry-label' | 'entry-ref', field: 'label' | 'documentRef') => (
    <input id={id} className={inputClass} value={body[field]} autoComplete="off" maxLength={500} onChange={(event) => onChange({ [field]: event.currentTarget.value })} {...described(id, undefined, error(id))} />
  )
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys come up from the fields inside; the box itself takes no focus
    <div className={styles['head']} onKeyDown={enter}>
      <Field id="entry-journal" label={t('entry.journal')} error={error('entry-journal')}>
        <select id="entry-journal" className={inputClass} value={body.journal} onChange={(event) => onChange({ journal: event.currentTarget.value })} {...described('entry-journal', undefined, error('entry-journal'))}>
          {books.journals.filter((journal) => journal.closedOn === null || journal.code === body.journal).map((journal) => <option key={journal.code} value={journal.code}>{journal.code} · {journal.label}</option>)}
        </select>
      </Field>
      <Field id="entry-date" label={t('entry.date')} error={error('entry-date')}>
        <DateField id="entry-date" date={body.date} near={body.date} today={today} onChange={(date) => onChange({ date })} {...described('entry-date', undefined, error('entry-date'))} />
      </Field>
      <Field id="entry-label" label={t('entry.label')} error={error('entry-label')}>
        {text('entry-label', 'label')}
        <LikeBefore body={body} onTake={(lines) => onChange({ lines })} />
      </Field>
      <Field id="entry-ref" label={t('entry.ref')} optional error={error('entry-ref')}>{text('entry-ref', 'documentRef')}</Field>
      <Field id="entry-document-on" label={t('entry.documentOn')} error={error('entry-document-on')}>
        <DateField id="entry-document-on" date={body.documentOn} near={body.date} today={today} onChange={(documentOn) => onChange({ documentOn })} onClear={() => onChange({ documentOn: null })} {...described('entry-document-on', undefined, error('entry-document-on'))} />
      </Field>
    </div>
  )
}
