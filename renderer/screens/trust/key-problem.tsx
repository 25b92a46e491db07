import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { Problem, refusalsOf, sentencesOf } from '../../ui/problem.tsx'
import { KeysElsewhere } from './keys-elsewhere.tsx'
import styles from './trust.module.css'

const LOCKED = 'identity_locked'

/** What went wrong; where the keys are locked, their passphrase is asked on the spot and what was begun goes on by itself. */
export function KeyProblem({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const locked = refusalsOf(error).some((refusal) => refusal.code === LOCKED)
  return locked ? <Unlock onUnlocked={onRetry} /> : <Problem error={error} />
}

/** What opens the keys: their passphrase; where none seals them, what to do on a machine that is not theirs. */
export function Unlock({ onUnlocked }: { readonly onUnlocked?: () => void }) {
  const identity = useApi('identity.state', {}).data
  if (!identity) return null
  return identity.sealedBy === 'passphrase' ? <AskPassphrase {...(onUnlocked ? { onUnlocked } : {})} /> : <KeysElsewhere identity={identity} {...(onUnlocked ? { onUnlocked } : {})} />
}

/** The passphrase is forgotten as soon as it was used. */
function AskPassphrase({ onUnlocked }: { readonly onUnlocked?: () => void }) {
  const t = useWords()
  const id = useId()
  const unlock = useCommand('identity.unlock')
  const [passphrase, setPassphrase] = useState('')
  const error = unlock.isError ? sentencesOf(t, unlock.error).join(' ') : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    unlock.mutate({ passphrase }, { onSuccess: () => { setPassphrase(''); onUnlocked?.() } })
  }
  return (
    <form className={`${styles['unlock']} stack`} onSubmit={submit} aria-label={t('lock.title')}>
      <div><strong>{t('lock.title')}</strong><p className="note">{t('lock.text')}</p></div>
      <Field id={id} label={t('lock.passphrase')} error={error} width="28rem">
        <input
          id={id} className={inputClass} type="password" autoComplete="current-password" value={passphrase} data-autofocus
          aria-invalid={error ? true : undefined} aria-describedby={error ? `${id}-error` : undefined} onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      </Field>
      <div><Button type="submit" loading={unlock.isPending} disabled={passphrase === ''}>{t('lock.unlock')}</Button></div>
    </form>
  )
}
