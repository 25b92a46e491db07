import { createRoute, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { usePeriod, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Amount } from '../../ui/money.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useAccountLabel, useAccountName } from '../account-name.tsx'
import { ExportButtons } from '../export-buttons.tsx'

type Row = Output<'trialBalance'>['rows'][number]

export const trialBalanceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/trial-balance', component: TrialBalance })

/** Opening, movements and balance of every account that moved or stands; each opens its ledger over the same period. */
function TrialBalance() {
  const t = useWords()
  const { entity } = useSession()
  const { from, to } = usePeriod()
  const plain = useReading() === 'clair'
  const navigate = useNavigate()
  const answer = useApi('trialBalance', { entity, from, asOf: to })
  const columns = useColumns(answer.data)
  const period = describePeriod(t.language, { from, to })
  const rows = answer.data?.rows ?? []
  return (
    <Page
      title={t(plain ? 'balance.title.plain' : 'nav.trialBalance')} lead={<>{t(plain ? 'balance.lead.plain' : 'balance.lead', { period })}{answer.data?.provisionalOpening && <> {t('report.provisionalOpening')}</>}</>}
      actions={<ExportButtons report={{ procedure: 'report.trialBalance', input: { entity, from, asOf: to } }} />}
    >
      {answer.isError ? <Problem error={answer.error} /> : !answer.data ? <Skeleton lines={8} /> : rows.length === 0 ? <EmptyState title={t('balance.empty.title')} text={t('balance.empty.text', { period })} /> : (
        <VirtualTable label={t('nav.trialBalance')} columns={columns} count={rows.length} rowAt={(index) => rows[index]} showFoot minWidth="48rem" onOpen={(row) => void navigate({ to: '/account/$number', params: { number: row.account } })} />
      )}
    </Page>
  )
}

function useColumns(balance: Output<'trialBalance'> | undefined): readonly Column<Row>[] {
  const t = useWords()
  const reading = useReading()
  const name = useAccountName()
  const official = useAccountLabel()
  return useMemo((): readonly Column<Row>[] => {
    const rows = balance?.rows ?? []
    const totals = balance?.totals ?? { openingCents: 0, debitCents: 0, creditCents: 0, balanceCents: 0 }
    const amount = (key: string, header: string, value: (row: Row) => number, total: number): Column<Row> => ({ key, header, track: 'minmax(6.5rem, 9rem)', number: true, cell: (row) => <Amount cents={value(row)} blankZero />, foot: <Amount cents={total} /> })
    const debtor = (row: Row): number => Math.max(row.balanceCents, 0)
    const creditor = (row: Row): number => Math.max(-row.balanceCents, 0)
    const sum = (value: (row: Row) => number): number => rows.reduce((all, row) => all + value(row), 0)
    const label: Column<Row> = { key: 'label', header: t('accounts.label'), track: 'minmax(12rem, 1fr)', cell: (row) => (row.unnamed ? `${reading === 'clair' ? `${row.account} ` : ''}${t('report.accountUnnamed')}` : reading === 'clair' ? name(row.account, row.label) : official(row.account, row.label)), foot: t('common.total') }
    if (reading === 'clair') {
      return [label, amount('opening', t('balance.before'), (row) => row.openingCents, totals.openingCents), amount('debit', t('entry.plain.debitCents'), (row) => row.debitCents, totals.debitCents), amount('credit', t('entry.plain.creditCents'), (row) => row.creditCents, totals.creditCents), amount('balance', t('balance.after'), (row) => row.balanceCents, totals.balanceCents)]
    }
    return [
      { key: 'account', header: t('entry.column.account'), track: '6rem', cell: (row) => row.account }, label, amount('opening', t('report.column.opening'), (row) => row.openingCents, totals.openingCents),
      amount('debit', t('plain.debit'), (row) => row.debitCents, totals.debitCents), amount('credit', t('plain.credit'), (row) => row.creditCents, totals.creditCents),
      amount('debtor', t('report.column.debtorBalance'), debtor, sum(debtor)), amount('creditor', t('report.column.creditorBalance'), creditor, sum(creditor)),
    ]
  }, [t, reading, name, official, balance])
}
