import { createRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { type Books, usePeriod, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Amount } from '../../ui/money.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { indexChoices, searchChoices } from '../../ui/search-index.ts'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useAccountLabel, useAccountName } from '../account-name.tsx'
import styles from './books.module.css'
import { EditAccount } from './edit-account.tsx'

type Account = Books['accounts'][number] & { readonly balanceCents: number | null }

export const accountsRoute = createRoute({ getParentRoute: () => rootRoute, path: '/accounts', component: Accounts })

/** Accounts with their balance at the end of the period: those in use in clair, the whole chart on demand. */
function Accounts() {
  const t = useWords()
  const { entity, books, canWrite } = useSession()
  const reading = useReading()
  const { to } = usePeriod()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [all, setAll] = useState(false)
  const balance = useApi('trialBalance', { entity, asOf: to })
  const name = useAccountName()
  const label = useAccountLabel()
  const rows = useMemo(() => {
    const balances = new Map(balance.data?.rows.map((row) => [row.account, row.balanceCents]))
    // In clair, what one owes or earns is said as such, not as a negative.
    const side = (kind: Account['kind'], cents: number | undefined): number | null => (cents === undefined ? null : reading === 'clair' && (kind === 'liability' || kind === 'equity' || kind === 'income') ? -cents : cents)
    const shown = books.accounts.filter((account) => all || account.opened).map((account): Account => ({ ...account, balanceCents: side(account.kind, balances.get(account.number)) }))
      .filter((account) => all || reading === 'comptable' || account.balanceCents !== null)
    if (text.trim() === '') return shown
    const byNumber = new Map(shown.map((account) => [account.number, account]))
    const index = indexChoices(shown.map((account) => ({ value: account.number, label: account.label, hint: name(account.number, account.label) })))
    return searchChoices(index, text, [], 2000).flatMap((choice) => byNumber.get(choice.value) ?? [])
  }, [books.accounts, balance.data, all, reading, text, name])
  const columns = useMemo((): readonly Column<Account>[] => [
    ...(reading === 'comptable' ? [{ key: 'number', header: t('accounts.number'), track: '8rem', cell: (account: Account) => account.number }] : []),
    { key: 'label', header: t('accounts.label'), track: 'minmax(14rem, 1fr)', cell: (account) => (reading === 'clair' ? name(account.number, account.label) : label(account.number, account.label)) },
    { key: 'kind', header: t('accounts.kind'), track: '12rem', cell: (account) => <span className="soft">{t(`account.kind.${account.kind}`)}</span> },
    ...(all ? [{ key: 'opened', header: t('accounts.state'), track: '9rem', cell: (account: Account) => <span className="note">{account.closedOn ? t('accounts.closed', { date: t.date(account.closedOn) }) : account.opened ? '' : t('entry.account.new')}</span> }] : []),
    { key: 'balance', header: t('plain.balance'), track: '10rem', number: true, cell: (account) => <Amount cents={account.balanceCents} /> },
  ], [t, reading, name, label, all])
  if (balance.isError) return <Problem error={balance.error} />
  return (
    <Page title={t('nav.accounts')} lead={t(reading === 'clair' ? 'accounts.lead.plain' : 'accounts.lead', { date: t.date(to, 'long') })} actions={canWrite && <EditAccount />}>
      <div className={styles['filters']}>
        <label htmlFor="account-search">{t('common.search')}</label>
        <input id="account-search" className={`${inputClass} ${styles['select']}`} value={text} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
        <label className={styles['check']}><input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />{t('accounts.all')}</label>
        <span className="note" role="status">{t('common.rows', { count: rows.length })}</span>
      </div>
      {rows.length === 0 ? <EmptyState title={t('accounts.empty.title')} text={t('accounts.empty.text')} /> : (
        <VirtualTable label={t('nav.accounts')} columns={columns} count={rows.length} rowAt={(index) => rows[index]} onOpen={(account) => void navigate({ to: '/account/$number', params: { number: account.number } })} kind={(account) => (account.opened ? undefined : 'muted')} />
      )}
    </Page>
  )
}
