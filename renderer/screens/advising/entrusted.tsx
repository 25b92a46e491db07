import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useFile, useReading, useSession } from '../../session.tsx'
import { Money } from '../../ui/money.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './advising.module.css'
import { Appointments } from './appointments.tsx'
import { Notes, PrivateNotes } from './notes.tsx'
import { Proposals } from './proposals.tsx'
import { Readers } from './readers.tsx'
import { ReasonList } from './reasons.tsx'

/** The page of one Activité in an adviser's portfolio: the one of the address. */
export const entrustedRoute = createRoute({ getParentRoute: () => rootRoute, path: '/entrusted', component: EntrustedPage })

function EntrustedPage() {
  const t = useWords()
  const reading = useReading()
  const { entity } = useSession()
  const { mayWrite: write } = useFile()
  const answer = useApi('portfolio.get', { entity })
  if (answer.isError) return <Page title={t('advising.portfolio')}><Problem error={answer.error} /><p><Link to="/">{t('advising.back')}</Link></p></Page>
  if (!answer.data || answer.data.entity !== entity) return <Skeleton lines={6} />
  const page = answer.data
  const news = page.lastNewsOn === null ? t('advising.noNews') : t('advising.lastNews', { date: t.date(page.lastNewsOn, 'long') })
  return (
    <Page
      title={reading === 'clair' ? page.name : `${page.entity} ${page.name}`}
      lead={page.porteurs.length > 0 ? t('advising.entrusted.lead', { porteurs: page.porteurs.join(', '), news }) : news}
      actions={<><Link to="/">{t('advising.back')}</Link>{write && <Button component={Link} to="/propose">{t('advising.propose')}</Button>}</>}
    >
      <div className={styles['columns']}>
        <div>
          <Card title={t('advising.attention')}><ReasonList reasons={page.reasons} open /></Card>
          {page.proposals.length > 0 && <section aria-label={t('advising.proposals')} id="proposals" className="stack"><h2>{t('advising.proposals')}</h2><Proposals proposals={page.proposals} side={write ? 'adviser' : 'reader'} /></section>}
          <Notes notes={page.notes} write={write} />
          <PrivateNotes notes={page.privateNotes} write={write} />
        </div>
        <div>
          <Figures figures={page.figures} />
          <Appointments appointments={page.appointments} write={write} />
          <Readers readers={page.readers} />
        </div>
      </div>
    </Page>
  )
}

/** A few figures of the books, and the ways in: an adviser reads all of them. */
function Figures({ figures }: { readonly figures: Output<'portfolio.get'>['figures'] }) {
  const t = useWords()
  return (
    <Card title={t('advising.figures')}>
      <dl className={styles['figures']}>
        {figures.internalCents !== null && <div><dt>{t('advising.figure.internal')}</dt><dd><Money cents={figures.internalCents} /></dd></div>}
        <div><dt>{t('advising.figure.debt')}</dt><dd><Money cents={figures.debtCents} /></dd></div>
        {figures.unidentifiedCents !== 0 && <div><dt>{t('advising.figure.unidentified')}</dt><dd><Money cents={figures.unidentifiedCents} /></dd></div>}
        <div><dt>{t('advising.figure.lastEntry')}</dt><dd>{figures.lastEntryOn === null ? t('advising.figure.none') : t.date(figures.lastEntryOn, 'long')}</dd></div>
        <div><dt>{t('advising.figure.closed')}</dt><dd>{figures.closedUntil === null ? t('advising.figure.never') : t.date(figures.closedUntil, 'long')}</dd></div>
      </dl>
      <h3>{t('advising.read')}</h3>
      <p className="row">
        <Link to="/activity">{t('advising.read.overview')}</Link><Link to="/journals">{t('nav.journals')}</Link><Link to="/accounts">{t('nav.accounts')}</Link>
        <Link to="/trial-balance">{t('nav.trialBalance')}</Link><Link to="/statements">{t('nav.statements')}</Link>
      </p>
    </Card>
  )
}
