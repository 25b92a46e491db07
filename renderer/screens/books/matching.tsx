import { Button } from '@mantine/core'
import { createRoute, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Amount, DateText, Money } from '../../ui/money.tsx'
import { Card, Done, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useAccountName } from '../account-name.tsx'
import styles from './books.module.css'

type Item = Output<'match.items'>['items'][number]
type Suggestion = Output<'match.items'>['suggestions'][number]

export const matchingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/matching',
  validateSearch: (search: Record<string, unknown>): { account?: string } => compact({ account: searchText(search['account']) }),
  component: Matching,
})

const nameOf = (line: { readonly entryId: number; readonly line: number }): string => `${line.entryId}/${line.line}`

/** Lettrage: what settles what. Pairs are proposed with their reason, taken by a key; anything else is ticked by hand. */
function Matching() {
  const t = useWords()
  const plain = useReading() === 'clair'
  const { entity, books, canWrite } = useSession()
  const name = useAccountName()
  const navigate = useNavigate()
  const search = matchingRoute.useSearch()
  const accounts = useMemo(() => {
    const roles = books.roles as Readonly<Record<string, readonly string[]>>
    const prefixes = [...(roles['customer'] ?? []), ...(roles['supplier'] ?? [])]
    return books.accounts.filter((account) => account.opened && prefixes.some((prefix) => account.number.startsWith(prefix)))
  }, [books])
  const account = search.account ?? accounts[0]?.number
  const answer = useApi('match.items', account ? { entity, account, limit: 2000 } : undefined)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const match = useCommand('match.lines')
  const items = useMemo(() => answer.data?.items ?? [], [answer.data])
  const byName = useMemo(() => new Map(items.map((item) => [nameOf(item), item])), [items])
  const chosen = [...ticked].flatMap((each) => byName.get(each) ?? [])
  const rest = chosen.reduce((sum, item) => sum + item.debitCents - item.creditCents, 0)
  const settle = (lines: readonly { readonly entryId: number; readonly line: number }[], acceptRest: boolean): void => {
    match.mutate({ entity, lines: lines.map(({ entryId, line }) => ({ entryId, line })), acceptRest }, { onSuccess: () => setTicked(new Set()) })
  }
  const toggle = (item: Item): void => setTicked((now) => {
    const next = new Set(now)
    if (!next.delete(nameOf(item))) next.add(nameOf(item))
    return next
  })
  if (!account) return <Page title={t(plain ? 'matching.title.plain' : 'matching.title')}><EmptyState title={t('matching.noAccount.title')} text={t('matching.noAccount.text')} /></Page>
  return (
    <Page title={t(plain ? 'matching.title.plain' : 'matching.title')} lead={t('matching.lead')}>
      <div className={styles['filters']}>
        <label htmlFor="matching-account">{t('entry.column.account')}</label>
        <select id="matching-account" className={`${inputClass} ${styles['select']}`} value={account} onChange={(event) => { setTicked(new Set()); void navigate({ to: '/matching', search: { account: event.currentTarget.value } }) }}>
          {accounts.map((each) => <option key={each.number} value={each.number}>{name(each.number, each.label)}</option>)}
        </select>
      </div>
      {match.isError && <Problem error={match.error} />}
      {match.isSuccess && <Done>{t('matching.done', { code: match.data.match })}</Done>}
      {answer.isError ? <Problem error={answer.error} /> : !answer.data ? <Skeleton lines={6} /> : items.length === 0 ? <EmptyState title={t('matching.empty.title')} text={t('matching.empty.text')} /> : (
        <>
          {answer.data.suggestions.length > 0 && <Suggestions suggestions={answer.data.suggestions} byName={byName} canWrite={canWrite} onTake={(lines) => settle(lines, false)} />}
          <OpenItems items={items} ticked={ticked} onToggle={toggle} />
          {chosen.length > 0 && (
            <div className={styles['bar']}>
              <span>{t('matching.chosen', { count: chosen.length })}</span><span>{t('matching.rest')} <strong><Money cents={rest} /></strong></span><span className="grow" />
              <Button onClick={() => settle(chosen, rest !== 0)} loading={match.isPending} disabled={!canWrite || chosen.length < 2}>{t(rest === 0 ? 'matching.do' : 'matching.doRest')}</Button>
            </div>
          )}
        </>
      )}
    </Page>
  )
}

function Suggestions({ suggestions, byName, canWrite, onTake }: { readonly suggestions: readonly Suggestion[]; readonly byName: ReadonlyMap<string, Item>; readonly canWrite: boolean; readonly onTake: (lines: Suggestion['lines']) => void }) {
  const t = useWords()
  return (
    <Card title={t('matching.suggestions', { count: suggestions.length })}>
      <table className={styles['items']}>
        <tbody>
          {suggestions.slice(0, 20).map((suggestion) => (
            <tr key={suggestion.lines.map(nameOf).join()}>
              <td>{suggestion.lines.map((line) => byName.get(nameOf(line))?.label ?? '').join(' ↔ ')}</td>
              <td className="note">{t(`matching.reason.${suggestion.reason}`, { days: suggestion.days })}</td>
              <td className="number"><Money cents={suggestion.amountCents} /></td>
              <td className="number">{canWrite && <Pill look="link" onClick={() => onTake(suggestion.lines)}>{t('matching.take')}</Pill>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

function OpenItems({ items, ticked, onToggle }: { readonly items: readonly Item[]; readonly ticked: ReadonlySet<string>; readonly onToggle: (item: Item) => void }) {
  const t = useWords()
  const plain = useReading() === 'clair'
  const columns: readonly Column<Item>[] = [
    { key: 'tick', header: <span className="visually-hidden">{t('common.choose')}</span>, track: '2rem', cell: (item) => <input type="checkbox" checked={ticked.has(nameOf(item))} onChange={() => onToggle(item)} aria-label={t('matching.tick', { label: item.label })} style={{ width: 18, height: 18, margin: 0, verticalAlign: 'middle', accentColor: 'var(--sea-fill)' }} /> },
    { key: 'date', header: t('entry.date'), track: '6rem', cell: (item) => <DateText date={item.date} /> },
    ...(plain ? [] : [{ key: 'entry', header: t('journals.number'), track: '9rem', cell: (item: Item) => <Link to="/entry/$id" params={{ id: String(item.entryId) }}>{item.entry}</Link> }]),
    { key: 'ref', header: t('entry.ref'), track: '8rem', cell: (item) => item.documentRef },
    { key: 'party', header: t(plain ? 'entry.plain.party' : 'entry.column.party'), track: '10rem', cell: (item) => item.partyName ?? item.party },
    { key: 'label', header: t('entry.label'), track: 'minmax(10rem, 1fr)', cell: (item) => item.label },
    { key: 'debit', header: t('plain.debit'), track: '8rem', number: true, cell: (item) => <Amount cents={item.debitCents} blankZero /> },
    { key: 'credit', header: t('plain.credit'), track: '8rem', number: true, cell: (item) => <Amount cents={item.creditCents} blankZero /> },
  ]
  return <VirtualTable label={t('matching.items')} columns={columns} count={items.length} rowAt={(index) => items[index]} onOpen={onToggle} kind={(item) => (ticked.has(nameOf(item)) ? 'marked' : undefined)} height="calc(100vh - 22rem)" minWidth="48rem" />
}
