import { Button } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Field, inputClass, SelectField } from '../../ui/field.tsx'
import { DateText } from '../../ui/money.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { HomeNotices } from '../notices/home-notices.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import { type Glance, GLANCES, inOrder, isIn, type Order, ORDERS } from './glance.ts'
import styles from './headquarters.module.css'
import { RegisterPanel } from './register-panel.tsx'
import { RowState } from './row-state.tsx'
import { type Fresh, useFreshness } from './use-freshness.ts'

/** Headquarters' first page: every Activité, how fresh and how whole its books are here, in the order of their names. */
export function Register() {
  const t = useWords()
  const rows = useFreshness()
  const actions = <Button component={Link} to="/inbox">{t('hq.inbox.open')}</Button>
  if (rows.isError) return <Page title={t('hq.register')}><Problem error={rows.error} /></Page>
  if (!rows.data) return <Skeleton lines={8} />
  return (
    <Page title={t('hq.register')} lead={t('hq.register.lead', { count: rows.data.length })} actions={actions}>
      {rows.data.length === 0
        ? <EmptyState title={t('hq.register.none')} text={t('hq.register.none.text')} action={<><Button component={Link} to="/trust">{t('nav.trust')}</Button><Button variant="default" component={Link} to="/join/accept">{t('nav.accept')}</Button></>} />
        : <Table rows={rows.data} />}
      <HomeNotices />
    </Page>
  )
}

function Table({ rows }: { readonly rows: readonly Fresh[] }) {
  const t = useWords()
  const navigate = useNavigate()
  const { a: opened } = useSearch({ strict: false }) as { a?: string }
  const [text, setText] = useState('')
  const [office, setOffice] = useState('')
  const [glance, setGlance] = useState<Glance>('all')
  const [order, setOrder] = useState<Order>('name')
  const names = useOfficeNames()
  const offices = useMemo(() => [...new Set(rows.flatMap((row) => row.offices))].sort(), [rows])
  const counts = useMemo(() => new Map(GLANCES.map((each) => [each, rows.filter((row) => isIn(each, row)).length])), [rows])
  const shown = useMemo(() => {
    const wanted = foldText(text).split(/\s+/u).filter(Boolean)
    return inOrder(order, rows).filter((row) => isIn(glance, row) && (office === '' || (office === NONE ? row.offices.length === 0 : row.offices.includes(office))) && wanted.every((word) => foldText(`${row.entity} ${row.name}`).includes(word)))
  }, [rows, text, office, glance, order])
  const expert = useReading() === 'comptable'
  const columns = useMemo((): readonly Column<Fresh>[] => [
    ...(expert ? [{ key: 'code', header: t('hq.panel.code'), track: 'minmax(8.5rem, 0.8fr)', cell: (row: Fresh) => row.entity }] : []),
    { key: 'name', header: t('hq.column.name'), track: 'minmax(10rem, 1.2fr)', cell: (row) => row.name },
    { key: 'office', header: t('hq.column.office'), track: expert ? 'minmax(6rem, 0.6fr)' : 'minmax(10.5rem, 1fr)', cell: (row) => (expert ? row.offices : row.offices.map((code) => names.get(code) ?? code)).join(', ') },
    { key: 'last', header: t('hq.column.last'), track: '6.5rem', cell: (row) => (row.lastPliOn ? <DateText date={row.lastPliOn} /> : <span className="soft">{t('hq.never')}</span>) },
    ...(expert ? [{ key: 'days', header: t('hq.column.days'), track: '3rem', number: true, cell: (row: Fresh) => row.daysSince }] : []),
    { key: 'state', header: t('hq.column.state'), track: 'minmax(13rem, 2fr)', cell: (row) => <RowState row={row} /> },
    { key: 'closed', header: t('hq.column.closed'), track: '6rem', cell: (row) => row.closedUntil && <DateText date={row.closedUntil} /> },
    ...(expert ? [{ key: 'facts', header: t('hq.column.facts'), track: '4rem', number: true, cell: (row: Fresh) => t.count(row.factsHeld) }] : []),
  ], [t, expert, names])
  const go = (code: string | undefined): void => void navigate({ to: '/', search: (code === undefined ? {} : { a: code }) as never })
  return (
    <>
      <ul className={styles['glance']} aria-label={t('hq.glance')}>
        {GLANCES.filter((each) => each === 'all' || each === glance || (counts.get(each) ?? 0) > 0).map((each) => <li key={each}><button type="button" aria-pressed={each === glance} onClick={() => setGlance(each)}>{t(`hq.glance.${each}`)} <strong>{t.count(counts.get(each) ?? 0)}</strong></button></li>)}
      </ul>
      <div className={styles['filters']}>
        <div className={styles['field']}><Field id="register-search" label={t('common.search')}><input id="register-search" className={inputClass} value={text} placeholder={t('plis.search')} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} /></Field></div>
        {offices.length > 0 && <div className={styles['field']}><SelectField id="register-office" label={t('hq.column.office')} value={office} onChange={setOffice} options={[{ value: '', label: t('hq.allOffices') }, ...offices.map((code) => ({ value: code, label: names.get(code) ?? code })), { value: NONE, label: t('hq.noOffice') }]} /></div>}
        <div className={styles['field']}><SelectField id="register-order" label={t('hq.order')} value={order} onChange={(value) => setOrder(value as Order)} options={ORDERS.map((value) => ({ value, label: t(`hq.order.${value}`) }))} /></div>
        <span className="note" role="status">{t('hq.shown', { count: shown.length })}</span>
      </div>
      <VirtualTable label={t('hq.register')} columns={columns} count={shown.length} rowAt={(index) => shown[index]} onOpen={(row) => go(row.entity)} minWidth={expert ? '60rem' : '52rem'} height="calc(100vh - 21rem)" />
      <div className="row no-print"><ExportButtons report={{ procedure: 'report.register', input: { entities: shown.map((row) => row.entity) } }} /></div>
      <SidePanel opened={opened !== undefined} onClose={() => go(undefined)} title={rows.find((row) => row.entity === opened)?.name ?? opened ?? ''}>
        {opened !== undefined && <RegisterPanel code={opened} fresh={rows.find((row) => row.entity === opened)} />}
      </SidePanel>
    </>
  )
}

/** What offices are called; a code alone as long as its office is not recorded. */
function useOfficeNames(): ReadonlyMap<string, string> {
  const offices = useApi('office.list', {})
  return useMemo(() => new Map((offices.data ?? []).map((office) => [office.code, office.name])), [offices.data])
}

/** No code of an office can hold a space. */
const NONE = ' '
