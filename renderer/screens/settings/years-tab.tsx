import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { calendarYear, twelveMonths } from '../first-run/names.ts'
import { YearDates } from '../first-run/setup-questions.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import { RecordForm } from './record-form.tsx'
import styles from './settings.module.css'

const FIELDS = { date_impossible: 'new-year-start', year_overlaps: 'new-year-start', year_ends_before_start: 'new-year-end', year_too_long: 'new-year-end' }

/** Fiscal years, and the next one to open. */
export function YearsTab() {
  const t = useWords()
  const { books, canWrite } = useSession()
  return (
    <>
      <div className={styles['head']}><div><h2>{t('settings.tab.years')}</h2><p className="soft">{t('settings.years.text')} <Link to="/year-end">{t('settings.years.end')}</Link></p></div></div>
      {books.years.length > 0 && (
        <PlainTable
          label={t('settings.tab.years')} rows={books.years} rowKey={(year) => year.code}
          columns={[
            { key: 'code', header: t('settings.years.code'), cell: (year) => year.code },
            { key: 'start', header: t('year.startOn'), cell: (year) => t.date(year.startOn, 'long') },
            { key: 'end', header: t('year.endOn'), cell: (year) => t.date(year.endOn, 'long') },
            { key: 'state', header: t('settings.column.state'), cell: (year) => t(stateOf(year, books)) },
          ]}
        />
      )}
      {canWrite && <Card title={t('settings.years.add')}><YearForm key={books.years.length} /></Card>}
    </>
  )
}

function stateOf(year: Books['years'][number], { closedUntil }: Books): 'settings.years.open' | 'settings.years.partly' | 'settings.years.closed' {
  if (closedUntil === null || closedUntil < year.startOn) return 'settings.years.open'
  return closedUntil >= year.endOn ? 'settings.years.closed' : 'settings.years.partly'
}

function YearForm() {
  const t = useWords()
  const { entity, books, today } = useSession()
  const open = useCommand('year.open')
  const [year, setYear] = useState(() => {
    const last = books.years.at(-1)
    if (!last) return calendarYear(today)
    const startOn = addDays(last.endOn, 1)
    return { startOn, endOn: twelveMonths(startOn) }
  })
  const errors = formErrors(t, open.error, FIELDS)
  return (
    <RecordForm
      errors={errors} busy={open.isPending} onClose={() => open.reset()} action={t('settings.years.do')} onSubmit={() => open.mutate({ entity, ...year })}
      effect={t('start.own.effect.year', { from: t.date(year.startOn, 'long'), to: t.date(year.endOn, 'long') })}
    >
      {open.data && <Done>{t('settings.years.done', { year: open.data.year })}</Done>}
      <YearDates prefix="new-year" year={year} onYear={setYear} today={today} startError={errorAt(errors, 'new-year-start')} endError={errorAt(errors, 'new-year-end')} />
    </RecordForm>
  )
}
