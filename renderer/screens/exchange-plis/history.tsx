import { useCallback, useMemo, useState } from 'react'
import { call, type Output } from '../../client.ts'
import { sentences } from '../../i18n/refusals.ts'
import { useWords, type Words } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { usePagedRows } from '../../ui/paged-rows.ts'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switcher } from '../../ui/switcher.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { ListExport, type ShownList } from '../list-export.tsx'
import styles from './plis.module.css'
import { addresseeWords, streamWords } from './stream-words.ts'
import { Receipts } from './receipts.tsx'

type Row = Output<'pli.history'>['rows'][number]
const PAGE = 200
const SHOWS = ['all', 'sent', 'received', 'waiting', 'refused'] as const
type Show = (typeof SHOWS)[number]
const COLOURS = { sent: '', taken: 'good', known: 'soft', waiting: 'soon', refused: 'bad' } as const satisfies Record<Row['outcome'], string>

/** Everything sent and received, and what the others say they hold of these books. */
export function HistoryTab() {
  const t = useWords()
  const names = useNames()
  const [open, setOpen] = useState<Row | null>(null)
  const [show, setShow] = useState<Show>('all')
  const load = useCallback((offset: number, limit: number, signal: AbortSignal) => call('pli.history', { offset, limit, show }, { signal }), [show])
  const { total, rowAt, onRange, error } = usePagedRows<Row>({ key: ['pli.history', show], pageSize: PAGE, load })
  /** All of the filter, however many pages are in view. */
  const shown = async (): Promise<ShownList> => {
    const rows: Row[] = []
    for (let more = true; more;) {
      const page = await call('pli.history', { offset: rows.length, limit: PAGE, show })
      rows.push(...page.rows)
      more = page.rows.length > 0 && rows.length < page.total
    }
    return {
      name: 'historique-des-plis', title: t('history.title'), notes: [t(`history.show.${show}`)],
      columns: (['when', 'direction', 'with', 'number', 'facts', 'outcome', 'file'] as const).map((key) => ({ label: t(`history.${key}`), type: 'text', width: WIDTHS[key] })),
      rows: rows.map((row) => [t.instant(row.at), t(`history.${row.direction}`), partner(t, row, names), row.number === null ? '' : String(row.number), t.count(row.facts), outcomeWords(t, row), row.fileName ?? ''].map((text) => ({ text }))),
    }
  }
  const columns = useMemo((): readonly Column<Row>[] => [
    { key: 'at', header: t('history.when'), track: '13rem', cell: (row) => t.instant(row.at) },
    { key: 'direction', header: t('history.direction'), track: '6rem', cell: (row) => t(`history.${row.direction}`) },
    { key: 'with', header: t('history.with'), track: 'minmax(10rem, 1fr)', cell: (row) => partner(t, row, names) },
    { key: 'number', header: t('history.number'), track: '5rem', number: true, cell: (row) => row.number },
    { key: 'facts', header: t('history.facts'), track: '7rem', number: true, cell: (row) => t.count(row.facts) },
    { key: 'outcome', header: t('history.outcome'), track: '9rem', cell: (row) => <span className={COLOURS[row.outcome]}>{outcomeWords(t, row)}</span> },
  ], [t, names])
  return (
    <div className="stack">
      <Receipts />
      <div className={styles['filters']}>
        <Switcher label={t('history.filter')} value={show} onChange={setShow} options={SHOWS.map((value) => ({ value, label: t(`history.show.${value}`) }))} />
        {total !== undefined && <span className="note" role="status">{t('history.count', { count: total })}</span>}
        <span className="grow" />
        {total !== undefined && total > 0 && <ListExport list={shown} />}
      </div>
      {error ? <Problem error={error} /> : total === undefined ? <Skeleton /> : total === 0
        ? <EmptyState title={t(show === 'all' ? 'history.none' : 'history.noneSo')} text={t('history.none.text')} />
        : <VirtualTable key={show} label={t('plis.tab.history')} columns={columns} count={total} rowAt={rowAt} onRange={onRange} onOpen={setOpen} height="32rem" minWidth="48rem" />}
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={open ? t(open.direction === 'sent' ? 'history.sentTo' : 'history.receivedFrom', { name: partner(t, open, names) }) : ''}>
        {open && <Details row={open} />}
      </SidePanel>
    </div>
  )
}

const WIDTHS = { when: 4, direction: 2, with: 5, number: 1, facts: 2, outcome: 2, file: 5 } as const

function outcomeWords(t: Words, row: Row): string {
  return row.outcome === 'sent' ? t('history.made') : t(`taken.${row.outcome}`)
}

type Names = ReadonlyMap<string, string>

/** Whom plis are for, by name: what is sent to somebody and what comes from there say the same name. */
function useNames(): Names {
  const addressees = useApi('pli.addressees', {}).data
  return useMemo(() => new Map(addressees?.flatMap(({ to, kind, name }) => [[to, name], [kind === 'office' ? `office:${to}` : to, name]])), [addressees])
}

function partner(t: Words, row: Row, names: Names): string {
  if (row.with === null) return t('taken.unknownSender')
  return row.direction === 'sent' ? (names.get(row.with) ?? addresseeWords(t, row.with)) : row.with
}

function Details({ row }: { readonly row: Row }) {
  const t = useWords()
  return (
    <>
      <p>{t.instant(row.at)}{row.sizeBytes !== null && <> · {t.bytes(row.sizeBytes)}</>}</p>
      {row.fileName && <p className="note" style={{ overflowWrap: 'anywhere' }}>{row.fileName}</p>}
      {sentences(t, row.refused).map((said) => <p key={said}>{said}</p>)}
      {row.recipients.length > 0 && <div><h3>{t('plis.readers')}</h3><ul>{row.recipients.map((name) => <li key={name}>{name}</li>)}</ul></div>}
      {row.segments.length > 0 && <div><h3>{t('history.streams')}</h3><ul>{row.segments.map((segment) => <li key={`${segment.stream}${segment.from}`}>{t('plis.stream', { stream: streamWords(t, segment.stream), from: segment.from, to: segment.to })}{segment.answer && ` : ${t(`answer.${segment.answer}`)}`}</li>)}</ul></div>}
    </>
  )
}
