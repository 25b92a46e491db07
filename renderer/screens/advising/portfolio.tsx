import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { useWords, type Words } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ListExport, type ShownList } from '../list-export.tsx'
import styles from './advising.module.css'
import { type Awaited, awaitedSentence, type Entrusted, reasonSentence, ReasonList, SUBJECTS, subjectOf, type Subject, whenOf } from './reasons.tsx'

type Filter = 'all' | 'any' | 'calm' | Subject
const FILTERS: readonly Filter[] = ['all', 'any', ...SUBJECTS, 'calm']

const NOTHING: readonly Awaited[] = []

function passes(each: Entrusted, filter: Filter): boolean {
  if (filter === 'all') return true
  if (filter === 'any' || filter === 'calm') return (each.reasons.length > 0) === (filter === 'any')
  return each.reasons.some((reason) => subjectOf(reason) === filter)
}

/** The first page of a regional office: the Activités entrusted to it, by name, each with what asks for attention and why. */
export function Portfolio() {
  const t = useWords()
  const reading = useReading()
  const answer = useApi('portfolio.list', {})
  const [filter, setFilter] = useState<Filter>('all')
  const [text, setText] = useState('')
  const all = answer.data?.entities
  const awaited = answer.data?.awaited ?? NOTHING
  const [shown, waiting] = useMemo(() => {
    const words = foldText(text).split(/\s+/u).filter(Boolean)
    const says = (said: string): boolean => words.every((word) => foldText(said).includes(word))
    return [
      (all ?? []).filter((each) => passes(each, filter) && says(`${each.name} ${each.entity} ${each.porteurs.join(' ')}`)),
      filter === 'all' ? awaited.filter((each) => says(each.entity)) : NOTHING,
    ]
  }, [all, awaited, filter, text])
  if (answer.isError) return <Problem error={answer.error} onRetry={() => void answer.refetch()} />
  if (!all) return <Skeleton lines={6} />
  if (all.length === 0) {
    return <Page title={t('advising.portfolio')}><AwaitedCard rows={awaited} /><EmptyState title={t('advising.empty.title')} text={t('advising.empty.text')} action={<Link to="/plis">{t('advising.empty.action')}</Link>} /></Page>
  }
  const busy = all.filter((each) => each.reasons.length > 0).length
  return (
    <Page title={t('advising.portfolio')} lead={t('advising.portfolio.lead', { count: all.length + awaited.length, busy })} actions={<ListExport list={() => listed(t, shown, waiting, t(`advising.filter.${filter}`))} />}>
      <div className={styles['filters']} role="group" aria-label={t('advising.filter')}>
        {FILTERS.map((each) => {
          const count = all.filter((one) => passes(one, each)).length + (each === 'all' ? awaited.length : 0)
          if (count === 0 && each !== 'all' && each !== filter) return null
          return <Pill key={each} aria-pressed={filter === each} onClick={() => setFilter(each)}>{t(`advising.filter.${each}`)} <span className={styles['count']}>{t.count(count)}</span></Pill>
        })}
        <span className="grow" />
        <input className={inputClass} type="search" value={text} aria-label={t('advising.search')} placeholder={t('advising.search')} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
      </div>
      <p className="visually-hidden" role="status">{t('advising.shown', { count: shown.length + waiting.length })}</p>
      {shown.length === 0 ? waiting.length === 0 && <p className="soft">{t('advising.none')}</p> : reading === 'clair' ? <Calm rows={shown} /> : <Dense rows={shown} />}
      <AwaitedCard rows={waiting} />
    </Page>
  )
}

/** Entrusted, and nothing to read yet. */
function AwaitedCard({ rows }: { readonly rows: readonly Awaited[] }) {
  const t = useWords()
  if (rows.length === 0) return null
  return <Card title={t('advising.awaited')}><ul>{rows.map((row) => <li key={row.entity}>{awaitedSentence(t, row)}</li>)}</ul></Card>
}

/** The rows that the filter shows, with why each asks for attention. */
function listed(t: Words, rows: readonly Entrusted[], waiting: readonly Awaited[], filter: string): ShownList {
  return {
    name: 'portefeuille', title: t('advising.portfolio'), notes: [filter],
    columns: (['code', 'name', 'porteur', 'why', 'news', 'next'] as const).map((key) => ({ label: t(`advising.column.${key}`), type: key === 'news' ? 'date' : 'text', width: key === 'why' ? 8 : 3 })),
    rows: [...rows.map((row) => [
      { text: row.entity }, { text: row.name }, { text: row.porteurs.join(', ') }, { text: row.reasons.length === 0 ? t('advising.nothing') : row.reasons.map((reason) => reasonSentence(t, reason)).join('\n') },
      row.lastNewsOn === null ? null : { date: row.lastNewsOn }, row.nextAppointment ? { text: whenOf(t, row.nextAppointment) } : null,
    ]), ...waiting.map((row) => [{ text: row.entity }, null, null, { text: awaitedSentence(t, row) }, null, null])],
  }
}

function Name({ row }: { readonly row: Entrusted }) {
  return <Link to="/entrusted" search={(now) => ({ ...now, e: row.entity })}>{row.name}</Link>
}

function Calm({ rows }: { readonly rows: readonly Entrusted[] }) {
  const t = useWords()
  return (
    <ul className={styles['list']}>
      {rows.map((row) => (
        <li key={row.entity} className={styles['item']}>
          <div>
            <h2><Name row={row} /></h2>
            {row.porteurs.length > 0 && <p className={styles['meta']}>{row.porteurs.join(', ')}</p>}
            <ReasonList reasons={row.reasons} />
          </div>
          <div className={styles['aside']}>
            {!row.reasons.some((reason) => reason.kind === 'never_heard') && <span>{row.lastNewsOn === null ? t('advising.noNews') : t('advising.lastNews', { date: t.date(row.lastNewsOn, 'long') })}</span>}
            {row.nextAppointment && <span>{t('advising.next', { when: whenOf(t, row.nextAppointment) })}</span>}
            {row.openProposals > 0 && !row.reasons.some((reason) => reason.kind === 'proposal_waiting') && <span>{t('advising.proposalsOut', { count: row.openProposals })}</span>}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Dense({ rows }: { readonly rows: readonly Entrusted[] }) {
  const t = useWords()
  return (
    <PlainTable
      label={t('advising.portfolio')} rows={rows} rowKey={(row) => row.entity}
      columns={[
        { key: 'code', header: t('advising.column.code'), cell: (row) => row.entity },
        { key: 'name', header: t('advising.column.name'), cell: (row) => <Name row={row} /> },
        { key: 'porteur', header: t('advising.column.porteur'), cell: (row) => row.porteurs.join(', ') },
        { key: 'why', header: t('advising.column.why'), cell: (row) => <div className={styles['cell']}><ReasonList reasons={row.reasons} /></div> },
        { key: 'news', header: t('advising.column.news'), cell: (row) => (row.lastNewsOn === null ? '–' : t.date(row.lastNewsOn)) },
        { key: 'next', header: t('advising.column.next'), cell: (row) => (row.nextAppointment ? `${t.date(row.nextAppointment.on)} ${row.nextAppointment.at ?? ''}` : '–') },
      ]}
    />
  )
}
