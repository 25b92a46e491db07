import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { Card, Done } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { FingerprintCard } from './fingerprint-card.tsx'
import { KeyProblem } from './key-problem.tsx'
import { RootFiles } from './kept-root.tsx'
import { PassphraseFields } from './protection.tsx'
import styles from './trust.module.css'

const THREE = [0, 1, 2] as const
const EMPTY = { passphrase: '', again: '' }

/** Headquarters founds its trust: three people, three passphrases, three files; two of them are needed to change anything. */
export function FoundRoot({ onBegin }: { readonly onBegin: () => void }) {
  const t = useWords()
  const found = useLongCall('trust.found')
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
          <RootFiles files={found.data.files} />
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
