import { createRoute, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { precedingPeriod } from '../../../core/kernel/period.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { usePeriod, useReading, useSession } from '../../session.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ExportButtons } from '../export-buttons.tsx'
import styles from './books.module.css'
import { StatementTable } from './statement-table.tsx'

type Compare = 'none' | 'year' | 'before'
export type Statement = Output<'statement'>

export const statementsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/statements',
  validateSearch: (search: Record<string, unknown>): { compare?: Compare } => (search['compare'] === 'none' || search['compare'] === 'before' ? { compare: search['compare'] } : {}),
  component: Statements,
})

/** Balance sheet on the last day of the period and income statement over it, beside another period. */
function Statements() {
  const t = useWords()
  const { entity } = useSession()
  const { from, to } = usePeriod()
  const { compare = 'year' } = statementsRoute.useSearch()
  const navigate = useNavigate()
  const input = useMemo(() => {
    const before = precedingPeriod({ from, to })
    return { entity, from, asOf: to, ...(compare === 'year' ? { compare: 'year_before' as const } : compare === 'before' ? { compare: { from: before.from, asOf: before.to } } : {}) }
  }, [entity, from, to, compare])
  const answer = useApi('statement', input)
  const plain = useReading() === 'clair'
  return (
    <Page title={t('nav.statements')} lead={answer.data && <Sentence statement={answer.data} />}>
      <div className={styles['filters']}>
        <label htmlFor="compare">{t('statements.compare')}</label>
        <select id="compare" className={`${inputClass} ${styles['select']}`} value={compare} onChange={(event) => void navigate({ to: '/statements', search: { compare: event.currentTarget.value as Compare } })}>
          {(['year', 'before', 'none'] as const).map((value) => <option key={value} value={value}>{t(`statements.compare.${value}`)}</option>)}
        </select>
        {answer.data?.previous && <span className="note">{describePeriod(t.language, { from: answer.data.previous.from, to: answer.data.previous.asOf })}{!answer.data.rubrics.some((rubric) => rubric.previousCents) && <> : {t('statements.compare.nothing')}</>}</span>}
      </div>
      {answer.isError ? <Problem error={answer.error} /> : !answer.data ? <Skeleton lines={10} /> : (
        <>
          <div className={styles['two']}>
            <Card title={t(plain ? 'statements.assets.plain' : 'statement.section.assets')}><StatementTable statement={answer.data} section="assets" /></Card>
            <Card title={t(plain ? 'statements.liabilities.plain' : 'statement.section.equity_liabilities')}><StatementTable statement={answer.data} section="equity_liabilities" /></Card>
          </div>
          <div className="row no-print"><ExportButtons report={{ procedure: 'report.balanceSheet', input }} /></div>
          <Card title={t(plain ? 'statements.income.plain' : 'statement.section.income')}><StatementTable statement={answer.data} section="income" /></Card>
          <div className="row no-print"><ExportButtons report={{ procedure: 'report.incomeStatement', input }} /></div>
          <Checks statement={answer.data} />
        </>
      )}
    </Page>
  )
}

/** What to see, in one sentence. The whole is read where no form shows it before depreciation: on the side of what it comes from. */
function Sentence({ statement }: { readonly statement: Statement }) {
  const t = useWords()
  const total = statement.rubrics.filter((rubric) => rubric.section === 'equity_liabilities' && rubric.level === 0).reduce((most, rubric) => Math.max(most, rubric.amountCents), 0)
  const made = -statement.rubrics.filter((rubric) => rubric.section === 'income').flatMap((rubric) => rubric.accounts).reduce(
    (sum, account) => (sum.seen.has(account.number) ? sum : { seen: sum.seen.add(account.number), cents: sum.cents + account.balanceCents }), { seen: new Set<string>(), cents: 0 },
  ).cents
  const period = describePeriod(t.language, { from: statement.from, to: statement.asOf })
  return <>{t(made >= 0 ? 'statements.sentence.profit' : 'statements.sentence.loss', { date: t.date(statement.asOf, 'long'), total: t.roundMoney(total), result: t.roundMoney(Math.abs(made)), period })}</>
}

/** The controls of the statement, each said with a word and never by colour alone; in clair only what does not hold. */
function Checks({ statement }: { readonly statement: Statement }) {
  const t = useWords()
  const plain = useReading() === 'clair'
  const shown = statement.checks.filter((check) => !plain || !check.ok)
  if (shown.length === 0) return null
  return (
    <Card title={t('statements.checks')}>
      <ul className={styles['checks']}>
        {shown.map((check) => (
          <li key={check.rule} className={check.ok ? 'good' : 'bad'}>
            {t(check.ok ? 'statements.check.ok' : 'statements.check.wrong')} {t(`statement.check.${check.rule}`)}
            {!check.ok && <> {t('statements.check.difference', { amount: t.money(check.differenceCents), accounts: check.accounts.join(', ') })}</>}
          </li>
        ))}
      </ul>
    </Card>
  )
}
