import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { call } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { Amount, DateText, Money } from '../../ui/money.tsx'
import styles from '../books/books.module.css'
import type { Party } from './parties.tsx'

/** What is still open between a party and us, on its client and supplier accounts; each line opens its entry. */
export function PartyItems({ party }: { readonly party: Party }) {
  const t = useWords()
  const { entity, books } = useSession()
  const accounts = useMemo(() => {
    const roles = books.roles as Readonly<Record<string, readonly string[]>>
    const prefixes = [...(roles['customer'] ?? []), ...(roles['supplier'] ?? [])]
    return books.accounts.filter((account) => account.opened && prefixes.some((prefix) => account.number.startsWith(prefix)))
  }, [books])
  const answers = useQueries({
    queries: accounts.slice(0, 12).map((account) => ({
      queryKey: ['match.items', { entity, account: account.number, party: party.code }],
      queryFn: () => call('match.items', { entity, account: account.number, party: party.code, limit: 200 }),
    })),
  })
  if (answers.some((answer) => answer.isPending)) return null
  const items = answers.flatMap((answer) => answer.data?.items ?? []).sort((a, b) => (a.date < b.date ? -1 : 1))
  const total = items.reduce((sum, item) => sum + item.debitCents - item.creditCents, 0)
  if (items.length === 0) return <p className="soft">{t('parties.nothingOpen')}</p>
  return (
    <div>
      <h3>{t(total >= 0 ? 'parties.owesUs' : 'parties.weOwe')} <Money cents={Math.abs(total)} /></h3>
      <table className={styles['items']}>
        <tbody>
          {items.map((item) => (
            <tr key={`${item.entryId}/${item.line}`}>
              <td className="soft"><DateText date={item.documentOn} /></td>
              <td><Link to="/entry/$id" params={{ id: String(item.entryId) }}>{item.label}</Link></td>
              <td className="number"><Amount cents={item.debitCents - item.creditCents} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
