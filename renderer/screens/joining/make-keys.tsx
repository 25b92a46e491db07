import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { Problem } from '../../ui/problem.tsx'
import { NO_PROTECTION, ProtectionFields, protectionOf } from '../trust/protection.tsx'
import { RecoverySheet } from '../trust/recovery-sheet.tsx'
import styles from './joining.module.css'
import { RestoreKeys } from './restore-keys.tsx'

/** The first step: keys that only this workspace has. Then the sheet that brings them back. */
export function MakeKeys({ identity, onNext }: { readonly identity: IdentityInfo; readonly onNext: () => void }) {
  return identity.made ? <Made identity={identity} onNext={onNext} /> : <MakeKeysForm identity={identity} />
}

/** Asks how they are protected, then makes them. */
export function MakeKeysForm({ identity }: { readonly identity: IdentityInfo }) {
  const t = useWords()
  const make = useCommand('identity.make')
  const [protection, setProtection] = useState(NO_PROTECTION)
  const ready = protectionOf(protection)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) make.mutate(ready)
  }
  return (
    <div className="stack">
      <ul className={styles['list']}>
        <li>{t('join.keys.sign')}</li>
        <li>{t('join.keys.seal')}</li>
        <li>{t('join.keys.stay')}</li>
      </ul>
      <form className="stack" onSubmit={submit} noValidate>
        {make.isError && <Problem error={make.error} />}
        <ProtectionFields identity={identity} value={protection} onChange={setProtection} />
        <div><Button type="submit" loading={make.isPending} disabled={!ready}>{t('join.keys.make')}</Button></div>
      </form>
      <RestoreKeys identity={identity} />
    </div>
  )
}

function Made({ identity, onNext }: { readonly identity: IdentityInfo; readonly onNext: () => void }) {
  const t = useWords()
  return (
    <div className="stack">
      <p>{t('join.keys.made')} {identity.sealedBy && t(`keys.sealed.${identity.sealedBy}`)}</p>
      <RecoverySheet />
      <div><Button onClick={onNext}>{t('join.keys.next')}</Button></div>
    </div>
  )
}
