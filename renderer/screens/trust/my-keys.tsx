import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useFile } from '../../session.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { MakeKeysForm } from '../joining/make-keys.tsx'
import { FingerprintCard } from './fingerprint-card.tsx'
import { KeyProblem, Unlock } from './key-problem.tsx'
import { NO_PROTECTION, ProtectionFields, protectionOf } from './protection.tsx'
import { RecoverySheet } from './recovery-sheet.tsx'
import styles from './trust.module.css'

/** The keys of this workspace: their fingerprint, their lock, how they are kept, how they are changed. */
export function MyKeys({ identity }: { readonly identity: IdentityInfo }) {
  const t = useWords()
  const { mayWrite, workspace } = useFile()
  const [panel, setPanel] = useState<'seal' | 'rotate' | null>(null)
  const lock = useCommand('identity.lock')
  if (!identity.made) {
    return (
      <Card title={t('trust.keys')}>
        {workspace.kind === 'headquarters' ? <MakeKeysForm identity={identity} /> : <><p className="soft">{t('trust.noKeys')}</p><div className={styles['actions']}><Button component={Link} to="/join">{t('nav.join')}</Button></div></>}
      </Card>
    )
  }
  return (
    <Card title={t('trust.keys')}>
      <div className="stack">
        <p><strong>{t(identity.locked ? 'trust.locked' : 'trust.unlocked')}</strong> {identity.sealedBy && (!identity.locked || identity.sealedBy === 'passphrase') && t(`keys.sealed.${identity.sealedBy}`)}</p>
        {identity.locked && <Unlock />}
        {identity.fingerprint && <FingerprintCard title={t('join.own')} fingerprint={identity.fingerprint} />}
        {lock.error ? <Problem error={lock.error} /> : null}
        <div className="row">
          {!identity.locked && identity.sealedBy === 'passphrase' && <Pill onClick={() => lock.mutate({})} disabled={lock.isPending}>{t('trust.lock')}</Pill>}
          <Pill onClick={() => setPanel('seal')} disabled={!mayWrite}>{t(identity.sealedBy === 'passphrase' ? 'trust.changePassphrase' : 'trust.setPassphrase')}</Pill>
          {workspace.kind !== 'headquarters' && <Pill onClick={() => setPanel('rotate')} disabled={!mayWrite}>{t('trust.rotate')}</Pill>}
        </div>
        <RecoverySheet />
      </div>
      <SidePanel opened={panel === 'seal'} onClose={() => setPanel(null)} title={t('trust.seal.title')}><KeyForm door="identity.seal" identity={identity} /></SidePanel>
      <SidePanel opened={panel === 'rotate'} onClose={() => setPanel(null)} title={t('trust.rotate')}><KeyForm door="trust.rotate" identity={identity} /></SidePanel>
    </Card>
  )
}

const WORDS = {
  'identity.seal': { text: 'trust.seal.text', action: 'trust.seal.do', done: 'trust.seal.done' },
  'trust.rotate': { text: 'trust.rotate.text', action: 'trust.rotate.do', done: 'trust.rotate.done' },
} as const

/** Another way to keep the same keys, or other keys: both ask how they are protected from then on. */
function KeyForm({ door, identity }: { readonly door: keyof typeof WORDS; readonly identity: IdentityInfo }) {
  const t = useWords()
  const change = useCommand(door)
  const [protection, setProtection] = useState(NO_PROTECTION)
  const ready = protectionOf(protection)
  const words = WORDS[door]
  const run = (): void => { if (ready) change.mutate(ready) }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    run()
  }
  if (change.isSuccess) return <Done>{t(words.done)}</Done>
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="soft">{t(words.text)}</p>
      {change.error ? <KeyProblem error={change.error} onRetry={run} /> : null}
      <ProtectionFields identity={identity} value={protection} onChange={setProtection} />
      <div><Button type="submit" loading={change.isPending} disabled={!ready}>{t(words.action)}</Button></div>
    </form>
  )
}
