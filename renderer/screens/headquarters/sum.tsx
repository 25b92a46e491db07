import { createRoute } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { addYears, type CalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useReading, useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field, SelectField } from '../../ui/field.tsx'
import { Amount, Money } from '../../ui/money.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { ExportButtons } from '../export-buttons.tsx'
import { HalfList } from './half-list.tsx'
import trust from '../trust/trust.module.css'
import styles from './headquarters.module.css'
import { SumDetail } from './sum-detail.tsx'

type Sum = Output<'books.sum'>
type Row = Sum['rows'][number]

/** The books of a legal person: the sum of those of every Activité that lives in it and of headquarters' own, and the halves that lack. */
function SumOfBooks() {
  const t = useWords()
  const { today, entities, canWrite } = useSession()
  const legal = entities.filter((entity) => entity.kind === 'headquarters')
  const [asOf, setAsOf] = useState<CalendarDate>(today)
  const [chosen, setChosen] = useState('')
  const legalEntity = chosen === '' ? (legal.length > 1 ? legal[0]?.code : undefined) : chosen
  const [office, setOffice] = useState('')
  const [compares, setCompares] = useState(false)
  const offices = useApi('office.list', {})
  const input = { asOf, ...(legalEntity === undefined ? {} : { legalEntity }), ...(office === '' ? {} : { office }) }
  const asked = { ...input, ...(compares ? { compareOn: addYears(asOf, -1) } : {}), again: false }
  const sum = useApi('books.sum', asked)
  return (
    <Page title={t('nav.sum')} lead={sum.data ? t('hq.sum.lead', { count: sum.data.entities, date: t.date(sum.data.asOf, 'long') }) : t('hq.sum.what')}>
      <div className={styles['filters']}>
        <Field id="sum-date" label={t('hq.sum.asOf')} width="12rem"><DateField id="sum-date" date={asOf} near={today} today={today} onChange={setAsOf} /></Field>
        {legal.length > 1 && <SelectField id="sum-legal" label={t('hq.sum.legal')} value={legalEntity ?? ''} onChange={setChosen} width="20rem" options={legal.map((entity) => ({ value: entity.code, label: entity.name }))} />}
        {(offices.data ?? []).length > 0 && <SelectField id="sum-books" label={t('hq.sum.books')} value={office} onChange={setOffice} width="18rem" options={[{ value: '', label: t('hq.sum.books.all') }, ...(offices.data ?? []).map((each) => ({ value: each.code, label: t('hq.sum.books.of', { office: each.name }) }))]} />}
        <label className={trust['check']}><input type="checkbox" checked={compares} onChange={(event) => setCompares(event.currentTarget.checked)} />{t('hq.sum.compare')}</label>
      </div>
      {sum.isError ? <Problem error={sum.error} /> : !sum.data ? <Skeleton lines={8} /> : <Answer sum={sum.data} input={input} compareOn={asked.compareOn} />}
      {sum.data && sum.data.rows.length > 0 && <div className="row no-print"><ExportButtons report={{ procedure: 'report.sum', input: asked }} /></div>}
      {canWrite && <Rebuild />}
    </Page>
  )
}

function Answer({ sum, input, compareOn }: { readonly sum: Sum; readonly input: { readonly asOf: CalendarDate; readonly legalEntity?: string; readonly office?: string }; readonly compareOn: CalendarDate | undefined }) {
  const t = useWords()
  const [open, setOpen] = useState<Row | null>(null)
  const plain = useReading() === 'clair'
  const columns = useColumns(sum, compareOn)
  if (sum.rows.length === 0) return <EmptyState title={t('hq.sum.none')} text={t('hq.sum.none.text')} />
  return (
    <>
      {input.office === undefined && <Halves sum={sum} />}
      <VirtualTable label={t('nav.sum')} columns={columns} count={sum.rows.length} rowAt={(index) => sum.rows[index]} onOpen={setOpen} showFoot minWidth={`${(plain ? 44 : 58) + (compareOn ? 12 : 0)}rem`} height="36rem" />
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={open ? `${open.account} · ${open.label}` : ''}>{open && <SumDetail account={open.account} input={input} />}</SidePanel>
    </>
  )
}

function useColumns(sum: Sum, compareOn: CalendarDate | undefined): readonly Column<Row>[] {
  const t = useWords()
  const plain = useReading() === 'clair'
  return useMemo((): readonly Column<Row>[] => {
    const { totals } = sum
    const charts = new Set(sum.rows.map((row) => row.chart)).size > 1
    return [
      { key: 'account', header: t('hq.sum.account'), track: '5rem', cell: (row) => row.account, foot: t('common.total') },
      { key: 'label', header: t('entry.label'), track: 'minmax(10rem, 1fr)', cell: (row) => row.label },
      ...(charts ? [{ key: 'chart', header: t('hq.sum.chart'), track: '7rem', cell: (row: Row) => row.chart }] : []),
      ...(plain ? [] : [
        { key: 'opening', header: t('hq.sum.opening'), track: '6.75rem', number: true, cell: (row: Row) => <Amount cents={row.openingCents} />, foot: <Amount cents={totals.openingCents} /> },
        { key: 'debit', header: t('plain.debit'), track: '6.75rem', number: true, cell: (row: Row) => <Amount cents={row.debitCents} />, foot: <Amount cents={totals.debitCents} /> },
        { key: 'credit', header: t('plain.credit'), track: '6.75rem', number: true, cell: (row: Row) => <Amount cents={row.creditCents} />, foot: <Amount cents={totals.creditCents} /> },
      ]),
      { key: 'balance', header: t('hq.sum.added'), track: '6.75rem', number: true, cell: (row) => <Amount cents={row.balanceCents} />, foot: <Amount cents={totals.balanceCents} /> },
      { key: 'eliminated', header: t('hq.sum.eliminated'), track: '6.75rem', number: true, cell: (row) => <Amount cents={row.eliminatedCents} blankZero />, foot: <Amount cents={totals.eliminatedCents} /> },
      { key: 'remaining', header: t('hq.sum.remaining'), track: '6.75rem', number: true, cell: (row) => <Amount cents={row.remainingCents} />, foot: <Amount cents={totals.remainingCents} /> },
      ...(compareOn === undefined || sum.beforeCents === null ? [] : [
        { key: 'before', header: t.date(compareOn), track: '6.75rem', number: true, cell: (row: Row) => <Amount cents={row.beforeCents ?? 0} />, foot: <Amount cents={sum.beforeCents} /> },
        { key: 'change', header: t('hq.sum.change'), track: '6.75rem', number: true, cell: (row: Row) => <Amount cents={row.remainingCents - (row.beforeCents ?? 0)} />, foot: <Amount cents={totals.remainingCents - sum.beforeCents} /> },
      ]),
    ]
  }, [t, plain, sum, compareOn])
}

/** The kept sum made again from every book: for who doubts it, or whom a verification sends here. */
function Rebuild() {
  const t = useWords()
  const again = useLongCall('books.sum.rebuild')
  if (again.pending) return <ProgressBar step={again.progress} onCancel={again.cancel} />
  return (
    <div className="row">
      <Pill onClick={() => void again.start({})}>{t('hq.sum.again')}</Pill>
      {again.data !== undefined && <span className="good" role="status">{t('hq.sum.again.done')}</span>}
      {again.error ? <Problem error={again.error} /> : null}
    </div>
  )
}

/** Comptes internes and their mirrors must come to nothing; what does not is listed half by half. */
function Halves({ sum }: { readonly sum: Sum }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  if (sum.missingCount === 0 && sum.internal.differenceCents === 0) return <p className="good">{t('hq.sum.meets')}</p>
  return (
    <Card title={t('hq.sum.missing', { count: sum.missingCount })}>
      <p>{t('hq.sum.difference')} <Money cents={sum.internal.differenceCents} sign />{sum.internal.otherCents !== 0 && <> · {t('hq.sum.other')} <Money cents={sum.internal.otherCents} sign /></>}</p>
      {sum.missingCount > 0 && <div><button type="button" className={styles['inner']} aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'hq.sum.hide' : 'hq.sum.show')}</button></div>}
      {open && <HalfList halves={sum.missingHalves} />}
      {open && sum.missingCount > sum.missingHalves.length && <p className="note">{t('hq.sum.more', { count: sum.missingCount - sum.missingHalves.length })}</p>}
    </Card>
  )
}

export const sumRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sum', component: SumOfBooks })
