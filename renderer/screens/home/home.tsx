import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { useApi } from '../../query.ts'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { usePeriod, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Figure, type Term, Terms } from '../../ui/figure.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Cards, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AccountLink } from '../account-name.tsx'
import { Portfolio } from '../advising/portfolio.tsx'
import { Register } from '../headquarters/register.tsx'
import { HomeNotices } from '../notices/home-notices.tsx'
import styles from './home.module.css'
import { MonthsChart } from './months-chart.tsx'
import { RecentEntries } from './recent-entries.tsx'
import { TodoList } from './todo-list.tsx'

export type HomeAnswer = Output<'home'>

export const homeRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/', component: FrontPage,
  /** `a`: the Activité of the register that is open. */
  validateSearch: (search: Record<string, unknown>): { a?: string } => compact({ a: searchText(search['a']) }),
})
/** The home page of one Activité, where the first page is another one. */
export const activityRoute = createRoute({ getParentRoute: () => rootRoute, path: '/activity', component: Home })

/** The first page says what the workspace is for. */
function FrontPage() {
  const { workspace } = useSession()
  if (workspace.kind === 'headquarters') return <Register />
  return workspace.kind === 'office' ? <Portfolio /> : <Home />
}

/** The day the questions are asked of: today while the period runs, else its last day. */
function asOfDay(span: { readonly from: CalendarDate; readonly to: CalendarDate }, today: CalendarDate): CalendarDate {
  return span.from <= today && today < span.to ? today : span.to
}

function Home() {
  const t = useWords()
  const reading = useReading()
  const { entity, today } = useSession()
  const period = usePeriod()
  const asOf = asOfDay(period, today)
  const answer = useApi('home', { entity, asOf, from: period.from })
  if (answer.isError) return <Problem error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <Skeleton lines={6} />
  const home = answer.data
  const last = home.lastEntryOn ? t('home.lastEntry', { date: t.date(home.lastEntryOn, 'long') }) : t('home.noEntry')
  return (
    <Page title={t(reading === 'clair' ? 'home.title' : 'home.title.expert')} lead={t('home.lead', { date: t.date(asOf, 'long'), last })}>
      <HomeNotices />
      {home.lastEntryOn === null && <FirstSteps />}
      <Questions home={home} />
      <div className={styles['wide']}>
        <Card title={t('home.chart')}><MonthsChart months={home.months} /></Card>
        <Card title={t('home.todo')}><TodoList home={home} /></Card>
      </div>
      {home.recent.length > 0 && <Card title={t('home.recent')}><RecentEntries entries={home.recent} /></Card>}
    </Page>
  )
}

function FirstSteps() {
  const t = useWords()
  return (
    <EmptyState
      title={t('home.empty.title')} text={t('home.empty.text')}
      action={<><Button component={Link} to="/import">{t('nav.import')}</Button><Button variant="default" component={Link} to="/entry">{t('nav.entry')}</Button></>}
    />
  )
}

function Questions({ home }: { readonly home: HomeAnswer }) {
  const t = useWords()
  const reading = useReading()
  const period = usePeriod()
  const date = t.date(home.asOf, 'long')
  const words = describePeriod(t.language, { from: home.from, to: period.to })
  const result = home.income.cents - home.expense.cents
  const plain = reading === 'clair'
  return (
    <Cards>
      <Card title={t(plain ? 'home.have' : 'home.have.expert')}>
        <BigFigure title={t('home.have')} cents={home.have.cents} sentence={t('home.have.why', { date })} terms={accountTerms(home.have)} />
        <p className="note">{t('home.have.text')}</p>
      </Card>
      <Card title={t(plain ? 'home.flow' : 'home.flow.expert')}>
        <Figure title={t('home.flow')} sentence={t('home.flow.why', { period: words })} footer={<FlowTerms home={home} />}>
          <Money cents={result} sign className={`${styles['figure']} ${result > 0 ? 'good' : ''}`} />
        </Figure>
        <p className="note"><FlowSentence income={home.income.cents} expense={home.expense.cents} period={words} /></p>
      </Card>
      <Card title={t(plain ? 'home.owed' : 'home.owed.expert')}>
        <BigFigure title={t('home.owed')} cents={home.owedToMe.cents} sentence={t('home.owed.why', { date })} terms={accountTerms(home.owedToMe)} />
        <p className="note">{t('home.owed.text', { count: home.owedToMe.accounts.length })}</p>
      </Card>
      <Card title={t(plain ? 'home.owe' : 'home.owe.expert')}>
        <BigFigure title={t('home.owe')} cents={home.iOwe.cents} sentence={t('home.owe.why', { date })} terms={accountTerms(home.iOwe)} footer={home.vat.accounts.length > 0 && <Terms terms={accountTerms(home.vat)} totalLabel={t('home.owe.vat')} totalCents={home.vat.cents} />} />
        <p className="note">{t('home.owe.text', { vat: t.roundMoney(home.vat.cents) })}</p>
      </Card>
    </Cards>
  )
}

function FlowSentence({ income, expense, period }: { readonly income: number; readonly expense: number; readonly period: string }) {
  const t = useWords()
  return <>{t('home.flow.text', { income: t.roundMoney(income), expense: t.roundMoney(expense), period })}</>
}

function BigFigure({ title, cents, sentence, terms, footer }: { readonly title: string; readonly cents: number; readonly sentence: string; readonly terms: readonly Term[]; readonly footer?: ReactNode }) {
  const t = useWords()
  return (
    <Figure title={title} sentence={sentence} terms={terms} totalLabel={t('common.total')} totalCents={cents} footer={footer}>
      <Money cents={cents} className={styles['figure'] ?? ''} />
    </Figure>
  )
}

function accountTerms(sum: HomeAnswer['have'], sign = 1): readonly Term[] {
  return sum.accounts.map((each) => ({ key: each.account, label: <AccountLink number={each.account} label={each.label} />, cents: sign * each.cents }))
}

function FlowTerms({ home }: { readonly home: HomeAnswer }) {
  const t = useWords()
  return (
    <div className="stack">
      <div><h3>{t('home.flow.income')}</h3><Terms terms={accountTerms(home.income)} totalLabel={t('home.flow.income')} totalCents={home.income.cents} /></div>
      <div><h3>{t('home.flow.expense')}</h3><Terms terms={accountTerms(home.expense, -1)} totalLabel={t('home.flow.expense')} totalCents={-home.expense.cents} /></div>
      <Terms terms={[]} totalLabel={t('home.flow.result')} totalCents={home.income.cents - home.expense.cents} />
    </div>
  )
}
