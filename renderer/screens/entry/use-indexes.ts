import { useMemo } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading, useSession } from '../../session.tsx'
import { indexChoices } from '../../ui/search-index.ts'
import { useAccountName } from '../account-name.tsx'
import type { LineIndexes } from './line-row.tsx'

/** What the cells complete from, indexed once: accounts by number, official and plain words; parties; axes. */
export function useIndexes(): LineIndexes {
  const t = useWords()
  const { books } = useSession()
  const reading = useReading()
  const name = useAccountName()
  return useMemo(() => {
    const { language } = t
    const accounts = books.accounts.filter((account) => account.closedOn === null).map((account) => {
      const plain = name(account.number, account.label)
      const official = account.labels?.[language] ?? account.label
      const label = reading === 'clair' ? plain : official
      return { value: account.number, label, hint: account.opened ? (reading === 'clair' && official !== plain ? official : '') : t('entry.account.new') }
    })
    // Accounts already in use come before those that the chart only proposes.
    accounts.sort((a, b) => Number(a.hint === t('entry.account.new')) - Number(b.hint === t('entry.account.new')))
    const axis = (wanted: 'project' | 'funder') => indexChoices(books.axes.filter((each) => each.axis === wanted && each.closedOn === null).map((each) => ({ value: each.code, label: each.label })))
    return {
      accounts: indexChoices(accounts),
      parties: indexChoices(books.parties.filter((party) => party.closedOn === null).map((party) => ({ value: party.code, label: party.name }))),
      projects: axis('project'), funders: axis('funder'),
    }
  }, [books, reading, name, t])
}

/** Accounts of the last entries of a journal, the newest first: proposed before the others. */
export function useRecentAccounts(journal: string): readonly string[] {
  const { entity } = useSession()
  const total = useApi('journal', journal === '' ? undefined : { entity, journal, offset: 0, limit: 1 }).data?.total
  const page = useApi('journal', total ? { entity, journal, offset: Math.max(0, total - 20), limit: 20 } : undefined)
  return useMemo(() => [...new Set((page.data?.entries ?? []).toReversed().flatMap((entry) => entry.lines.map((line) => line.account)))].slice(0, 12), [page.data])
}
