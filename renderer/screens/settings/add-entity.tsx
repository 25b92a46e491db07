import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { localToday } from '../../session.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Card, Done, Page } from '../../ui/page.tsx'
import { YearDates } from '../first-run/setup-questions.tsx'
import { calendarYear, codeOf } from '../first-run/names.ts'
import { errorAt, formErrors } from '../form-errors.ts'

const FIELDS = {
  'invalid_input:code': 'entity-code', entity_name_missing: 'entity-name', entity_code_invalid: 'entity-code', entity_code_taken: 'entity-code', date_impossible: 'entity-start', year_ends_before_start: 'entity-end', year_too_long: 'entity-end',
}

/** Opens the books of one more Activité in this file; `first` when there is none yet. */
export function AddEntity({ first = false }: { readonly first?: boolean }) {
  const t = useWords()
  return first
    ? <Page title={t('settings.entity.addFirst')} lead={t('settings.entity.addFirst.lead')}><Card><EntityForm first /></Card></Page>
    : <Card title={t('settings.entity.add')}><EntityForm first={false} /></Card>
}

function EntityForm({ first }: { readonly first: boolean }) {
  const t = useWords()
  const [today] = useState(localToday)
  const add = useCommand('entity.add')
  const [name, setName] = useState('')
  const [ownCode, setCode] = useState<string | null>(null)
  const [country, setCountry] = useState<'BE' | 'FR'>('BE')
  const [year, setYear] = useState(() => calendarYear(today))
  const code = ownCode ?? codeOf(name)
  const errors = formErrors(t, add.error, FIELDS)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add.mutate({ code, name: name.trim(), kind: 'entity', country, firstYear: year }, { onSuccess: () => { setName(''); setCode(null) } })
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <ErrorSummary errors={errors} />
      {add.isSuccess && <Done>{t('settings.entity.added')}</Done>}
      <TextField id="entity-name" label={t('settings.entity.name')} value={name} onChange={setName} width="32rem" error={errorAt(errors, 'entity-name')} />
      <TextField id="entity-code" label={t('start.own.code')} value={code} onChange={setCode} width="32rem" help={t('start.own.codeHelp')} error={errorAt(errors, 'entity-code')} />
      <SelectField id="entity-country" label={t('start.own.country')} value={country} onChange={setCountry} width="16rem" options={(['BE', 'FR'] as const).map((value) => ({ value, label: t(`country.${value}`) }))} />
      <YearDates prefix="entity" year={year} onYear={setYear} today={today} startError={errorAt(errors, 'entity-start')} endError={errorAt(errors, 'entity-end')} />
      <p className="note">{t('settings.entity.effect', { name: name.trim() || t('start.own.theEntity'), from: t.date(year.startOn, 'long'), to: t.date(year.endOn, 'long') })}</p>
      <div><Button type="submit" variant={first ? 'filled' : 'default'} loading={add.isPending}>{t('settings.entity.add')}</Button></div>
    </form>
  )
}
