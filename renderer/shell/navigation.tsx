import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { WorkspaceInfo } from '../../core/workspace.ts'
import type { MessageId } from '../i18n/messages.ts'
import { useWords } from '../i18n/use-words.tsx'
import { useApi } from '../query.ts'
import { useSession } from '../session.tsx'
import styles from './shell.module.css'

type Kind = WorkspaceInfo['kind']
type Place =
  | '/' | '/activity' | '/entry' | '/journals' | '/accounts' | '/trial-balance' | '/statements' | '/parties' | '/import' | '/export' | '/backups' | '/year-end' | '/settings'
  | '/plis' | '/notices' | '/advice' | '/trust' | '/join' | '/join/accept' | '/inbox' | '/liaisons' | '/sum' | '/people' | '/offices' | '/parameters'

interface Page { readonly to: Place; readonly says: MessageId }
interface Section { readonly group?: MessageId; readonly pages: readonly Page[] }

const BOOKS: readonly Page[] = [
  { to: '/entry', says: 'nav.entry' }, { to: '/journals', says: 'nav.journals' }, { to: '/accounts', says: 'nav.accounts' }, { to: '/parties', says: 'nav.parties' },
  { to: '/trial-balance', says: 'nav.trialBalance' }, { to: '/statements', says: 'nav.statements' }, { to: '/year-end', says: 'nav.yearEnd' },
]
/** What an office reads: nothing is booked there. */
const READ: readonly Page[] = [{ to: '/activity', says: 'nav.activity' }, ...BOOKS.filter(({ to }) => to !== '/entry' && to !== '/year-end')]
const FILES: readonly Page[] = [{ to: '/import', says: 'nav.import' }, { to: '/export', says: 'nav.export' }, { to: '/backups', says: 'nav.backups' }]
const SETTINGS: Section = { pages: [{ to: '/settings', says: 'nav.settings' }] }

/** The pages of each kind of workspace, in their order: the navigation and the palette are made of these lists. */
const PAGES: Readonly<Record<Kind, readonly Section[]>> = {
  entity: [
    { pages: [{ to: '/', says: 'nav.home' }] },
    { group: 'nav.group.books', pages: BOOKS },
    { group: 'nav.group.exchange', pages: [{ to: '/plis', says: 'nav.plis' }, ...FILES] },
    { group: 'nav.group.network', pages: [{ to: '/advice', says: 'advising.nav.advice' }, { to: '/notices', says: 'nav.notices' }, { to: '/trust', says: 'nav.trust' }, { to: '/join', says: 'nav.join' }] },
    SETTINGS,
  ],
  office: [
    { pages: [{ to: '/', says: 'nav.home' }, { to: '/plis', says: 'nav.plis' }, { to: '/notices', says: 'nav.notices' }] },
    { group: 'nav.group.read', pages: READ },
    { group: 'nav.group.exchange', pages: [{ to: '/export', says: 'nav.export' }, { to: '/backups', says: 'nav.backups' }] },
    { group: 'nav.group.network', pages: [{ to: '/trust', says: 'nav.trust' }, { to: '/join', says: 'nav.join' }] },
    SETTINGS,
  ],
  headquarters: [
    { pages: [{ to: '/', says: 'nav.register' }, { to: '/inbox', says: 'nav.inbox' }, { to: '/plis', says: 'nav.plis' }, { to: '/notices', says: 'nav.notices' }] },
    { group: 'nav.group.network', pages: [{ to: '/join/accept', says: 'nav.accept' }, { to: '/people', says: 'nav.people' }, { to: '/offices', says: 'nav.offices' }, { to: '/trust', says: 'nav.trust' }, { to: '/parameters', says: 'nav.parameters' }] },
    { group: 'nav.group.together', pages: [{ to: '/sum', says: 'nav.sum' }, { to: '/liaisons', says: 'nav.liaisons' }] },
    { group: 'nav.group.read', pages: [{ to: '/activity', says: 'nav.activity' }, ...BOOKS] },
    { group: 'nav.group.exchange', pages: FILES },
    SETTINGS,
  ],
}

/** The pages of the workspace that is open; what is done once is no longer among them when it is done. */
export function usePages(): readonly Section[] {
  const { kind } = useSession().workspace
  const joined = useApi('trust.root', {}).data?.joined === true
  return useMemo(() => (joined ? PAGES[kind].map((section) => ({ ...section, pages: section.pages.filter((page) => page.to !== '/join') })) : PAGES[kind]), [kind, joined])
}

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

/** How many things wait behind a page, said beside its name. */
function useWaiting(): Readonly<Partial<Record<Place, { readonly count: number; readonly says: MessageId }>>> {
  const { entity, workspace } = useSession()
  const drafts = useApi('draft.list', { entity }).data?.length ?? 0
  const proposed = useApi('proposal.list', workspace.kind === 'entity' ? { entity } : undefined).data?.filter((each) => each.state === 'open').length ?? 0
  const unread = useApi('notice.list', { unreadOnly: true, offset: 0, limit: 1 }).data?.unread ?? 0
  return {
    ...(drafts > 0 ? { '/entry': { count: drafts, says: 'nav.drafts' } } : {}), ...(unread > 0 ? { '/notices': { count: unread, says: 'nav.unread' } } : {}),
    ...(proposed > 0 ? { '/advice': { count: proposed, says: 'advising.nav.waiting' } } : {}),
  }
}

const EXACT: ReadonlySet<Place> = new Set(['/', '/entry', '/join'])

export function Navigation({ open, onGo }: { readonly open: boolean; readonly onGo: () => void }) {
  const t = useWords()
  const pages = usePages()
  const waiting = useWaiting()
  return (
    <nav className={styles['nav']} aria-label={t('shell.navigation')} data-open={open ? 'yes' : 'no'} id="navigation">
      <Brand />
      {pages.map((section, index) => (
        <div key={section.group ?? index} className={index === pages.length - 1 ? styles['foot'] : undefined}>
          {section.group && <div className={styles['group']} id={section.group}>{t(section.group)}</div>}
          <ul className={styles['list']} aria-labelledby={section.group}>
            {section.pages.map((page) => (
              <li key={page.to}>
                <Link to={page.to} className={styles['link'] ?? ''} activeOptions={{ exact: EXACT.has(page.to), includeSearch: false }} onClick={onGo}>
                  {t(page.says)}
                  <Badge waiting={waiting[page.to]} />
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function Badge({ waiting }: { readonly waiting: { readonly count: number; readonly says: MessageId } | undefined }) {
  const t = useWords()
  if (!waiting) return null
  const says = t(waiting.says, { count: waiting.count })
  return <span className={styles['badge']} title={says}>{waiting.count}<span className="visually-hidden"> {says}</span></span>
}
