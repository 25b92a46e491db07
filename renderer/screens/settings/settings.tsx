import { createRoute, Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { MessageId } from '../../i18n/messages.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { compact, rootRoute } from '../../root-route.tsx'
import { Page } from '../../ui/page.tsx'
import { AccountsTab } from './accounts-tab.tsx'
import { AxesTab } from './axes-tab.tsx'
import { DisplayTab } from './display-tab.tsx'
import { EntityTab } from './entity-tab.tsx'
import { JournalsTab } from './journals-tab.tsx'
import { PartiesTab } from './parties-tab.tsx'
import styles from './settings.module.css'
import { TemplatesTab } from './templates-tab.tsx'
import { WorkspaceTab } from './workspace-tab.tsx'
import { YearsTab } from './years-tab.tsx'

const TABS = {
  entity: EntityTab, years: YearsTab, journals: JournalsTab, accounts: AccountsTab, parties: PartiesTab, axes: AxesTab, templates: TemplatesTab, display: DisplayTab, workspace: WorkspaceTab,
} as const satisfies Record<string, ComponentType>

type TabName = keyof typeof TABS
const NAMES = Object.keys(TABS) as TabName[]
const title = (name: TabName): MessageId => `settings.tab.${name}`

function isTab(value: unknown): value is TabName {
  return NAMES.some((name) => name === value)
}

/** What the books are made of, and how this screen looks; one tab an idea, each with its address. */
function Settings() {
  const t = useWords()
  const { tab = 'entity' } = settingsRoute.useSearch()
  const Tab = TABS[tab]
  return (
    <Page title={t('nav.settings')}>
      <div className={styles['settings']}>
        <nav className={styles['tabs']} aria-label={t('settings.tabs')}>
          {NAMES.map((name) => <Link key={name} to="/settings" search={{ tab: name }} aria-current={name === tab ? 'page' : undefined}>{t(title(name))}</Link>)}
        </nav>
        <section className={styles['tab']} aria-label={t(title(tab))}><Tab /></section>
      </div>
    </Page>
  )
}

export const settingsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/settings', component: Settings,
  validateSearch: (search: Record<string, unknown>): { tab?: TabName } => compact({ tab: isTab(search['tab']) ? search['tab'] : undefined }),
})
