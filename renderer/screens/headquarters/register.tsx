import { Button } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { useWords } from '../../i18n/use-words.tsx'
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
import { type Glance, GLANCES, isIn } from './glance.ts'
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
      <HomeNotices />
      {rows.data.length === 0
        ? <EmptyState title={t('hq.register.none')} text={t('hq.register.none.text')} action={<><Button component={Link} to="/trust">{t('nav.trust')}</Button><Button variant="default" component={Link} to="/join/accept">{t('nav.accept')}</Button></>} />
        : <Table rows={rows.data} />}
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
  const offices = useMemo(() => [...new Set(rows.flatMap((row) => row.offices))].sort(), [rows])
  const counts = useMemo(() => new Map(GLANCES.map((each) => [each, rows.filter((row) => isIn(each, row)).length])), [rows])
  const shown = useMemo(() => {
    const wanted = foldText(text).split(/\s+/u).filter(Boolean)
    return rows.filter((row) => isIn(glance, row) && (office === '' || (office === NONE ? row.offices.length === 0 : row.offices.includes(office))) && wanted.every((word) => foldText(`${row.entity} ${row.name}`).includes(word)))
  }, [rows, text, office, glance])
  const expert = useReading() === 'comptable'
  const columns = useMemo((): readonly Column<Fresh>[] => [
    ...(expert ? [{ key: 'code', header: t('hq.panel.code'), track: 'minmax(6rem, 0.8fr)', cell: (row: Fresh) => row.entity }] : []),
    { key: 'name', header: t('hq.column.name'), track: 'minmax(10rem, 1.2fr)', cell: (row) => row.name },
    { key: 'office', header: t('hq.column.office'), track: 'minmax(5rem, 0.6fr)', cell: (row) => row.offices.join(', ') },
    { key: 'last', header: t('hq.column.last'), track: '6.5rem', cell: (row) => (row.lastPliOn ? <DateText date={row.lastPliOn} /> : <span className="soft">{t('hq.never')}</span>) },
    ...(expert ? [{ key: 'days', header: t('hq.column.days'), track: '3rem', number: true, cell: (row: Fresh) => row.daysSince }] : []),
    { key: 'state', header: t('hq.column.state'), track: 'minmax(12rem, 2.4fr)', cell: (row) => <RowState row={row} /> },
    { key: 'closed', header: t('hq.column.closed'), track: '6rem', cell: (row) => row.closedUntil && <DateText date={row.closedUntil} /> },
    ...(expert ? [{ key: 'facts', header: t('hq.column.facts'), track: '4rem', number: true, cell: (row: Fresh) => t.count(row.factsHeld) }] : []),
  ], [t, expert])
  const go = (code: string | undefined): void => void navigate({ to: '/', search: (code === undefined ? {} : { a: code }) as never })
  return (
    <>
      <ul className={styles['glance']} aria-label={t('hq.glance')}>
        {GLANCES.filter((each) => each === 'all' || each === glance || (counts.get(each) ?? 0) > 0).map((each) => <li key={each}><button type="button" aria-pressed={each === glance} onClick={() => setGlance(each)}>{t(`hq.glance.${each}`)} <strong>{t.count(counts.get(each) ?? 0)}</strong></button></li>)}
      </ul>
      <div className={styles['filters']}>
        <div className={styles['field']}><Field id="register-search" label={t('common.search')}><input id="register-search" className={inputClass} value={text} placeholder={t('plis.search')} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} /></Field></div>
        {offices.length > 0 && <div className={styles['field']}><SelectField id="register-office" label={t('hq.column.office')} value={office} onChange={setOffice} options={[{ value: '', label: t('hq.allOffices') }, ...offices.map((code) => ({ value: code, label: code })), { value: NONE, label: t('hq.noOffice') }]} /></div>}
        <span className="note" role="status">{t('hq.shown', { count: shown.length })}</span>
      </div>
      <VirtualTable label={t('hq.register')} columns={columns} count={shown.length} rowAt={(index) => shown[index]} onOpen={(row) => go(row.entity)} minWidth={expert ? '56rem' : '46rem'} height="calc(100vh - 21rem)" />
      <SidePanel opened={opened !== undefined} onClose={() => go(undefined)} title={rows.find((row) => row.entity === opened)?.name ?? opened ?? ''}>
        {opened !== undefined && <RegisterPanel code={opened} fresh={rows.find((row) => row.entity === opened)} />}
      </SidePanel>
    </>
  )
}

/** No code of an office can hold a space. */
const NONE = ' '
