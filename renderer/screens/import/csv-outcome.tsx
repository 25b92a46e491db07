import { isCalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { useAccountName } from '../account-name.tsx'
import { ProblemList } from './problem-list.tsx'

type Entry = Output<'import.readCsv'>['entries'][number]

/** The first entries that come out, the totals, and the lines that do not read this way. */
export function CsvOutcome({ read }: { readonly read: Output<'import.readCsv'> }) {
  const t = useWords()
  const name = useAccountName()
  const named = (entry: Entry, side: 'debitCents' | 'creditCents'): string => entry.lines.filter((line) => line[side] !== 0).map((line) => name(line.account)).join(', ')
  const rows = read.entries.map((entry, at) => ({ entry, at }))
  return (
    <>
      {read.problems.length > 0 && <ProblemList title={t('csv.problems', { count: read.problems.length })} text={t('csv.problems.text')} problems={read.problems} />}
      <Card title={t('csv.result')}>
        <p><strong className="money">{t('csv.result.totals', { count: read.entryCount, amount: t.money(read.debitCents) })}</strong></p>
        {rows.length > 0 && <p className="note">{t('csv.result.first', { count: rows.length })}</p>}
        {rows.length > 0 && (
          <PlainTable
            label={t('csv.result')} rows={rows} rowKey={({ at }) => String(at)}
            columns={[
              { key: 'date', header: t('csv.role.date'), cell: ({ entry }) => (isCalendarDate(entry.date) ? t.date(entry.date) : entry.date) },
              { key: 'journal', header: t('csv.role.journal'), cell: ({ entry }) => entry.journal },
              { key: 'label', header: t('csv.role.label'), cell: ({ entry }) => entry.label },
              { key: 'debit', header: t('csv.result.debit'), cell: ({ entry }) => named(entry, 'debitCents') },
              { key: 'credit', header: t('csv.result.credit'), cell: ({ entry }) => named(entry, 'creditCents') },
              { key: 'amount', header: t('entryLinks.amount'), number: true, cell: ({ entry }) => <Money cents={entry.lines.reduce((sum, line) => sum + line.debitCents, 0)} /> },
            ]}
          />
        )}
      </Card>
    </>
  )
}
