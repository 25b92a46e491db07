import { useWords } from '../../i18n/use-words.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import type { ContentRow } from './content-rows.ts'
import styles from './headquarters.module.css'

/** One line a value: its name, what it is worth. Names of several steps are joined by points. */
export function ContentEditor({ rows, onChange }: { readonly rows: readonly ContentRow[]; readonly onChange: (rows: readonly ContentRow[]) => void }) {
  const t = useWords()
  const change = (at: number, row: Partial<ContentRow>): void => onChange(rows.map((each, index) => (index === at ? { ...each, ...row } : each)))
  return (
    <fieldset className={styles['values']}>
      <legend>{t('hq.values')}</legend>
      <p className="note">{t('hq.values.help')}</p>
      {rows.map((row, at) => (
        // Rows have no other name than their place: what is typed changes both of their fields.
        // oxlint-disable-next-line react/no-array-index-key -- see above
        <div key={at} className={styles['value']}>
          <input className={inputClass} value={row.path} aria-label={t('hq.values.name', { number: at + 1 })} onChange={(event) => change(at, { path: event.currentTarget.value })} />
          <input className={inputClass} value={row.text} aria-label={t('hq.values.worth', { name: row.path || at + 1 })} onChange={(event) => change(at, { text: event.currentTarget.value })} />
          <Pill look="icon" aria-label={t('hq.values.remove', { name: row.path || at + 1 })} onClick={() => onChange(rows.filter((_, index) => index !== at))}>−</Pill>
        </div>
      ))}
      <div><Pill onClick={() => onChange([...rows, { path: '', text: '' }])}>{t('hq.values.add')}</Pill></div>
    </fieldset>
  )
}
