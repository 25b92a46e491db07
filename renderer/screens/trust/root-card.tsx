import { useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Warning } from '../../ui/warning.tsx'
import { FingerprintCard } from './fingerprint-card.tsx'
import { StateRoot } from './state-root.tsx'
import styles from './trust.module.css'

type Root = NonNullable<Output<'trust.root'>['root']>

/** What headquarters' three keys say: who works for it, until when it is to be renewed. */
export function RootCard({ root, canState }: { readonly root: Root; readonly canState: boolean }) {
  const t = useWords()
  const [open, setOpen] = useState(false)
  return (
    <Card title={t('root.title', { name: root.name })}>
      <div className="stack">
        {root.expired && <Warning title={t('root.expired')}>{t(canState ? 'root.expired.here' : 'root.expired.text')}</Warning>}
        <dl className={styles['facts']}>
          <dt>{t('root.version')}</dt><dd>{t('root.version.text', { version: root.version, count: root.versions.length })}</dd>
          <dt>{t('root.expires')}</dt><dd>{t.date(root.expiresOn, 'long')}</dd>
          <dt>{t('root.keys')}</dt><dd>{t('root.keys.text', { count: root.rootKeys.length, threshold: root.threshold })}<br /><span className="note">{root.rootKeys.join(' · ')}</span></dd>
          <dt>{t('root.working')}</dt><dd>{root.working.map((key) => <div key={`${key.author}${key.shortKey}`}>{key.name} <span className="note">{key.shortKey}{key.endedOn && ` · ${t('root.ended', { date: t.date(key.endedOn) })}`}</span></div>)}</dd>
        </dl>
        <FingerprintCard title={t('root.fingerprint')} fingerprint={root.fingerprint} />
        {canState && <div><Pill onClick={() => setOpen(true)}>{t('root.state')}</Pill></div>}
      </div>
      <SidePanel opened={open} onClose={() => setOpen(false)} title={t('root.state')}><StateRoot root={root} /></SidePanel>
    </Card>
  )
}
