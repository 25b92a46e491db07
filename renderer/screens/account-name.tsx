import { Link } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import { useReading, useSession } from '../session.tsx'

/**
 * How an account is called: its plain words in clair, its number and label in comptable. The chart's words (plain, or in another
 * language) are for accounts that bear the chart's label; one that these books named themselves keeps its own name.
 */
export function useAccountName(): (number: string, label?: string) => string {
  const { books } = useSession()
  const reading = useReading()
  const { language } = useWords()
  const known = useMemo(() => new Map(books.accounts.map((account) => [account.number, account])), [books.accounts])
  return useCallback((number: string, label?: string) => {
    const account = known.get(number)
    const official = account?.labels?.[language] ?? (label || account?.label || number)
    if (reading === 'comptable') return `${number} ${official === number ? '' : official}`.trim()
    const plain = account && account.labels === null ? undefined : plainOf(books.plain as Readonly<Record<string, Readonly<Record<string, string>>>>, number)
    return plain?.[language] ?? plain?.['fr'] ?? official
  }, [known, reading, language, books.plain])
}

/** The label of an account without its number: the chart's in the language of the screen, or its own. */
export function useAccountLabel(): (number: string, label: string) => string {
  const { books } = useSession()
  const { language } = useWords()
  const known = useMemo(() => new Map(books.accounts.map((account) => [account.number, account.labels])), [books.accounts])
  return useCallback((number: string, label: string) => known.get(number)?.[language] ?? label, [known, language])
}

/** The plain words of an account, or of the one it is a longer number of, zeros at the end aside. */
function plainOf(plain: Readonly<Record<string, Readonly<Record<string, string>>>>, number: string): Readonly<Record<string, string>> | undefined {
  return plain[number] ?? plain[number.replace(/0+$/u, '')]
}

/** An account by its name; opens its ledger over the period of the page. */
export function AccountLink({ number, label }: { readonly number: string; readonly label?: string }) {
  const name = useAccountName()
  return <Link to="/account/$number" params={{ number }}>{name(number, label)}</Link>
}
