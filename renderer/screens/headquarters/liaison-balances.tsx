import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Amount } from '../../ui/money.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import trust from '../trust/trust.module.css'

type Row = Output<'pairs.balances'>[number]

/** Each compte interne against its mirror in headquarters' own books. */
export function LiaisonBalances() {
  const t = useWords()
  const navigate = useNavigate()
  const [onlyDifferent, setOnly] = useState(false)
  const expert = useReading() === 'comptable'
  const rows = useApi('pairs.balances', { onlyDifferent })
  const columns = useMemo((): readonly Column<Row>[] => {
    const sum = (pick: (row: Row) => number): number => (rows.data ?? []).reduce((total, row) => total + pick(row), 0)
    const money = (key: 'internalCents' | 'withHeadquartersCents' | 'mirrorCents' | 'withOthersCents' | 'unpairedCents' | 'differenceCents'): Column<Row> =>
      ({ key, header: t(`hq.pairs.${key}`), track: '7.5rem', number: true, cell: (row) => <span className={key === 'differenceCents' && row[key] !== 0 ? 'bad' : undefined}><Amount cents={row[key]} /></span>, foot: <Amount cents={sum((row) => row[key])} /> })
    return [
      { key: 'name', header: t('hq.column.name'), track: 'minmax(10rem, 1fr)', cell: (row) => row.name, foot: t('common.total') },
      money('internalCents'), money('withHeadquartersCents'), money('mirrorCents'), money('differenceCents'), ...(expert ? [money('withOthersCents'), money('unpairedCents')] : []),
    ]
  }, [t, rows.data, expert])
  if (rows.isError) return <Problem error={rows.error} />
  if (!rows.data) return <Skeleton lines={6} />
  const different = rows.data.filter((row) => row.differenceCents !== 0).length
  return (
    <div className="stack">
      <p className={different === 0 ? 'good' : 'soon'} role="status">{t('hq.pairs.different', { count: different })}</p>
      <label className={trust['check']}><input type="checkbox" checked={onlyDifferent} onChange={(event) => setOnly(event.currentTarget.checked)} />{t('hq.pairs.only')}</label>
      {rows.data.length === 0
        ? <EmptyState title={t(onlyDifferent ? 'hq.pairs.allMeet' : 'hq.pairs.none')} text={t('hq.pairs.none.text')} />
        : <VirtualTable label={t('hq.pairs.tab.balances')} columns={columns} count={rows.data.length} rowAt={(index) => rows.data[index]} onOpen={(row) => void navigate({ to: '/liaisons', search: { tab: 'pairs', entity: row.entity } })} showFoot minWidth={expert ? '60rem' : '46rem'} />}
      {rows.data.length > 0 && <div className="row no-print"><ExportButtons report={{ procedure: 'report.liaisons', input: { onlyDifferent } }} /></div>}
    </div>
  )
}
