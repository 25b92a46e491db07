import { Button } from '@mantine/core'
import { useState } from 'react'
import type { MadeFileInfo } from '../../../core/workspace.ts'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { Card, Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Warning } from '../../ui/warning.tsx'

/** The root key files that were made on this machine and still lie on it: given again until a person says that each is where it belongs. */
export function KeptRoot() {
  const t = useWords()
  const kept = useApi('trust.root-files', {})
  if (kept.isError) return <Problem error={kept.error} />
  return kept.data && kept.data.length > 0 ? <Card title={t('root.kept')}><RootFiles files={kept.data} /></Card> : null
}

/** Each file to save; then one word that they are safe, and none is kept here any more. */
export function RootFiles({ files }: { readonly files: readonly MadeFileInfo[] }) {
  const t = useWords()
  const forget = useCommand('trust.forget-root-files')
  // By name: the same files come under other ids when they are read again.
  const [saved, setSaved] = useState<readonly string[]>([])
  const left = files.length - saved.length
  const save = async ({ fileId, fileName }: MadeFileInfo): Promise<void> => {
    if (await bridge.download(fileId)) setSaved((now) => (now.includes(fileName) ? now : [...now, fileName]))
  }
  if (forget.isSuccess) return <Done>{t('root.kept.done')}</Done>
  return (
    <div className="stack">
      <Warning title={t('root.kept.title')}>{t('root.kept.text')}</Warning>
      <div className="row">{files.map((file) => <Pill key={file.fileName} onClick={() => void save(file)}>{t(saved.includes(file.fileName) ? 'root.saved' : 'root.save', { name: file.fileName })}</Pill>)}</div>
      <p role="status">{left > 0 ? t('root.unsaved', { count: left }) : t('root.kept.check')}</p>
      {forget.isError && <Problem error={forget.error} />}
      <div><Button variant="default" disabled={left > 0} loading={forget.isPending} onClick={() => forget.mutate({})}>{t('root.kept.forget')}</Button></div>
    </div>
  )
}
