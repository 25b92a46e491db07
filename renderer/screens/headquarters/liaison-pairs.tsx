import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Amount, DateText } from '../../ui/money.tsx'
import { usePagedRows } from '../../ui/paged-rows.ts'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switcher } from '../../ui/switcher.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import { HalfList } from './half-list.tsx'

type Pair = Output<'pairs.list'>['pairs'][number]
type State = Pair['state'] | 'any'
const STATES = ['missing', 'different', 'met', 'any'] as const satisfies readonly State[]
const PAGE = 200
const COLOURS = { met: 'good', missing: 'soon', different: 'bad' } as const satisfies Record<Pair['state'], string>

/** Pairs by what became of them, each with its halves, each half with its entry. */
export function LiaisonPairs({ entity }: { readonly entity: string | undefined }) {
  const t = useWords()
  const navigate = useNavigate()
  const [state, setState] = useState<State>(entity === undefined ? 'missing' : 'any')
  const [open, setOpen] = useState<Pair | null>(null)
  const load = useCallback(async (offset: number, limit: number, signal: AbortSignal) => {
    const answer = await call('pairs.list', { ...(entity === undefined ? {} : { entity }), ...(state === 'any' ? {} : { state }), offset, limit }, { signal })
    return { total: answer.total, rows: answer.pairs }
  }, [entity, state])
  const rows = usePagedRows<Pair>({ key: ['pairs.list', entity, state], pageSize: PAGE, load })
  const columns = useMemo((): readonly Column<Pair>[] => [
    { key: 'date', header: t('entry.date'), track: '7rem', cell: (pair) => pair.halves[0] && <DateText date={pair.halves[0].date} /> },
    { key: 'label', header: t('entry.label'), track: 'minmax(12rem, 1.4fr)', cell: (pair) => pair.halves[0]?.label },
    { key: 'between', header: t('hq.pairs.between'), track: 'minmax(12rem, 1fr)', cell: (pair) => pair.halves[0] && t('hq.pairs.sides', { one: pair.halves[0].entityName, other: pair.halves[0].withName ?? pair.halves[0].with }) },
    { key: 'state', header: t('hq.pairs.state'), track: '9rem', cell: (pair) => <span className={COLOURS[pair.state]}>{t(`hq.pairs.state.${pair.state}`)}</span> },
    { key: 'difference', header: t('hq.pairs.differenceCents'), track: '8rem', number: true, cell: (pair) => <Amount cents={pair.differenceCents} blankZero /> },
  ], [t])
  return (
    <div className="stack">
      <div className="row">
        <Switcher label={t('hq.pairs.state')} value={state} onChange={setState} options={STATES.map((value) => ({ value, label: t(`hq.pairs.show.${value}`) }))} />
        {entity !== undefined && <Pill onClick={() => void navigate({ to: '/liaisons', search: { tab: 'pairs' } })}>{t('hq.pairs.everyone', { entity })}</Pill>}
        {rows.total !== undefined && <span className="note" role="status">{t('hq.pairs.count', { count: rows.total })}</span>}
      </div>
      {rows.error ? <Problem error={rows.error} /> : rows.total === undefined ? <Skeleton /> : rows.total === 0
        ? <EmptyState title={t(state === 'missing' || state === 'different' ? 'hq.pairs.allMeet' : 'hq.pairs.none')} text={t('hq.pairs.none.text')} />
        : <VirtualTable label={t('hq.pairs.tab.pairs')} columns={columns} count={rows.total} rowAt={rows.rowAt} onRange={rows.onRange} onOpen={setOpen} minWidth="52rem" />}
      {(rows.total ?? 0) > 0 && <div className="row no-print"><ExportButtons report={{ procedure: 'report.pairs', input: { ...(entity === undefined ? {} : { entity }), ...(state === 'any' ? {} : { state }) } }} /></div>}
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={t('hq.pairs.pair')}>
        {open && <><p>{t(`hq.pairs.why.${open.state}`)}</p><HalfList halves={open.halves} /><p className="note"><Link to="/sum">{t('nav.sum')}</Link></p></>}
      </SidePanel>
    </div>
  )
}
