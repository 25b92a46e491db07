import { createRoute, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { usePeriod, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Amount, DateText } from '../../ui/money.tsx'
import { Page } from '../../ui/page.tsx'
import { usePagedRows } from '../../ui/paged-rows.ts'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useAccountName } from '../account-name.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import styles from './books.module.css'

type Entry = Output<'journal'>['entries'][number]

interface JournalsSearch {
  readonly journal?: string
  /** Marks the entries that have no document. */
  readonly missing?: boolean
}

export const journalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/journals',
  validateSearch: (search: Record<string, unknown>): JournalsSearch => compact({ journal: searchText(search['journal']), missing: search['missing'] === true ? true : undefined }),
  component: Journals,
})

const PAGE = 100

/** Entries of one journal or of all, over the period of the page. */
function Journals() {
  const t = useWords()
  const { entity, books } = useSession()
  const { from, to } = usePeriod()
  const { journal, missing } = journalsRoute.useSearch()
  const navigate = useNavigate()
  const reading = useReading()
  const filter = useMemo(() => ({ entity, from, to, ...(journal ? { journal } : {}) }), [entity, from, to, journal])
  const load = useCallback(async (offset: number, limit: number, signal: AbortSignal) => {
    const page = await call('journal', { ...filter, offset, limit }, { signal })
    return { total: page.total, rows: page.entries }
  }, [filter])
  const rows = usePagedRows<Entry>({ key: ['journal', filter], pageSize: PAGE, load })
  const columns = useColumns(missing === true)
  if (rows.error) return <Problem error={rows.error} />
  const period = describePeriod(t.language, { from, to })
  return (
    <Page
      title={t('nav.journals')} lead={rows.total === undefined ? period : <>{t('common.entries', { count: rows.total })} · {period}{missing && <> · {t('journals.missing')}</>}</>}
      actions={<ExportButtons report={{ procedure: 'report.journal', input: filter }} />}
    >
      <div className={styles['filters']}>
        <label htmlFor="journal">{t('entry.journal')}</label>
        <select
          id="journal" className={`${inputClass} ${styles['select']}`} value={journal ?? ''}
          onChange={(event) => { const value = event.currentTarget.value; void navigate({ to: '/journals', search: compact({ journal: value || undefined, missing }) }) }}
        >
          <option value="">{t('journals.all')}</option>
          {books.journals.map((each) => <option key={each.code} value={each.code}>{reading === 'clair' ? each.label : `${each.code} · ${each.label}`}</option>)}
        </select>
      </div>
      {rows.total === undefined ? <Skeleton lines={8} /> : rows.total === 0 ? <EmptyState title={t('journals.empty.title')} text={t('journals.empty.text', { period })} /> : (
        <VirtualTable
          label={t('nav.journals')} columns={columns} count={rows.total} rowAt={rows.rowAt} onRange={rows.onRange} minWidth="52rem"
          onOpen={(entry) => void navigate({ to: '/entry/$id', params: { id: String(entry.id) } })} kind={(entry) => (missing && entry.documents === 0 && entry.reverses === null ? 'marked' : entry.reversedBy !== null || entry.reverses !== null ? 'muted' : undefined)}
        />
      )}
    </Page>
  )
}

function useColumns(missing: boolean): readonly Column<Entry>[] {
  const t = useWords()
  const reading = useReading()
  const name = useAccountName()
  return useMemo((): readonly Column<Entry>[] => {
    const state = (entry: Entry): string => (entry.reversedBy !== null ? t('journals.reversed') : entry.reverses !== null ? t('journals.reversal') : entry.documents > 0 ? t('journals.documents', { count: entry.documents }) : missing ? t('journals.noDocument') : '')
    const date: Column<Entry> = { key: 'date', header: t('entry.date'), track: '6rem', cell: (entry) => <DateText date={entry.date} /> }
    const label: Column<Entry> = { key: 'label', header: t('entry.label'), track: 'minmax(12rem, 2fr)', cell: (entry) => entry.label }
    const amount: Column<Entry> = { key: 'amount', header: t('journals.amount'), track: '9rem', number: true, cell: (entry) => <Amount cents={entry.totalCents} /> }
    const last: Column<Entry> = { key: 'state', header: t('journals.state'), track: '9rem', cell: (entry) => <span className="note">{state(entry)}</span> }
    if (reading === 'clair') {
      return [date, label, { key: 'accounts', header: t('journals.where'), track: 'minmax(10rem, 1.5fr)', cell: (entry) => <span className="soft">{[...new Set(entry.lines.map((line) => name(line.account, line.accountLabel)))].slice(0, 3).join(', ')}</span> }, amount, last]
    }
    return [
      date, { key: 'entry', header: t('journals.number'), track: '9rem', cell: (entry) => entry.entry }, { key: 'ref', header: t('entry.ref'), track: '8rem', cell: (entry) => entry.documentRef }, label,
      { key: 'accounts', header: t('nav.accounts'), track: 'minmax(10rem, 1fr)', cell: (entry) => <span className="soft">{[...new Set(entry.lines.map((line) => line.account))].join(' ')}</span> },
      { key: 'party', header: t('entry.column.party'), track: '9rem', cell: (entry) => entry.lines.find((line) => line.party)?.partyName ?? entry.lines.find((line) => line.party)?.party }, amount, last,
    ]
  }, [t, reading, name, missing])
}
