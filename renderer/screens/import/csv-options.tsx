import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { Field, SelectField } from '../../ui/field.tsx'
import { RadioList } from '../../ui/radio-list.tsx'
import { SearchCombobox } from '../../ui/search-combobox.tsx'
import { useIndexes } from '../entry/use-indexes.ts'
import { type CsvForm, type FixedField, withHeader } from './csv-form.ts'
import styles from './import.module.css'

/** How the rows, dates and amounts are written, and what the file does not say itself. */
export function CsvOptions({ form, first, onChange }: { readonly form: CsvForm; readonly first: readonly string[]; readonly onChange: (form: CsvForm) => void }) {
  const t = useWords()
  return (
    <div className="stack">
      <RadioList
        label={t('csv.rows')} value={form.rows} onChange={(rows) => onChange({ ...form, rows })}
        options={(['row', 'balance', 'column'] as const).map((value) => ({ value, label: t(`csv.rows.${value}`) }))}
      />
      <div className={styles['columns']}>
        <SelectField id="csv-dates" label={t('csv.dateFormat')} value={form.dateFormat} onChange={(dateFormat) => onChange({ ...form, dateFormat })} options={(['dmy', 'ymd', 'mdy'] as const).map((value) => ({ value, label: t(`csv.dateFormat.${value}`) }))} />
        <SelectField
          id="csv-mark" label={t('csv.decimalMark')} value={form.decimalMark} onChange={(decimalMark) => onChange({ ...form, decimalMark })}
          options={[{ value: ',', label: t('csv.decimalMark.comma') }, { value: '.', label: t('csv.decimalMark.point') }]}
        />
        <div className="stack" style={{ gap: 8 }}>
          <label className={styles['check']}><input type="checkbox" checked={form.header} onChange={(event) => onChange(withHeader(form, event.currentTarget.checked, first))} /> {t('csv.header')}</label>
          <label className={styles['check']}><input type="checkbox" checked={form.flip} onChange={(event) => onChange({ ...form, flip: event.currentTarget.checked })} /> {t('csv.flip')}</label>
          <span className="note">{t('csv.flip.help')}</span>
        </div>
      </div>
      <FixedValues form={form} onChange={onChange} />
    </div>
  )
}

function FixedValues({ form, onChange }: { readonly form: CsvForm; readonly onChange: (form: CsvForm) => void }) {
  const t = useWords()
  const { books } = useSession()
  const { accounts } = useIndexes()
  const set = (field: FixedField) => (value: string) => onChange({ ...form, fixed: { ...form.fixed, [field]: value } })
  const asks = (field: FixedField): boolean => form.columns[field] === undefined
  const fields = { journal: asks('journal'), account: asks('account'), counterAccount: form.rows === 'row' && asks('counterAccount') }
  if (!fields.journal && !fields.account && !fields.counterAccount) return null
  return (
    <fieldset className={styles['fixed']}>
      <legend>{t('csv.fixed')}</legend>
      <p className="note">{t('csv.fixed.text')}</p>
      <div className={styles['columns']}>
        {fields.journal && (
          <SelectField
            id="csv-journal" label={t('csv.fixed.journal')} value={form.fixed.journal} onChange={set('journal')}
            options={[{ value: '', label: t('csv.fixed.choose') }, ...books.journals.filter((journal) => journal.closedOn === null).map((journal) => ({ value: journal.code, label: `${journal.code} · ${journal.label}` }))]}
          />
        )}
        {fields.account && (
          <Field id="csv-account" label={t(form.rows === 'row' ? 'csv.fixed.accountRow' : 'csv.fixed.account')}>
            <SearchCombobox id="csv-account" index={accounts} value={form.fixed.account} onChange={set('account')} show={(choice) => `${choice.value} ${choice.label}`} />
          </Field>
        )}
        {fields.counterAccount && (
          <Field id="csv-counter" label={t('csv.fixed.counterAccount')} help={t('csv.fixed.counterHelp')}>
            <SearchCombobox id="csv-counter" index={accounts} value={form.fixed.counterAccount} onChange={set('counterAccount')} show={(choice) => `${choice.value} ${choice.label}`} describedBy="csv-counter-help" />
          </Field>
        )}
      </div>
    </fieldset>
  )
}
