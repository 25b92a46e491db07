import { Outlet, useLocation, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { WorkspaceInfo } from '../../core/workspace.ts'
import { bridge } from '../client.ts'
import { useWords } from '../i18n/use-words.tsx'
import { preferences, setPreferences, usePreferences } from '../preferences.ts'
import { useApi } from '../query.ts'
import { SafetyNotices } from '../screens/backups/safety-notices.tsx'
import { FirstRun } from '../screens/first-run/first-run.tsx'
import { FileProvider, SessionProvider, useSession } from '../session.tsx'
import { Problem } from '../ui/problem.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { DroppedFiles } from './dropped-files.tsx'
import { EmptyFile } from './empty-file.tsx'
import { Navigation } from './navigation.tsx'
import { openPalette, Palette } from './palette.tsx'
import { rememberPlace } from './place.ts'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import styles from './shell.module.css'
import { useShortcut } from './shortcuts.ts'
import { TopBar } from './top-bar.tsx'

/** What stands around every screen: nothing before a workspace is open, then its entity, then the page. */
export function Shell() {
  const workspace = useApi('workspace.current', {})
  if (workspace.isPending) return <Skeleton lines={6} />
  if (workspace.isError) return <div className={styles['content']}><Problem error={workspace.error} /></div>
  return workspace.data ? <OpenWorkspace workspace={workspace.data} /> : <FirstRun />
}

function OpenWorkspace({ workspace }: { readonly workspace: WorkspaceInfo }) {
  const entities = useApi('entity.list', {})
  const asked = (useSearch({ strict: false }) as { e?: string }).e
  const list = entities.data
  const entity = list?.find((each) => each.code === asked) ?? list?.find((each) => each.code === preferences().entity) ?? list?.[0]
  const books = useApi('books.get', entity && { entity: entity.code })
  if (entities.isError) return <div className={styles['content']}><Problem error={entities.error} /></div>
  if (books.isError) return <div className={styles['content']}><Problem error={books.error} /></div>
  if (list && !entity) return <FileProvider key={workspace.path} workspace={workspace}><EmptyFile /></FileProvider>
  if (!list || !entity || !books.data) return <Skeleton lines={6} />
  return (
    <FileProvider key={workspace.path} workspace={workspace}>
      <SessionProvider workspace={workspace} entities={list} entity={entity.code} books={books.data}><Frame /></SessionProvider>
    </FileProvider>
  )
}

function Frame() {
  const t = useWords()
  const { workspace, books } = useSession()
  const [keysOpen, setKeysOpen] = useState(false)
  const [menuOpen, setMenuOpen] = useState(false)
  const content = useRef<HTMLElement>(null)
  useFrameKeys(() => setKeysOpen(true))
  useArrival(content)
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content" onClick={(event) => { event.preventDefault(); content.current?.focus() }}>{t('shell.skip')}</a>
      {(workspace.demonstration || books.entity.demonstration) && <p className={styles['banner']} role="note">{t('demo.banner')}</p>}
      {workspace.access === 'read' && <p className={`${styles['banner']} ${styles['readonly']}`} role="note">{workspace.heldBy ? t('access.read', { host: workspace.heldBy.host, since: t.instant(workspace.heldBy.since) }) : t('access.place')}</p>}
      {workspace.access === 'newer' && <p className={`${styles['banner']} ${styles['readonly']}`} role="note">{t('access.newer')}</p>}
      <Navigation open={menuOpen} onGo={() => setMenuOpen(false)} />
      <div className={styles['main']}>
        <TopBar onSearch={openPalette} onMenu={() => setMenuOpen(!menuOpen)} menuOpen={menuOpen} onKeys={() => setKeysOpen(true)} />
        <main id="content" ref={content} tabIndex={-1} className={styles['content']}><SafetyNotices /><Outlet /></main>
      </div>
      <Palette onKeys={() => setKeysOpen(true)} />
      <DroppedFiles />
      <ShortcutSheet opened={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  )
}

function useFrameKeys(showKeys: () => void): void {
  const navigate = useNavigate()
  const router = useRouter()
  const { hidden, reading } = usePreferences()
  useShortcut('help', showKeys)
  useShortcut('newEntry', () => void navigate({ to: '/entry', search: { n: Date.now() } }))
  useShortcut('back', () => router.history.back())
  useShortcut('privacy', () => setPreferences({ hidden: !hidden }))
  useShortcut('reading', () => setPreferences({ reading: reading === 'clair' ? 'comptable' : 'clair' }))
  useShortcut('search', openPalette)
  useEffect(() => bridge.onMenu((command) => {
    switch (command) {
      case 'home': return void navigate({ to: '/' })
      case 'new-entry': return void navigate({ to: '/entry' })
      case 'search': return openPalette()
      case 'import': return void navigate({ to: '/import' })
      case 'open-workspace': return void navigate({ to: '/settings', search: { tab: 'workspace' } })
      case 'settings': return void navigate({ to: '/settings' })
      case 'help': return showKeys()
    }
  }), [navigate, showKeys])
}

/** After each move the focus is on the page, so that a keyboard or a screen reader starts there; the place is remembered for the next start. */
function useArrival(content: React.RefObject<HTMLElement | null>): void {
  const { pathname, searchStr } = useLocation()
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) {
      window.scrollTo(0, 0)
      if (!content.current?.contains(document.activeElement)) content.current?.focus({ preventScroll: true })
    }
    first.current = false
  }, [pathname, content])
  useEffect(() => rememberPlace(pathname + searchStr), [pathname, searchStr])
}
