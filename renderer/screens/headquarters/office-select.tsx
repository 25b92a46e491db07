import { inputClass } from '../../ui/field.tsx'

/** Code of an office. */
export function OfficeSelect({ id, value, onChange }: { readonly id: string; readonly value: string; readonly onChange: (code: string) => void }) {
  return <input id={id} className={inputClass} value={value} autoComplete="off" aria-describedby={`${id}-help`} onChange={(event) => onChange(event.currentTarget.value)} />
}
