import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { inputClass } from '../../ui/field.tsx'

/** One of the offices that are not closed; a code asked for that does not exist yet stays a choice. */
export function OfficeSelect({ id, value, onChange }: { readonly id: string; readonly value: string; readonly onChange: (code: string) => void }) {
  const t = useWords()
  const offices = (useApi('office.list', {}).data ?? []).filter((office) => office.closedOn === null)
  const isUnknown = value !== '' && !offices.some((office) => office.code === value)
  return (
    <select id={id} className={inputClass} value={value} aria-describedby={`${id}-help`} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{t('hq.noOffice')}</option>
      {offices.map((office) => <option key={office.code} value={office.code}>{office.name} ({office.code})</option>)}
      {isUnknown && <option value={value}>{t('hq.office.asked', { code: value })}</option>}
    </select>
  )
}
