import { Link } from '@tanstack/react-router'
import type { MessageId } from '../i18n/messages.ts'
import { useWords } from '../i18n/use-words.tsx'
import { useApi } from '../query.ts'
import { useSession } from '../session.tsx'
import styles from './shell.module.css'

interface Page { readonly to: '/' | '/entry' | '/journals' | '/accounts' | '/trial-balance' | '/statements' | '/parties' | '/import' | '/export' | '/backups' | '/year-end' | '/settings'; readonly says: MessageId }

/** The pages of the program, in their order: the navigation and the palette are made of this one list. */
export const PAGES: readonly { readonly group?: MessageId; readonly pages: readonly Page[] }[] = [
  { pages: [{ to: '/', says: 'nav.home' }] },
  {
    group: 'nav.group.books',
    pages: [
      { to: '/entry', says: 'nav.entry' }, { to: '/journals', says: 'nav.journals' }, { to: '/accounts', says: 'nav.accounts' }, { to: '/parties', says: 'nav.parties' },
      { to: '/trial-balance', says: 'nav.trialBalance' }, { to: '/statements', says: 'nav.statements' }, { to: '/year-end', says: 'nav.yearEnd' },
    ],
  },
  { group: 'nav.group.exchange', pages: [{ to: '/import', says: 'nav.import' }, { to: '/export', says: 'nav.export' }, { to: '/backups', says: 'nav.backups' }] },
  { pages: [{ to: '/settings', says: 'nav.settings' }] },
]

export function Brand() {
  return (
    <Link to="/" className={styles['brand'] ?? ''}>
      <svg width="20" height="20" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="8" cy="9" r="5" fill="var(--sea)" /><circle cx="17.5" cy="7" r="3" fill="var(--sun)" /><circle cx="15.5" cy="16.5" r="4.5" fill="var(--moss)" />
      </svg>
      Archipel
    </Link>
  )
}

export function Navigation({ open, onGo }: { readonly open: boolean; readonly onGo: () => void }) {
  const t = useWords()
  const { entity } = useSession()
  const drafts = useApi('draft.list', { entity }).data?.length ?? 0
  return (
    <nav className={styles['nav']} aria-label={t('shell.navigation')} data-open={open ? 'yes' : 'no'} id="navigation">
      <Brand />
      {PAGES.map((section, index) => (
        <div key={section.group ?? index} className={index === PAGES.length - 1 ? styles['foot'] : undefined}>
          {section.group && <div className={styles['group']} id={section.group}>{t(section.group)}</div>}
          <ul className={styles['list']} aria-labelledby={section.group}>
            {section.pages.map((page) => (
              <li key={page.to}>
                <Link to={page.to} className={styles['link'] ?? ''} activeOptions={{ exact: page.to === '/' || page.to === '/entry', includeSearch: false }} onClick={onGo}>
                  {t(page.says)}
                  {page.to === '/entry' && drafts > 0 && <span className={styles['badge']} title={t('nav.drafts', { count: drafts })}>{drafts}<span className="visually-hidden"> {t('nav.drafts', { count: drafts })}</span></span>}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
