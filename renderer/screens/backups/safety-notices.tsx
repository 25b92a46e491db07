import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Warning } from '../../ui/warning.tsx'
import styles from './safety-notices.module.css'

const KEY = 'archipel.folders-accepted'

/** What must be known on any page: backups that stopped, root keys that nobody saved, and a place where two machines could write the same file. */
export function SafetyNotices() {
  const t = useWords()
  const { workspace } = useSession()
  const { pathname } = useLocation()
  const problem = useApi('backup.list', workspace.access === 'write' ? {} : undefined).data?.lastProblem ?? null
  const rootFiles = useApi('trust.root-files', workspace.kind === 'headquarters' && workspace.access === 'write' ? {} : undefined).data ?? []
  // The page of the keys gives them.
  const unsaved = pathname === '/trust' ? 0 : rootFiles.length
  const [accepted, setAccepted] = useState(() => acceptedFolders().includes(workspace.path))
  // The settings say it beside the path of the file.
  const warning = accepted || pathname === '/settings' ? undefined : workspace.folderWarning
  const accept = (): void => {
    setAccepted(true)
    try {
      localStorage.setItem(KEY, JSON.stringify([...acceptedFolders(), workspace.path].slice(-20)))
    } catch {
      // Said again next time.
    }
  }
  if (pathname === '/backups' || (problem === null && !warning && unsaved === 0)) return null
  return (
    <div className={styles['notices']}>
      {problem !== null && <Warning title={t('backup.stopped')}>{sentence(t, { code: problem })} <Link to="/backups">{t('backup.title')}</Link></Warning>}
      {unsaved > 0 && <Warning title={t('root.kept.title')}>{t('root.kept.text')} <Link to="/trust">{t('nav.trust')}</Link></Warning>}
      {warning && <Warning title={t('backup.folder.title')}>{t(`folder.${warning.kind}`, { service: warning.service })} <Pill look="link" onClick={accept}>{t('folder.accept')}</Pill></Warning>}
    </div>
  )
}

/** Paths whose risk was read and accepted on this machine. */
function acceptedFolders(): readonly string[] {
  try {
    const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(known) ? known.filter((path) => typeof path === 'string') : []
  } catch {
    return []
  }
}
