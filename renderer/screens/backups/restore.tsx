import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { RestorePreview } from '../../../core/workspace.ts'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Warning } from '../../ui/warning.tsx'
import { useLongCall } from '../../use-long-call.ts'

/** Before anything is done: what the copy holds and what it would not have. It is then restored under another name. */
export function RestorePanel({ path, onClose }: { readonly path: string | null; readonly onClose: () => void }) {
  const t = useWords()
  const preview = useApi('restore.preview', path === null ? undefined : { path })
  return (
    <SidePanel opened={path !== null} onClose={onClose} title={t('restore.title')}>
      {preview.isError && <Problem error={preview.error} />}
      {path !== null && preview.isPending && <Skeleton />}
      {path !== null && preview.data && !preview.isPlaceholderData && <RestoreForm key={path} path={path} preview={preview.data} onClose={onClose} />}
    </SidePanel>
  )
}

function RestoreForm({ path, preview, onClose }: { readonly path: string; readonly preview: RestorePreview; readonly onClose: () => void }) {
  const t = useWords()
  const { workspace } = useSession()
  const navigate = useNavigate()
  const restore = useLongCall('restore.run')
  const [newPath, setNewPath] = useState(() => proposedPath(workspace.path, preview.backup.madeAt, t('restore.suffix')))
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    // Another file is open from now on: what the page says of it goes by the address, since everything is made anew.
    if (await restore.start({ path, newPath: newPath.trim() })) void navigate({ to: '/backups', search: { from: workspace.path } })
  }
  const pick = async (): Promise<void> => {
    const chosen = await bridge.pick('restore-workspace', newPath)
    if (chosen) setNewPath(chosen)
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <p>{t('restore.holds', { when: t.instant(preview.backup.madeAt), entries: preview.backup.entries })} {preview.lastEntryOn && t('restore.lastEntry', { date: t.date(preview.lastEntryOn, 'long') })}</p>
      {preview.current && (preview.missingEntries > 0
        ? <Warning title={t('restore.missing', { count: preview.missingEntries })}>{t('restore.missing.text')}</Warning>
        : <p className="good">{t('restore.nothingMissing')}</p>)}
      {!preview.backup.verified && <Warning title={t('backup.unverified')}>{t('restore.unverified')}</Warning>}
      <p>{t('restore.effect')}</p>
      {restore.error ? <Problem error={restore.error} /> : null}
      <TextField id="restore-path" label={t('restore.newPath')} value={newPath} onChange={setNewPath} help={t('restore.newPathHelp')} />
      {bridge.shell === 'electron' && <div><Pill onClick={() => void pick()}>{t('start.own.pick')}</Pill></div>}
      {restore.pending
        ? <ProgressBar step={restore.progress} onCancel={restore.cancel} />
        : <div className="row"><Button type="submit" disabled={newPath.trim() === ''}>{t('restore.run')}</Button><Button variant="default" onClick={onClose}>{t('common.cancel')}</Button></div>}
    </form>
  )
}

/** `…/Atelier.archipel` made on 20 November → `…/Atelier restauré 2026-11-20.archipel`. */
function proposedPath(current: string, madeAt: string, suffix: string): string {
  return `${current.replace(/\.archipel$/u, '')} ${suffix} ${madeAt.slice(0, 10)}.archipel`
}

/** A copy that lies elsewhere: a stick, another computer. */
export function RestoreOther({ onPreview }: { readonly onPreview: (path: string) => void }) {
  const t = useWords()
  const [path, setPath] = useState('')
  const pick = async (): Promise<void> => {
    const chosen = await bridge.pick('open-backup', '')
    if (chosen) onPreview(chosen)
  }
  return (
    <Card title={t('restore.other')}>
      <div className="stack">
        <p className="soft">{t('restore.other.text')}</p>
        {bridge.shell === 'electron'
          ? <div><Button variant="default" onClick={() => void pick()}>{t('restore.other.pick')}</Button></div>
          : (
            <form className="stack" onSubmit={(event) => { event.preventDefault(); if (path.trim() !== '') onPreview(path.trim()) }}>
              <TextField id="restore-other" label={t('restore.other.path')} value={path} onChange={setPath} />
              <div><Button type="submit" variant="default" disabled={path.trim() === ''}>{t('restore.other.show')}</Button></div>
            </form>
          )}
      </div>
    </Card>
  )
}
