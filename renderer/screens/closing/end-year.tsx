import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addDays } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { type Books, useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { EntryLinks } from '../entry-links.tsx'
import { Checklist } from './checklist.tsx'
import styles from './closing.module.css'
import { StatementFiles } from './statement-files.tsx'

type Year = Books['years'][number]

/** The year in turn: what must be settled first, what will be booked in words, one button, and where to see it. */
export function EndYear({ year }: { readonly year: Year | undefined }) {
  const t = useWords()
  const { books } = useSession()
  const end = useCommand('year.end')
  const [ended, setEnded] = useState<Year | null>(null)
  return (
    <>
      {end.data && ended && <Ended done={end.data} year={ended} />}
      {year
        ? <YearToEnd key={year.code} year={year} end={end} onEnded={() => setEnded(year)} />
        : <EmptyState title={t(books.years.length === 0 ? 'closing.year.nothing' : 'closing.year.none')} text={t(books.years.length === 0 ? 'closing.year.nothingText' : 'closing.year.noneText')} action={<Link to="/settings" search={{ tab: 'years' }}>{t('closing.year.openNext')}</Link>} />}
    </>
  )
}

function YearToEnd({ year, end, onEnded }: { readonly year: Year; readonly end: ReturnType<typeof useCommand<'year.end'>>; readonly onEnded: () => void }) {
  const t = useWords()
  const { entity, canWrite, today } = useSession()
  const [asking, setAsking] = useState(false)
  const check = useApi('year.check', { entity, year: year.code })
  const ready = check.data?.problems.length === 0 && !check.isPlaceholderData
  return (
    <Card title={t('closing.year.title', { year: year.code })}>
      <p className="soft">{t('closing.year.span', { from: t.date(year.startOn, 'long'), to: t.date(year.endOn, 'long') })}</p>
      {check.isError && <Problem error={check.error} />}
      {end.isError && <Problem error={end.error} />}
      <div className={styles['columns']}>
        {check.data && <Checklist problems={check.data.problems} year={year} />}
        <Effect year={year} />
      </div>
      {year.endOn >= today && <p className={`soft ${styles['running']}`}>{t('closing.year.running', { date: t.date(year.endOn, 'long') })}</p>}
      <div><Button variant={year.endOn >= today ? 'default' : 'filled'} onClick={() => setAsking(true)} disabled={!ready || !canWrite} loading={end.isPending}>{t('closing.year.do', { year: year.code })}</Button></div>
      <ConfirmInWords
        opened={asking} onClose={() => setAsking(false)} title={t('closing.year.confirm', { year: year.code })} action={t('closing.year.do', { year: year.code })} busy={end.isPending}
        onConfirm={() => end.mutate({ entity, year: year.code }, { onSuccess: onEnded, onSettled: () => setAsking(false) })}
      >
        {t('closing.year.confirmText', { date: t.date(year.endOn, 'long') })}
      </ConfirmInWords>
    </Card>
  )
}

/** What ending the year books, said before the button. */
function Effect({ year }: { readonly year: Year }) {
  const t = useWords()
  const { books } = useSession()
  const next = addDays(year.endOn, 1)
  return (
    <div>
      <h3>{t('closing.effect')}</h3>
      <ul className={styles['list']}>
        <li>{t(books.entity.country === 'BE' ? 'closing.effect.result.BE' : 'closing.effect.result.FR')}</li>
        <li>{t('closing.effect.closing', { date: t.date(year.endOn, 'long') })}</li>
        {!books.years.some((each) => each.startOn === next) && <li>{t('closing.effect.next')}</li>}
        <li>{t('closing.effect.opening', { date: t.date(next, 'long') })}</li>
        <li>{t('closing.effect.closed', { date: t.date(year.endOn, 'long') })}</li>
      </ul>
      <p className="note">{t('closing.effect.note')}</p>
    </div>
  )
}

function Ended({ done, year }: { readonly done: Output<'year.end'>; readonly year: Year }) {
  const t = useWords()
  const { resultCents } = done
  const amount = t.money(Math.abs(resultCents))
  return (
    <div className="stack">
      <Done>
        <strong>{t('closing.year.done', { year: done.year })}</strong>
        <p>
          <span className="money">{resultCents > 0 ? t('closing.year.doneProfit', { amount }) : resultCents < 0 ? t('closing.year.doneLoss', { amount }) : t('closing.effect.zero')}</span>
          {' '}{t('closing.year.doneNext', { year: done.nextYear })}
        </p>
        <StatementFiles year={year} />
      </Done>
      <EntryLinks references={done.entries} />
    </div>
  )
}
