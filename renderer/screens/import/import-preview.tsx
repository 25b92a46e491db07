import type { ReactNode } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Cards } from '../../ui/page.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import styles from './import.module.css'
import { ProblemList } from './problem-list.tsx'

type Result = Output<'import.preview'>
type AccountToOpen = Result['opened']['accounts'][number]

/** What would change, in words and in totals, before anything does. */
export function ImportPreview({ result }: { readonly result: Result }) {
  const t = useWords()
  return (
    <div className="stack">
      {result.refused.length > 0 && <ProblemList title={t('import.leftOut', { count: result.refused.length })} text={t('import.leftOut.text')} problems={result.refused} />}
      <Totals result={result} />
      <Card title={t('import.effect')}><ul className={styles['facts']}>{effects(result).map((effect, at) => <li key={at}>{effect}</li>)}</ul></Card>
      {result.warnings.length > 0 && <ProblemList title={t('import.warnings', { count: result.warnings.length })} text={t('import.warnings.text')} problems={result.warnings} />}
      {result.opened.accounts.length > 0 && <Accounts accounts={result.opened.accounts} />}
    </div>
  )

  function effects(found: Result): ReactNode[] {
    const { years, journals, accounts, parties } = found.opened
    return [
      t('import.effect.entries', { count: found.booked, lines: found.lines }),
      ...(found.alreadyKnown > 0 ? [t('import.effect.known', { count: found.alreadyKnown })] : []),
      ...years.map((year) => t('import.effect.year', { from: t.date(year.startOn, 'long'), to: t.date(year.endOn, 'long') })),
      ...(journals.length > 0 ? [t('import.effect.journals', { count: journals.length, names: journals.map((journal) => `${journal.code} ${journal.label}`.trim()).join(', ') })] : []),
      ...(accounts.length > 0 ? [t('import.effect.accounts', { count: accounts.length })] : []),
      ...(parties > 0 ? [t('import.effect.parties', { count: parties })] : []),
      ...(found.matches > 0 ? [t('import.effect.matches', { count: found.matches })] : []),
      ...(found.opened.years.length + journals.length + accounts.length + parties === 0 ? [t('import.effect.nothingOpened')] : []),
    ]
  }
}

function Totals({ result }: { readonly result: Result }) {
  const t = useWords()
  const balanced = result.debitCents === result.creditCents
  return (
    <Cards columns={4}>
      <Card title={t('import.total.entries')}><p><strong>{t.count(result.read)}</strong></p><p className="note">{t('import.total.lines', { count: result.lines })}</p></Card>
      <Card title={t('import.total.period')}>
        <p><strong>{result.from && result.to ? t('import.total.span', { from: t.date(result.from as CalendarDate), to: t.date(result.to as CalendarDate) }) : '—'}</strong></p>
      </Card>
      <Card title={t('plain.debit')}><p><strong><Money cents={result.debitCents} /></strong></p></Card>
      <Card title={t('plain.credit')}>
        <p><strong><Money cents={result.creditCents} /></strong></p>
        <p className={balanced ? 'note good' : 'note bad'}>{balanced ? t('import.total.balanced') : t('import.total.unbalanced')}</p>
      </Card>
    </Cards>
  )
}

/** Accounts to open, each with its relation to the chart in words: foreign ones first, since they ask for a look. */
function Accounts({ accounts }: { readonly accounts: readonly AccountToOpen[] }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  const order = { foreign: 0, under: 1, chart: 2 } as const
  const sorted = [...accounts].sort((a, b) => order[a.relation] - order[b.relation] || (a.account < b.account ? -1 : 1))
  const foreign = accounts.filter((account) => account.relation === 'foreign').length
  return (
    <Card title={t('import.accounts', { count: accounts.length })}>
      <div className="stack" style={{ gap: 8 }}>
        {foreign > 0 && <p className="soon">{t('import.accounts.foreign', { count: foreign })}</p>}
        <VirtualTable
          label={t('import.accounts', { count: accounts.length })} count={sorted.length} rowAt={(index) => sorted[index]} height={expert ? '24rem' : '20rem'}
          columns={[
            { key: 'account', header: t('import.column.account'), track: '8rem', cell: (each) => each.account },
            { key: 'label', header: t('import.column.label'), track: 'minmax(12rem, 1fr)', cell: (each) => <span title={each.label}>{each.label}</span> },
            {
              key: 'relation', header: t('import.column.relation'), track: 'minmax(16rem, 1.4fr)',
              cell: (each) => {
                const words = t(`import.relation.${each.relation}`, { account: each.chartAccount ?? '', label: each.chartLabel ?? '' })
                return <span className={each.relation === 'foreign' ? 'soon' : undefined} title={words}>{words}</span>
              },
            },
          ]}
        />
      </div>
    </Card>
  )
}
