import { Button } from '@mantine/core'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { Problem } from '../../ui/problem.tsx'
import { RestoreKeys } from '../joining/restore-keys.tsx'
import styles from './trust.module.css'

/** Keys that another machine, another account or a keychain keeps: no passphrase opens them here. The sheet does; so does joining again. */
export function KeysElsewhere({ identity, onUnlocked }: { readonly identity: IdentityInfo; readonly onUnlocked?: () => void }) {
  const t = useWords()
  const again = useCommand('identity.unlock')
  const kept = identity.sealedBy === 'keychain' ? 'keychain' : 'machine'
  return (
    <section className={`${styles['unlock']} stack`} aria-label={t('elsewhere.title')}>
      <div><strong>{t('elsewhere.title')}</strong><p>{t(`elsewhere.${kept}`)}</p></div>
      <ul className={styles['ways']}>
        <li>{t('elsewhere.there')}</li>
        <li>{t('elsewhere.sheet')}</li>
        <li>{t('elsewhere.join')}</li>
      </ul>
      {again.isError && <Problem error={again.error} />}
      <div><Button variant="default" loading={again.isPending} onClick={() => again.mutate({}, { onSuccess: () => onUnlocked?.() })}>{t('elsewhere.again')}</Button></div>
      <RestoreKeys identity={identity} here {...(onUnlocked ? { onRestored: onUnlocked } : {})} />
    </section>
  )
}
