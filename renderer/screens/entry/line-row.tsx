import { IconX } from '@tabler/icons-react'
import { type KeyboardEvent, memo } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { isShortcut } from '../../shell/shortcuts.ts'
import { AmountField } from '../../ui/amount-field.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SearchCombobox } from '../../ui/search-combobox.tsx'
import type { Choice, SearchIndex } from '../../ui/search-index.ts'
import styles from './entry-form.module.css'
import { cellId, type FormLine, type LineField } from './form-body.ts'

export interface LineIndexes { readonly accounts: SearchIndex; readonly parties: SearchIndex; readonly projects: SearchIndex; readonly funders: SearchIndex }

export interface LineRowProps {
  readonly at: number
  readonly line: FormLine
  readonly indexes: LineIndexes
  readonly recent: readonly string[]
  readonly show: (choice: Choice) => string
  readonly hideValue: boolean
  readonly fields: readonly LineField[]
  readonly errors: ReadonlyMap<string, string>
  readonly onChange: (at: number, change: Partial<FormLine>) => void
  readonly onUnreadable: (id: string, unreadable: boolean) => void
  readonly onCopyAbove: (at: number, field: LineField) => void
  readonly onEnter: (at: number, field: LineField) => void
  readonly onMove: (at: number, field: LineField) => void
  readonly onRemove: (at: number) => void
}

/** One line of an entry: every cell by the keyboard; `=` copies from above, arrows change line, Ctrl+Suppr removes. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { at, fields, errors, onRemove } = props
  const t = useWords()
  const wrong = fields.flatMap((field) => {
    const id = cellId(at, field)
    const error = errors.get(id)
    return error ? [{ id, error }] : []
  })
  return (
    <>
      <tr>
        {fields.map((field) => {
          const id = cellId(at, field)
          return (
            <td key={field} className={styles[field]}>
              <Cell {...props} field={field} id={id} error={errors.get(id)} />
            </td>
          )
        })}
        <td><Pill look="icon" className={styles['remove'] ?? ''} aria-label={t('entry.line.remove', { line: at + 1 })} tabIndex={-1} onClick={() => onRemove(at)}><IconX size={14} aria-hidden /></Pill></td>
      </tr>
      {wrong.length > 0 && <tr><td colSpan={fields.length + 1}>{wrong.map(({ id, error }) => <span key={id} className={styles['error']} id={`${id}-error`}>{error}</span>)}</td></tr>}
    </>
  )
})

function Cell({ field, id, error, at: row, line: values, indexes, recent, show, hideValue, onChange, onUnreadable, onCopyAbove, onEnter, onMove, onRemove: remove }: LineRowProps & { field: LineField; id: string; error: string | undefined }) {
  const t = useWords()
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    const empty = event.currentTarget.value === '' || (event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === event.currentTarget.value.length)
    if (isShortcut('lineRemove', event)) { event.preventDefault(); remove(row) }
    else if (isShortcut('above', event) && empty && row > 0) { event.preventDefault(); onCopyAbove(row, field) }
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) { event.preventDefault(); onEnter(row, field) }
    else if (event.key === 'ArrowDown' && !event.altKey) { event.preventDefault(); onMove(row + 1, field) }
    else if (event.key === 'ArrowUp' && !event.altKey) { event.preventDefault(); onMove(row - 1, field) }
  }
  const label = `${t(`entry.column.${field}`)}, ${t('entry.line', { line: row + 1 })}`
  const says = { 'aria-label': label, ...(error ? { 'aria-describedby': `${id}-error`, 'aria-invalid': true as const } : {}) }
  if (field === 'debitCents' || field === 'creditCents') {
    const other = field === 'debitCents' ? 'creditCents' : 'debitCents'
    return (
      <AmountField
        {...says} id={id} cents={values[field]} onKeyDown={keys} onUnreadable={(unreadable) => onUnreadable(id, unreadable)}
        onChange={(cents) => onChange(row, cents ? { [field]: cents, [other]: null } : { [field]: null })}
      />
    )
  }
  if (field === 'label') return <input {...says} id={id} className={inputClass} value={values.label} autoComplete="off" onChange={(event) => onChange(row, { label: event.currentTarget.value })} onKeyDown={keys} />
  const index = field === 'account' ? indexes.accounts : field === 'party' ? indexes.parties : field === 'project' ? indexes.projects : indexes.funders
  return (
    <SearchCombobox
      id={id} index={index} value={values[field]} ariaLabel={label} invalid={Boolean(error)} describedBy={error ? `${id}-error` : undefined} onKeyDown={keys}
      {...(field === 'account' ? { recent, show, hideValue } : {})} onChange={(value) => onChange(row, { [field]: value })}
    />
  )
}
