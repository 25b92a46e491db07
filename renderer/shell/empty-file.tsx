import { Link, Outlet, useMatches } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.tsx'
import { Joining } from '../screens/joining/joining-steps.tsx'
import { AddEntity } from '../screens/settings/add-entity.tsx'
import { useFile } from '../session.tsx'
import { Brand } from './navigation.tsx'
import styles from './shell.module.css'
import { DisplayMenu } from './top-bar.tsx'

/** Pages that need no books. */
const PAGES = [{ to: '/join', says: 'nav.join' }, { to: '/plis', says: 'nav.plis' }, { to: '/notices', says: 'nav.notices' }, { to: '/trust', says: 'nav.trust' }] as const

/**
 * A file without books yet: made to join, it waits for those that plis bring; else its first Activité is opened here. The address stays what was
 * asked for, so that a page of books appears by itself when the first ones have come.
 */
export function EmptyFile() {
  const t = useWords()
  const { workspace } = useFile()
  // The page that is shown, not the one being gone to: between the two, what is shown may still be a page of books.
  const pathname = useMatches({ select: (matches) => matches.at(-1)?.pathname })
  const isPage = PAGES.some((page) => page.to === pathname)
  return (
    <div className={styles['frame']}>
      <nav className={styles['nav']} aria-label={t('shell.navigation')} data-open="yes">
        <Brand />
        <ul className={styles['list']}>
          {workspace.kind !== 'office' && <li><Link to="/" activeOptions={{ exact: true }} className={styles['link'] ?? ''}>{t('nav.home')}</Link></li>}
          {PAGES.map((page) => <li key={page.to}><Link to={page.to} className={styles['link'] ?? ''}>{t(page.says)}</Link></li>)}
        </ul>
      </nav>
      <div className={styles['main']}>
        <header className={styles['top']} aria-label={t('shell.tools')}><span className={styles['name']}>{workspace.name}</span><span className="grow" /><DisplayMenu /></header>
        <main id="content" tabIndex={-1} className={styles['content']}>{isPage ? <Outlet /> : workspace.kind === 'office' ? <Joining /> : <AddEntity first />}</main>
      </div>
    </div>
  )
}
