import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { MadeFileInfo } from '../../../core/workspace.ts'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { Card, Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Warning } from '../../ui/warning.tsx'
import { FingerprintCard } from './fingerprint-card.tsx'
import { KeyProblem } from './key-problem.tsx'
import { PassphraseFields } from './protection.tsx'
import styles from './trust.module.css'

const THREE = [0, 1, 2] as const
const EMPTY = { passphrase: '', again: '' }

/** Headquarters founds its trust: three people, three passphrases, three files; two of them are needed to change anything. */
export function FoundRoot({ onBegin }: { readonly onBegin: () => void }) {
  const t = useWords()
  const found = useLongCall('trust.found')
  const [saved, setSaved] = useState<readonly string[]>([])
  const [typed, setTyped] = useState<readonly (typeof EMPTY)[]>([EMPTY, EMPTY, EMPTY])
  const ready = typed.every((each) => each.passphrase !== '' && each.passphrase === each.again)
  const run = async (): Promise<void> => {
    onBegin()
    const value = await found.start({ passphrases: typed.map((each) => each.passphrase) })
    if (value) setTyped([EMPTY, EMPTY, EMPTY])
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run()
  }
  if (found.data) {
    return (
      <Card title={t('root.founded')}>
        <div className="stack">
          <Done><strong>{t('root.founded.text')}</strong><p>{t('root.founded.next')}</p></Done>
          <div className="row">{found.data.files.map((file) => <SaveFile key={file.fileId} file={file} saved={saved.includes(file.fileId)} onSaved={() => setSaved((now) => [...now, file.fileId])} />)}</div>
          {saved.length < found.data.files.length && <Warning>{t('root.unsaved', { count: found.data.files.length - saved.length })}</Warning>}
          <FingerprintCard title={t('root.fingerprint')} fingerprint={found.data.rootFingerprint} />
        </div>
      </Card>
    )
  }
  return (
    <Card title={t('root.found')}>
      <form className="stack" onSubmit={submit} noValidate>
        <p>{t('root.found.text')}</p>
        {found.error ? <KeyProblem error={found.error} onRetry={() => void run()} /> : null}
        {THREE.map((at) => (
          <fieldset key={at} className={styles['holder']}>
            <legend>{t('root.holder', { number: at + 1 })}</legend>
            <PassphraseFields value={typed[at] ?? EMPTY} onChange={(value) => setTyped(typed.map((each, index) => (index === at ? value : each)))} />
          </fieldset>
        ))}
        <p className="note">{t('root.found.lost')}</p>
        {found.pending ? <ProgressBar step={found.progress} /> : <div><Button type="submit" disabled={!ready}>{t('root.found.do')}</Button></div>}
      </form>
    </Card>
  )
}

function SaveFile({ file, saved, onSaved }: { readonly file: MadeFileInfo; readonly saved: boolean; readonly onSaved: () => void }) {
  const t = useWords()
  const save = async (): Promise<void> => { if (await bridge.download(file.fileId)) onSaved() }
  return <Pill onClick={() => void save()}>{t(saved ? 'root.saved' : 'root.save', { name: file.fileName })}</Pill>
}
