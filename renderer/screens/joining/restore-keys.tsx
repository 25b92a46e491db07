import { type FormEvent, useId, useState } from 'react'
import { Button } from '@mantine/core'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { Problem } from '../../ui/problem.tsx'
import { NO_PROTECTION, ProtectionFields, protectionOf } from '../trust/protection.tsx'
import firstRun from '../first-run/first-run.module.css'

/** For who has a recovery sheet: the same keys again, instead of new ones; `here`, in the very file that they belong to. */
export function RestoreKeys({ identity, here = false, onRestored }: { readonly identity: IdentityInfo; readonly here?: boolean; readonly onRestored?: () => void }) {
  const t = useWords()
  const id = useId()
  const restore = useCommand('identity.restore')
  const [secret, setSecret] = useState('')
  const [protection, setProtection] = useState(NO_PROTECTION)
  const ready = secret.trim() === '' ? undefined : protectionOf(protection)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) restore.mutate({ secret: secret.trim(), ...ready }, { onSuccess: () => onRestored?.() })
  }
  return (
    <details className={firstRun['more']}>
      <summary>{t('restoreKeys.title')}</summary>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="soft">{t(here ? 'restoreKeys.here' : 'restoreKeys.text')}</p>
        {restore.isError && <Problem error={restore.error} />}
        <Field id={id} label={t('restoreKeys.secret')} help={t('restoreKeys.help')}>
          <textarea id={id} className={inputClass} rows={3} value={secret} autoComplete="off" spellCheck={false} aria-describedby={`${id}-help`} onChange={(event) => setSecret(event.currentTarget.value)} />
        </Field>
        <ProtectionFields identity={identity} value={protection} onChange={setProtection} />
        <div><Button type="submit" variant="default" loading={restore.isPending} disabled={!ready}>{t('restoreKeys.do')}</Button></div>
      </form>
    </details>
  )
}
