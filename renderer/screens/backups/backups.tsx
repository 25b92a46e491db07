import { Button } from '@mantine/core'
import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import type { BackupInfo } from '../../../core/workspace.ts'
import type { Output } from '../../client.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Card, Cards, Done, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Warning } from '../../ui/warning.tsx'
import { RestoreOther, RestorePanel } from './restore.tsx'
import { VerifyBooks } from './verify-books.tsx'

/** Verified copies of the file: when, how much is in them, and how to come back to one without losing anything. */
function Backups() {
  const t = useWords()
  const { canWrite } = useSession()
  const list = useApi('backup.list', {})
  const make = useCommand('backup.now')
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <Page
      title={t('backup.title')} lead={t('backup.lead')}
      actions={<Button onClick={() => make.mutate({})} loading={make.isPending} disabled={!canWrite}>{t('backup.now')}</Button>}
    >
      <Restored />
      {make.isError && <Problem error={make.error} />}
      {make.data && <Done>{t('backup.made', { entries: make.data.entries, when: t.instant(make.data.madeAt) })}</Done>}
      {!canWrite && <p className="note">{t('backup.readOnly')}</p>}
      {list.isPending && <Skeleton />}
      {list.isError && <Problem error={list.error} />}
      {list.data && <Stopped list={list.data} />}
      <FolderNote />
      {list.data && <Summary list={list.data} />}
      {list.data?.backups.length === 0 && <EmptyState title={t('backup.none')} text={t('backup.none.text')} />}
      {list.data && list.data.backups.length > 0 && <BackupTable backups={list.data.backups} onRestore={setChosen} />}
      <Cards columns={2}>
        <RestoreOther onPreview={setChosen} />
        <VerifyBooks />
      </Cards>
      <RestorePanel path={chosen} onClose={() => setChosen(null)} />
    </Page>
  )
}

/** After a restoration: which file is open now, and the way back to the one before, so that both can be compared. */
function Restored() {
  const t = useWords()
  const { workspace } = useSession()
  const { from } = backupsRoute.useSearch()
  const open = useCommand('workspace.open')
  if (from === undefined || from === workspace.path) return null
  return (
    <Done>
      <strong>{t('restore.done')}</strong>
      <p>{t('restore.done.text', { path: workspace.path, before: from })}</p>
      {open.isError && <Problem error={open.error} />}
      <div><Pill onClick={() => open.mutate({ path: from })} disabled={open.isPending}>{t('restore.goBack')}</Pill></div>
    </Done>
  )
}

/** Backups that fail are worse than none, because one counts on them: said loudly, with the reason and the next step. */
function Stopped({ list }: { readonly list: Output<'backup.list'> }) {
  const t = useWords()
  if (list.lastProblem === null) return null
  return <Warning title={t('backup.stopped')}>{sentence(t, { code: list.lastProblem })} {t('backup.stopped.next')}</Warning>
}

function FolderNote() {
  const t = useWords()
  const { workspace } = useSession()
  if (!workspace.folderWarning) return null
  return <Warning title={t('backup.folder.title')}>{t(`folder.${workspace.folderWarning.kind}`, { service: workspace.folderWarning.service })}</Warning>
}

function Summary({ list }: { readonly list: Output<'backup.list'> }) {
  const t = useWords()
  const latest = list.backups.find((backup) => backup.verified)
  return (
    <Cards columns={2}>
      <Card title={t('backup.last')}>
        <p><strong>{latest ? t.instant(latest.madeAt) : t('backup.last.never')}</strong></p>
        <p className="note">{latest ? t('backup.last.text', { entries: latest.entries, count: list.backups.length }) : t('backup.last.neverText')}</p>
      </Card>
      <Card title={t('backup.where')}>
        <p style={{ overflowWrap: 'anywhere' }}>{list.folder}</p>
        <p className="note">{t('backup.where.text')}</p>
      </Card>
    </Cards>
  )
}

function BackupTable({ backups, onRestore }: { readonly backups: readonly BackupInfo[]; readonly onRestore: (path: string) => void }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  return (
    <PlainTable
      label={t('backup.table')} rows={backups} rowKey={(backup) => backup.path} muted={(backup) => !backup.verified}
      columns={[
        { key: 'when', header: t('backup.column.when'), cell: (backup) => t.instant(backup.madeAt) },
        { key: 'entries', header: t('backup.column.entries'), number: true, cell: (backup) => t.count(backup.entries) },
        ...(expert ? [{ key: 'facts', header: t('backup.column.facts'), number: true, cell: (backup: BackupInfo) => t.count(backup.facts) }] : []),
        { key: 'size', header: t('backup.column.size'), number: true, cell: (backup) => t.bytes(backup.sizeBytes) },
        { key: 'verified', header: t('backup.column.state'), cell: (backup) => <span className={backup.verified ? 'good' : 'bad'}>{backup.verified ? t('backup.verified') : t('backup.unverified')}</span> },
        {
          key: 'restore', header: <span className="visually-hidden">{t('backup.restore')}</span>, number: true,
          cell: (backup) => <Pill look="link" aria-label={t('backup.restore.of', { when: t.instant(backup.madeAt) })} onClick={() => onRestore(backup.path)}>{t('backup.restore')}</Pill>,
        },
      ]}
    />
  )
}

export const backupsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/backups', component: Backups,
  validateSearch: (search: Record<string, unknown>): { from?: string } => compact({ from: searchText(search['from']) }),
})
