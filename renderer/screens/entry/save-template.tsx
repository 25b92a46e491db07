import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { addMonths, type CalendarDate, firstDayOf, monthOf } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field, SelectField, TextField } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { type FormBody, toDraft } from './form-body.ts'

type Recurrence = 'none' | 'monthly' | 'quarterly' | 'yearly'

/** Keeps what is typed as a template, used by hand or proposed on its day; never booked by itself. */
export function SaveTemplate({ body }: { readonly body: FormBody }) {
  const t = useWords()
  const { entity, today } = useSession()
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const [recurrence, setRecurrence] = useState<Recurrence>('none')
  const [nextOn, setNextOn] = useState<CalendarDate>(firstDayOf(addMonths(monthOf(body.date), 1)))
  const save = useCommand('template.save')
  const submit = (): void => {
    const { date: _date, documentRef: _ref, documentOn: _on, ...kept } = toDraft(body)
    save.mutate({ entity, name, body: kept, ...(recurrence === 'none' ? {} : { recurrence, nextOn }) }, { onSuccess: () => setOpened(false) })
  }
  return (
    <>
      <Pill onClick={() => { setName(body.label); setOpened(true) }}>{t('entry.template.save')}</Pill>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('entry.template.save')} closeButtonProps={{ 'aria-label': t('common.close') }}>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); submit() }}>
          {save.isError && <Problem error={save.error} />}
          <TextField id="template-name" label={t('entry.template.name')} value={name} onChange={setName} autoFocus />
          <SelectField id="template-recurrence" label={t('entry.template.recurrence')} value={recurrence} onChange={setRecurrence} options={(['none', 'monthly', 'quarterly', 'yearly'] as const).map((value) => ({ value, label: t(`entry.template.${value}`) }))} help={t('entry.template.help')} />
          {recurrence !== 'none' && <Field id="template-next" label={t('entry.template.next')}><DateField id="template-next" date={nextOn} near={nextOn} today={today} onChange={setNextOn} /></Field>}
          <div><Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>{t('common.save')}</Button></div>
        </form>
      </Modal>
    </>
  )
}
