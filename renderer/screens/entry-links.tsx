import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../client.ts'
import { useWords } from '../i18n/use-words.tsx'
import { useSession } from '../session.tsx'
import { DateText, Money } from '../ui/money.tsx'
import { PlainTable } from '../ui/plain-table.tsx'

/** Entries named by their references: each leads to its page. */
export function EntryLinks({ references }: { readonly references: readonly string[] }) {
  const t = useWords()
  const { entity } = useSession()
  const answers = useQueries({ queries: references.map((entry) => ({ queryKey: ['entry.find', { entity, entry }], queryFn: () => call('entry.find', { entity, entry }) })) })
  const found = answers.flatMap((answer) => (answer.data ? [answer.data] : []))
  return (
    <PlainTable
      label={t('entryLinks.label')} rows={found} rowKey={(entry) => String(entry.id)}
      columns={[
        { key: 'entry', header: t('entryLinks.entry'), cell: (entry) => <Link to="/entry/$id" params={{ id: String(entry.id) }}>{entry.entry}</Link> },
        { key: 'date', header: t('entryLinks.date'), cell: (entry) => <DateText date={entry.date} /> },
        { key: 'label', header: t('entryLinks.text'), cell: (entry) => entry.label },
        { key: 'amount', header: t('entryLinks.amount'), number: true, cell: (entry) => <Money cents={entry.lines.reduce((sum, line) => sum + line.debitCents, 0)} /> },
      ]}
    />
  )
}
