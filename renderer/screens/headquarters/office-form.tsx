import { useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { TextField } from '../../ui/field.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { ClosedField, closing, filled, RecordForm } from '../settings/record-form.tsx'
import { codeOf } from '../first-run/names.ts'
import { Entrusted } from './entrusted-books.tsx'
import type { Office } from './offices.tsx'

const FIELDS = { office_code_invalid: 'office-code', office_code_taken: 'office-code', office_name_missing: 'office-name', date_impossible: 'office-closed', 'invalid_input:code': 'office-code', 'invalid_input:email': 'office-email' }

/** An office: its name, where it is, and what is entrusted to it. */
export function OfficeForm({ office, onClose }: { readonly office: Office | undefined; readonly onClose: () => void }) {
  const t = useWords()
  const record = useCommand('office.record')
  const [name, setName] = useState(office?.name ?? '')
  const [ownCode, setCode] = useState<string | null>(office?.code ?? null)
  const [email, setEmail] = useState(office?.email ?? '')
  const [address, setAddress] = useState(office?.address ?? '')
  const [closedOn, setClosedOn] = useState<CalendarDate | null>(office?.closedOn ?? null)
  const code = ownCode ?? codeOf(name)
  const errors = formErrors(t, record.error, FIELDS)
  const submit = (): void => record.mutate({ code, name: name.trim(), ...filled({ email: email.trim(), address: address.trim() }), ...closing(closedOn) }, { onSuccess: onClose })
  return (
    <div className="stack">
      <RecordForm errors={errors} busy={record.isPending} onSubmit={submit} onClose={onClose} effect={t('hq.office.effect')}>
        <TextField id="office-name" label={t('hq.office.name')} value={name} onChange={setName} error={errorAt(errors, 'office-name')} autoFocus />
        {office ? <p className="note">{t('hq.office.code', { code })}</p> : <TextField id="office-code" label={t('hq.office.codeLabel')} help={t('hq.office.codeHelp')} value={code} onChange={setCode} error={errorAt(errors, 'office-code')} />}
        <TextField id="office-email" type="email" label={t('join.email')} value={email} onChange={setEmail} optional error={errorAt(errors, 'office-email')} />
        <TextField id="office-address" label={t('hq.office.address')} value={address} onChange={setAddress} optional />
        {office && <ClosedField id="office-closed" closedOn={closedOn} onChange={setClosedOn} />}
      </RecordForm>
      {office && <Entrusted office={office} />}
    </div>
  )
}
