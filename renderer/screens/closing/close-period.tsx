import { Button } from '@mantine/core'
import { useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { described, Field } from '../../ui/field.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { proposedClosing } from './proposed-closing.ts'

const FIELDS = { period_already_closed: 'close-until', date_outside_years: 'close-until', date_impossible: 'close-until' }

/** Closes up to a day; one is proposed, any open one may be chosen. */
export function ClosePeriod() {
  const t = useWords()
  const { entity, books, today, canWrite } = useSession()
  const close = useCommand('period.close')
  const [until, setUntil] = useState<CalendarDate>(() => proposedClosing(today, books.closedUntil, books.years))
  const errors = formErrors(t, close.error, FIELDS)
  const help = t('closing.period.untilHelp')
  return (
    <Card title={t('closing.period.title')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); close.mutate({ entity, until }, { onSuccess: (closed) => setUntil(proposedClosing(today, closed.until, books.years)) }) }}>
        <p className="soft">{t('closing.period.text')}</p>
        <ErrorSummary errors={errors} />
        {close.data && <Done>{t('closing.period.done', { date: t.date(close.data.until, 'long') })}</Done>}
        <Field id="close-until" label={t('closing.period.until')} help={help} error={errorAt(errors, 'close-until')} width="14rem">
          <DateField id="close-until" date={until} near={today} today={today} onChange={(date) => { close.reset(); setUntil(date) }} {...described('close-until', help, errorAt(errors, 'close-until'))} />
        </Field>
        <p>{t('closing.period.effect', { date: t.date(until, 'long') })}</p>
        <div><Button type="submit" variant="default" loading={close.isPending} disabled={!canWrite}>{t('closing.period.do', { date: t.date(until, 'long') })}</Button></div>
      </form>
    </Card>
  )
}

