import { Button } from '@mantine/core'
import { useState } from 'react'
import { addDays, addMonths, type CalendarDate, firstDayOf, lastDayOf, monthOf } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { ErrorSummary } from '../../ui/error-summary.tsx'
import { described, Field } from '../../ui/field.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { errorAt, formErrors } from '../form-errors.ts'

const FIELDS = { period_already_closed: 'close-until', date_outside_years: 'close-until', date_impossible: 'close-until' }

/** Closes up to a day; by default the end of the month before this one. */
export function ClosePeriod() {
  const t = useWords()
  const { entity, books, today, canWrite } = useSession()
  const close = useCommand('period.close')
  const [until, setUntil] = useState<CalendarDate>(() => proposed(today, books.closedUntil))
  const errors = formErrors(t, close.error, FIELDS)
  const help = t('closing.period.untilHelp')
  return (
    <Card title={t('closing.period.title')}>
      <form className="stack" noValidate onSubmit={(event) => { event.preventDefault(); close.mutate({ entity, until }, { onSuccess: (closed) => setUntil(proposed(today, closed.until)) }) }}>
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

function proposed(today: CalendarDate, closedUntil: CalendarDate | null): CalendarDate {
  const lastMonth = addDays(firstDayOf(monthOf(today)), -1)
  if (closedUntil === null || closedUntil < lastMonth) return lastMonth
  return lastDayOf(addMonths(monthOf(addDays(closedUntil, 1)), 0))
}
