import { createRoute, Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { Page } from '../../ui/page.tsx'
import { HistoryTab } from './history.tsx'
import styles from './plis.module.css'
import { ReceiveTab } from './receive.tsx'
import { SendTab } from './send.tsx'

const TABS = { send: SendTab, receive: ReceiveTab, history: HistoryTab } as const satisfies Record<string, ComponentType>
type TabName = keyof typeof TABS
const NAMES = Object.keys(TABS) as TabName[]

/** What leaves, what comes in, and all that did. */
function Plis() {
  const t = useWords()
  const { tab = 'send' } = plisRoute.useSearch()
  const Tab = TABS[tab]
  return (
    <Page title={t('nav.plis')} lead={t('plis.lead')}>
      <nav className={styles['tabs']} aria-label={t('plis.tabs')}>
        {NAMES.map((name) => <Link key={name} to="/plis" search={{ tab: name }} aria-current={name === tab ? 'page' : undefined}>{t(`plis.tab.${name}`)}</Link>)}
      </nav>
      <Tab key={tab} />
    </Page>
  )
}

export const plisRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/plis', component: Plis,
  validateSearch: (search: Record<string, unknown>): { tab?: TabName; to?: string } =>
    compact({ tab: NAMES.find((name) => name === search['tab']), to: searchText(search['to']) }),
})
