import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays } from '../../../core/kernel/calendar-date.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { type Books, useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Done, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './books.module.css'

type Year = Books['years'][number]

export const yearEndRoute = createRoute({ getParentRoute: () => rootRoute, path: '/year-end', component: YearEnd })

/** Ending a year: what must be true first, what will be booked, one button; and opening it again with a reason. */
function YearEnd() {
  const t = useWords()
  const { books } = useSession()
  const open = books.years.find((year) => books.closedUntil === null || year.endOn > books.closedUntil)
  const last = books.years.findLast((year) => books.closedUntil !== null && year.endOn <= books.closedUntil)
  return (
    <Page title={t('nav.yearEnd')} lead={t('yearEnd.lead')}>
      <YearList />
      {open ? <EndYear key={open.code} year={open} /> : <EmptyState title={t('yearEnd.none.title')} text={t('yearEnd.none.text')} action={<Link to="/settings" search={{ tab: 'years' }}>{t('nav.settings')}</Link>} />}
      {last && last.endOn === books.closedUntil && <ReopenYear key={last.code} year={last} />}
    </Page>
  )
}

function YearList() {
  const t = useWords()
  const { books } = useSession()
  return (
    <Card>
      <table className={styles['years']}>
        <thead><tr><th scope="col">{t('yearEnd.year')}</th><th scope="col">{t('yearEnd.days')}</th><th scope="col">{t('journals.state')}</th></tr></thead>
        <tbody>
          {books.years.map((year) => (
            <tr key={year.code}>
              <th scope="row">{year.code}</th><td>{t('period.days', { from: t.date(year.startOn), to: t.date(year.endOn) })}</td>
              <td>{books.closedUntil !== null && year.endOn <= books.closedUntil ? t('yearEnd.closed') : books.closedUntil !== null && year.startOn <= books.closedUntil ? t('yearEnd.partly', { date: t.date(books.closedUntil) }) : t('yearEnd.open')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function EndYear({ year }: { readonly year: Year }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const check = useApi('year.check', { entity, year: year.code })
  const balance = useApi('trialBalance', { entity, from: year.startOn, asOf: year.endOn })
  const end = useCommand('year.end')
  const [asking, setAsking] = useState(false)
  if (check.isError) return <Problem error={check.error} />
  if (!check.data) return <Skeleton lines={4} />
  const { problems } = check.data
  const result = -(balance.data?.rows ?? []).filter((row) => /^[67]/u.test(row.account)).reduce((sum, row) => sum + row.balanceCents, 0)
  return (
    <Card title={t('yearEnd.end', { year: year.code })}>
      <div className="stack" style={{ marginTop: 8 }}>
        <h3>{t('yearEnd.checklist')}</h3>
        <ul className={styles['checks']}>
          {problems.length === 0 ? <li className="good">{t('yearEnd.ready')}</li> : problems.map((problem) => <li key={problem.code} className="bad">{sentence(t.language, problem)}</li>)}
          {balance.data && <li>{t(balance.data.totals.balanceCents === 0 ? 'yearEnd.balanced' : 'yearEnd.unbalanced')}</li>}
          <li><Link to="/matching">{t('yearEnd.match')}</Link></li>
          <li><Link to="/backups">{t('yearEnd.backup')}</Link></li>
          <li><Link to="/statements" search={{}}>{t('yearEnd.read')}</Link></li>
        </ul>
        {balance.data && <p>{t(result >= 0 ? 'yearEnd.effect.profit' : 'yearEnd.effect.loss', { year: year.code, date: t.date(addDays(year.endOn, 1), 'long') })} <strong><Money cents={Math.abs(result)} /></strong>.</p>}
        {end.isError && <Problem error={end.error} />}
        {end.isSuccess && <Done>{t('yearEnd.done', { entries: end.data.entries.join(', '), next: end.data.nextYear })}</Done>}
        <div><Button onClick={() => setAsking(true)} disabled={problems.length > 0 || !canWrite} loading={end.isPending}>{t('yearEnd.do', { year: year.code })}</Button></div>
      </div>
      <ConfirmInWords opened={asking} onClose={() => setAsking(false)} title={t('yearEnd.do', { year: year.code })} action={t('yearEnd.do', { year: year.code })} busy={end.isPending} onConfirm={() => end.mutate({ entity, year: year.code }, { onSettled: () => setAsking(false) })}>
        <p>{t('yearEnd.confirm', { year: year.code, date: t.date(year.endOn, 'long') })}</p>
      </ConfirmInWords>
    </Card>
  )
}

function ReopenYear({ year }: { readonly year: Year }) {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const [asking, setAsking] = useState(false)
  const reopen = useCommand('year.reopen')
  return (
    <Card title={t('yearEnd.reopen', { year: year.code })}>
      <p className="soft">{t('yearEnd.reopen.text')}</p>
      {reopen.isError && <Problem error={reopen.error} />}
      <div><Pill onClick={() => setAsking(true)} disabled={!canWrite}>{t('yearEnd.reopen', { year: year.code })}</Pill></div>
      <ConfirmInWords opened={asking} onClose={() => setAsking(false)} title={t('yearEnd.reopen', { year: year.code })} action={t('yearEnd.reopen', { year: year.code })} reasonLabel={t('yearEnd.reopen.reason')} busy={reopen.isPending} onConfirm={(reason) => reopen.mutate({ entity, year: year.code, reason }, { onSettled: () => setAsking(false) })}>
        <p>{t('yearEnd.reopen.text')}</p>
      </ConfirmInWords>
    </Card>
  )
}
