import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'
import { Welcome } from '../first-run/first-run.tsx'
import styles from './settings.module.css'

/** The file that is open, and the way to another one. */
export function WorkspaceTab() {
  const t = useWords()
  const { workspace } = useSession()
  const close = useCommand('workspace.close')
  return (
    <>
      <Card title={workspace.name}>
        <div className="stack">
          <dl className={styles['facts']}>
            <dt>{t('settings.file.path')}</dt><dd>{workspace.path}</dd>
            <dt>{t('settings.file.kind')}</dt><dd>{t(`kind.${workspace.kind}`)}</dd>
            <dt>{t('settings.file.size')}</dt><dd>{t.bytes(workspace.sizeBytes)}</dd>
            <dt>{t('settings.file.access')}</dt><dd>{t(`settings.file.access.${workspace.access}`)}</dd>
            <dt>{t('settings.file.program')}</dt><dd>Archipel {workspace.programVersion}</dd>
          </dl>
          {workspace.folderWarning && <Warning title={t('backup.folder.title')}>{t(`folder.${workspace.folderWarning.kind}`, { service: workspace.folderWarning.service })}</Warning>}
          {close.isError && <Problem error={close.error} />}
          <div><Pill onClick={() => close.mutate({})}>{t('settings.file.close')}</Pill></div>
        </div>
      </Card>
      <Welcome heading="h2" opened={workspace.path} title={t('settings.file.other')} lead={t('settings.file.otherText')} />
    </>
  )
}
