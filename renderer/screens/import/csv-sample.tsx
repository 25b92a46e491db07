import { useWords } from '../../i18n/use-words.tsx'
import { usePreferences } from '../../preferences.ts'
import { inputClass } from '../../ui/field.tsx'
import { columnsOf, type CsvForm, type Role, roleOf, ROLES, withRole } from './csv-form.ts'
import styles from './import.module.css'

const SHOWN = 10
const HOLDS_MONEY: ReadonlySet<Role | null> = new Set<Role | null>(['amount', 'debit', 'credit'])

/** The first lines as they stand in the file; above each column, what it holds. */
export function CsvSampleTable({ form, rows, onChange }: { readonly form: CsvForm; readonly rows: readonly (readonly string[])[]; readonly onChange: (form: CsvForm) => void }) {
  const t = useWords()
  const { hidden } = usePreferences()
  const columns = columnsOf(rows[0] ?? [], form.header)
  const shown = (form.header ? rows.slice(1) : rows).slice(0, SHOWN)
  return (
    <section className="stack">
      <div><h2>{t('csv.sample')}</h2><p className="soft">{t('csv.sample.text')}</p></div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reached by the keyboard (WCAG 2.1.1) */}
      <div className={styles['sample']} tabIndex={0} role="region" aria-label={t('csv.sample')}>
        <table>
          <thead>
            <tr>
              {columns.map((column) => {
                const role = roleOf(form, column)
                return (
                  <th key={column} scope="col" data-read={role !== null}>
                    <select className={inputClass} aria-label={t('csv.columnRole', { column })} value={role ?? ''} onChange={(event) => onChange(withRole(form, column, event.currentTarget.value === '' ? null : (event.currentTarget.value as Role)))}>
                      <option value="">{t('csv.role.none')}</option>
                      {ROLES.map((each) => <option key={each} value={each}>{t(`csv.role.${each}`)}</option>)}
                    </select>
                    <span>{column}</span>
                  </th>
                )
              })}
            </tr>
          </thead>
          <tbody>{shown.map((row, at) => <tr key={at}>{columns.map((column, place) => <td key={column} data-read={roleOf(form, column) !== null}>{hidden && HOLDS_MONEY.has(roleOf(form, column)) ? t('csv.hidden') : row[place]}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </section>
  )
}
