import { createRoute } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { Card, Cards, Page } from '../../ui/page.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ClosePeriod } from './close-period.tsx'
import { EndYear } from './end-year.tsx'
import { Reopen } from './reopen.tsx'

/** Fixing what is right: a period, then the year; and opening again, which leaves its mark. */
function Closing() {
  const t = useWords()
  const { books } = useSession()
  const open = books.years.filter((year) => books.closedUntil === null || year.endOn > books.closedUntil)
  // Headquarters may have closed the days of a year that nobody ended yet.
  const toEnd = books.years.find((year) => !year.ended)
  return (
    <Page title={t('closing.title')} lead={t('closing.lead')}>
      <Card title={t('closing.state')}>
        <p><strong>{books.closedUntil ? t('closing.state.until', { date: t.date(books.closedUntil, 'long') }) : t('closing.state.none')}</strong></p>
        <p className="soft">{t('closing.state.years', { count: open.length })}</p>
      </Card>
      <EndYear year={toEnd} />
      <Cards columns={2}>
        {open.length > 0 && <ClosePeriod />}
        {books.closedUntil && <Reopen key={books.closedUntil} closedUntil={books.closedUntil} />}
      </Cards>
      <History />
    </Page>
  )
}

function History() {
  const t = useWords()
  const { entity } = useSession()
  const list = useApi('period.list', { entity })
  if (list.isError) return <Problem error={list.error} />
  if (!list.data || list.data.length === 0) return null
  return (
    <section className="stack">
      <h2>{t('closing.history')}</h2>
      <PlainTable
        label={t('closing.history')} rows={list.data} rowKey={(mark) => `${mark.closedAt}`} muted={(mark) => mark.reopened !== null}
        columns={[
          { key: 'until', header: t('closing.history.until'), cell: (mark) => t.date(mark.until, 'long') },
          { key: 'closed', header: t('closing.history.closed'), cell: (mark) => t.instant(mark.closedAt) },
          { key: 'state', header: t('closing.history.state'), cell: (mark) => (mark.reopened ? t('closing.history.reopened', { when: t.instant(mark.reopened.at), reason: mark.reopened.reason }) : t('closing.history.holds')) },
        ]}
      />
    </section>
  )
}

export const yearEndRoute = createRoute({ getParentRoute: () => rootRoute, path: '/year-end', component: Closing })
