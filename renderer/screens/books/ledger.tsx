import { createRoute, Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { rootRoute } from '../../root-route.tsx'
import { usePeriod, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Amount, DateText, Money } from '../../ui/money.tsx'
import { Page } from '../../ui/page.tsx'
import { useCursorRows } from '../../ui/paged-rows.ts'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useAccountName } from '../account-name.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import { UndoMatch } from './undo-match.tsx'
import { EditAccount } from './edit-account.tsx'

type LedgerPage = Output<'ledger'>
type Line = LedgerPage['lines'][number]
type Cursor = NonNullable<LedgerPage['next']>

export const ledgerRoute = createRoute({ getParentRoute: () => rootRoute, path: '/account/$number', component: Ledger })

const PAGE = 200

/** The lines of an account over the period, with its running balance; each opens its entry. */
function Ledger() {
  const t = useWords()
  const { entity, books, canWrite } = useSession()
  const { from, to } = usePeriod()
  const { number } = ledgerRoute.useParams()
  const navigate = useNavigate()
  const name = useAccountName()
  const load = useCallback((after: Cursor | undefined, signal: AbortSignal) => call('ledger', { entity, account: number, from, to, limit: PAGE, ...(after ? { after } : {}) }, { signal }), [entity, number, from, to])
  const rows = useCursorRows<LedgerPage, Cursor>({ key: ['ledger', entity, number, from, to], load, next: (page) => page.next })
  const lines = useMemo(() => rows.pages.flatMap((page) => page.lines), [rows.pages])
  const { near } = rows
  const onRange = useCallback((_first: number, last: number) => near(last, lines.length), [near, lines.length])
  const first = rows.pages[0]
  const account = books.accounts.find((each) => each.number === number)
  const closing = rows.complete ? rows.pages.at(-1)?.closingCents : undefined
  const columns = useColumns(number, closing, useMemo(() => (closing === undefined ? NO_LINES : lines), [closing, lines]))
  const period = describePeriod(t.language, { from, to })
  const third = account && ['customer', 'supplier'].some((role) => ((books.roles as Readonly<Record<string, readonly string[]>>)[role] ?? []).some((prefix) => number.startsWith(prefix)))
  return (
    <Page
      title={name(number, first?.label ?? account?.label)}
      lead={first && <>{period} · {t('ledger.opening')} <Money cents={first.openingCents} />{rows.complete && <> · {t('ledger.closing')} <Money cents={rows.pages.at(-1)?.closingCents ?? 0} /></>}</>}
      actions={<>
        {third && <Link to="/matching" search={{ account: number }}>{t('ledger.match')}</Link>}
        {canWrite && account?.opened && <EditAccount key={number} account={account} />}
        <ExportButtons report={{ procedure: 'report.ledger', input: { entity, account: number, from, to } }} />
      </>}
    >
      {rows.error ? <Problem error={rows.error} /> : rows.pending ? <Skeleton lines={8} /> : lines.length === 0 ? <EmptyState title={t('ledger.empty.title')} text={t('ledger.empty.text', { period })} /> : (
        <VirtualTable
          label={t('ledger.label', { account: number })} columns={columns} count={lines.length} rowAt={(index) => lines[index]} onRange={onRange} showFoot={rows.complete} minWidth="52rem"
          onOpen={(line) => void navigate({ to: '/entry/$id', params: { id: String(line.entryId) } })}
        />
      )}
    </Page>
  )
}

const NO_LINES: readonly Line[] = []

/** Totals are known once the last page is there; until then the columns stay as they are, so that no row is drawn again. */
function useColumns(account: string, closing: number | undefined, lines: readonly Line[]): readonly Column<Line>[] {
  const t = useWords()
  const plain = useReading() === 'clair'
  return useMemo((): readonly Column<Line>[] => {
    const debit = lines.reduce((sum, line) => sum + line.debitCents, 0)
    const credit = lines.reduce((sum, line) => sum + line.creditCents, 0)
    return [
      { key: 'date', header: t('entry.date'), track: '6rem', cell: (line) => <DateText date={line.date} />, foot: t('common.total') },
      ...(plain ? [] : [{ key: 'entry', header: t('journals.number'), track: '8.5rem', cell: (line: Line) => line.entry }, { key: 'ref', header: t('entry.ref'), track: 'minmax(4rem, 7rem)', cell: (line: Line) => line.documentRef }]),
      { key: 'label', header: t('entry.label'), track: 'minmax(10rem, 1fr)', cell: (line) => line.label },
      ...(plain ? [] : [{ key: 'party', header: t('entry.column.party'), track: 'minmax(3rem, 6rem)', cell: (line: Line) => line.party }, { key: 'match', header: t('ledger.letter'), track: '3rem', cell: (line: Line) => line.match && <UndoMatch account={account} match={line.match} /> }]),
      { key: 'debit', header: t(plain ? 'entry.plain.debitCents' : 'plain.debit'), track: '7rem', number: true, cell: (line) => <Amount cents={line.debitCents} blankZero />, foot: <Amount cents={debit} /> },
      { key: 'credit', header: t(plain ? 'entry.plain.creditCents' : 'plain.credit'), track: '7rem', number: true, cell: (line) => <Amount cents={line.creditCents} blankZero />, foot: <Amount cents={credit} /> },
      { key: 'balance', header: t('plain.balance'), track: '7.5rem', number: true, cell: (line) => <Amount cents={line.balanceCents} />, foot: <Amount cents={closing ?? null} /> },
    ]
  }, [t, plain, account, closing, lines])
}
