import { createRoute, Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { Page } from '../../ui/page.tsx'
import tabs from '../exchange-plis/plis.module.css'
import { LiaisonBalances } from './liaison-balances.tsx'
import { LiaisonPairs } from './liaison-pairs.tsx'

const TABS = ['balances', 'pairs'] as const

/** Money between an Activité and headquarters is booked twice: each half in its own books, and together they come to nothing. */
function Liaisons() {
  const t = useWords()
  const { tab = 'balances', entity } = liaisonsRoute.useSearch()
  return (
    <Page title={t('nav.liaisons')} lead={t('hq.pairs.lead')}>
      <nav className={tabs['tabs']} aria-label={t('nav.liaisons')}>
        {TABS.map((each) => <Link key={each} to="/liaisons" search={{ tab: each }} aria-current={each === tab ? 'page' : undefined}>{t(`hq.pairs.tab.${each}`)}</Link>)}
      </nav>
      {tab === 'balances' ? <LiaisonBalances /> : <LiaisonPairs key={entity} entity={entity} />}
    </Page>
  )
}

export const liaisonsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/liaisons', component: Liaisons,
  validateSearch: (search: Record<string, unknown>): { tab?: (typeof TABS)[number]; entity?: string } => compact({ tab: TABS.find((each) => each === search['tab']), entity: searchText(search['entity']) }),
})
