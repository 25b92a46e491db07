import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addMonths, type CalendarDate, firstDayOf, monthOf } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field, SelectField, TextField } from '../../ui/field.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { RecordForm } from './record-form.tsx'
import styles from './settings.module.css'

type Template = Output<'template.list'>[number]
type Recurrence = NonNullable<Template['recurrence']>

/** Entries kept as models; a recurring one is proposed on its day and never booked by itself. */
export function TemplatesTab() {
  const t = useWords()
  const { entity } = useSession()
  const list = useApi('template.list', { entity })
  const [opened, setOpened] = useState<Template | null>(null)
  return (
    <>
      <div className={styles['head']}><div><h2>{t('settings.tab.templates')}</h2><p className="soft">{t('settings.templates.text')}</p></div></div>
      {list.isPending && <Skeleton />}
      {list.isError && <Problem error={list.error} />}
      {list.data?.length === 0 && <EmptyState title={t('settings.templates.none')} text={t('settings.templates.noneText')} action={<Link to="/entry">{t('settings.templates.write')}</Link>} />}
      {list.data && list.data.length > 0 && <Card>{list.data.map((template) => <TemplateRow key={template.id} template={template} onEdit={() => setOpened(template)} />)}</Card>}
      <SidePanel opened={opened !== null} onClose={() => setOpened(null)} title={opened?.name ?? ''}>
        {opened && <TemplateForm key={opened.id} template={opened} onClose={() => setOpened(null)} />}
      </SidePanel>
    </>
  )
}

function TemplateRow({ template, onEdit }: { readonly template: Template; readonly onEdit: () => void }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const advance = useCommand('template.advance')
  const remove = useCommand('template.delete')
  const [asking, setAsking] = useState(false)
  const debit = template.body.lines.reduce((sum, line) => sum + (line.debitCents ?? 0), 0)
  const skipped = template.upcoming[0]
  return (
    <article className={styles['template']} aria-label={template.name}>
      <div className="row">
        <strong>{template.name}</strong>
        <span className="soft">{[template.body.journal, template.body.label].filter(Boolean).join(' · ')}</span>
        <span className="grow" />
        <Money cents={debit} />
      </div>
      {template.recurrence
        ? <><span className="note">{t(`recurrence.${template.recurrence}`)} · {t('settings.templates.next')}</span><ol className={styles['dates']}>{template.upcoming.map((day) => <li key={day}>{t.date(day, 'long')}</li>)}</ol></>
        : <span className="note">{t('settings.templates.byHand')}</span>}
      {(advance.isError || remove.isError) && <Problem error={advance.error ?? remove.error} />}
      {canWrite && (
        <div className="row">
          <Pill onClick={onEdit}>{t('common.edit')}</Pill>
          {template.recurrence && skipped && <Pill onClick={() => advance.mutate({ entity, id: template.id })} disabled={advance.isPending}>{t('settings.templates.skip', { date: t.date(skipped, 'dayMonth') })}</Pill>}
          <Pill onClick={() => setAsking(true)}>{t('common.delete')}</Pill>
        </div>
      )}
      <ConfirmInWords
        opened={asking} onClose={() => setAsking(false)} title={t('settings.templates.delete', { name: template.name })} action={t('common.delete')} busy={remove.isPending}
        onConfirm={() => remove.mutate({ entity, id: template.id }, { onSuccess: () => setAsking(false) })}
      >
        {t('settings.templates.deleteText')}
      </ConfirmInWords>
    </article>
  )
}

function TemplateForm({ template, onClose }: { readonly template: Template; readonly onClose: () => void }) {
  const t = useWords()
  const { entity, today } = useSession()
  const save = useCommand('template.save')
  const [name, setName] = useState(template.name)
  const [recurrence, setRecurrence] = useState<Recurrence | 'none'>(template.recurrence ?? 'none')
  const [nextOn, setNextOn] = useState<CalendarDate>(template.nextOn ?? firstDayOf(addMonths(monthOf(today), 1)))
  const errors = formErrors(t, save.error, { label_missing: 'template-name', template_name_taken: 'template-name', date_impossible: 'template-next' })
  const submit = (): void => save.mutate({ entity, id: template.id, name, body: writable(template.body), ...(recurrence === 'none' ? {} : { recurrence, nextOn }) }, { onSuccess: onClose })
  return (
    <RecordForm errors={errors} busy={save.isPending} onClose={onClose} onSubmit={submit}>
      <TextField id="template-name" label={t('settings.column.name')} value={name} onChange={setName} error={errorAt(errors, 'template-name')} />
      <SelectField
        id="template-recurrence" label={t('settings.templates.rhythm')} value={recurrence} onChange={setRecurrence}
        options={(['none', 'monthly', 'quarterly', 'yearly'] as const).map((value) => ({ value, label: t(`recurrence.${value}`) }))} help={t('settings.templates.rhythmHelp')}
      />
      {recurrence !== 'none' && <Field id="template-next" label={t('settings.templates.nextOn')} width="12rem"><DateField id="template-next" date={nextOn} near={today} today={today} onChange={setNextOn} /></Field>}
    </RecordForm>
  )
}

/** The body as the door takes it: the same, in arrays of its own. */
function writable(body: Template['body']) {
  return { ...body, lines: body.lines.map((line) => ({ ...line })) }
}
