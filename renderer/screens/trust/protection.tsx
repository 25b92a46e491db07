import { useId } from 'react'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { described, Field, inputClass } from '../../ui/field.tsx'
import { ChoiceQuestion } from '../first-run/setup-questions.tsx'
import styles from './trust.module.css'

/** How the private keys are kept on this machine, as it is being chosen. */
export interface Protection {
  readonly by: 'passphrase' | 'here'
  readonly passphrase: string
  readonly again: string
}

export const NO_PROTECTION: Protection = { by: 'passphrase', passphrase: '', again: '' }

/** As the doors take it; undefined while the two passphrases are not the same. */
export function protectionOf({ by, passphrase, again }: Protection): { readonly passphrase?: string } | undefined {
  if (by === 'here') return {}
  return passphrase !== '' && passphrase === again ? { passphrase } : undefined
}

/** A passphrase, or this machine alone: what each is worth is said where one chooses. */
export function ProtectionFields({ identity, value, onChange, error }: { readonly identity: IdentityInfo; readonly value: Protection; readonly onChange: (value: Protection) => void; readonly error?: string | undefined }) {
  const t = useWords()
  const name = useId()
  const here = identity.canUseKeychain ? 'keychain' : 'machine'
  return (
    <div className="stack">
      <ChoiceQuestion
        name={name} legend={t('protect.legend')} value={value.by} onChange={(by) => onChange({ ...value, by })}
        options={[{ value: 'passphrase', label: t('protect.passphrase'), help: t('protect.passphrase.text') }, { value: 'here', label: t(`protect.${here}`), help: t(`protect.${here}.text`) }]}
      />
      {value.by === 'passphrase' && <PassphraseFields value={value} onChange={(typed) => onChange({ ...value, ...typed })} error={error} />}
    </div>
  )
}

/** Typed twice, since nobody can find it again. */
export function PassphraseFields({ value, onChange, error }: { readonly value: Pick<Protection, 'passphrase' | 'again'>; readonly onChange: (value: Pick<Protection, 'passphrase' | 'again'>) => void; readonly error?: string | undefined }) {
  const t = useWords()
  const id = useId()
  const differs = value.again !== '' && value.again !== value.passphrase ? t('protect.differs') : undefined
  const help = t('protect.help')
  return (
    <div className={styles['two']}>
      <Field id={`${id}-first`} label={t('lock.passphrase')} help={help} error={error}>
        <input id={`${id}-first`} className={inputClass} type="password" autoComplete="new-password" value={value.passphrase} onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })} {...described(`${id}-first`, help, error)} />
      </Field>
      <Field id={`${id}-again`} label={t('protect.again')} error={differs}>
        <input id={`${id}-again`} className={inputClass} type="password" autoComplete="new-password" value={value.again} onChange={(event) => onChange({ ...value, again: event.currentTarget.value })} {...described(`${id}-again`, undefined, differs)} />
      </Field>
    </div>
  )
}
