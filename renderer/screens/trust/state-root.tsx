import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field } from '../../ui/field.tsx'
import { Done } from '../../ui/page.tsx'
import { RadioList } from '../../ui/radio-list.tsx'
import { KeyProblem } from './key-problem.tsx'
import { PassphraseFields } from './protection.tsx'
import { areRootKeysReady, NO_ROOT_KEYS, RootKeyFields, sentRootKeys } from './root-files.tsx'
import styles from './trust.module.css'

type Root = NonNullable<Output<'trust.root'>['root']>
const NO_PASSPHRASE = { passphrase: '', again: '' }

/** Two of the three root keys together: headquarters' trust for longer, other working keys, or the end of one. */
export function StateRoot({ root }: { readonly root: Root }) {
  const t = useWords()
  const id = useId()
  const { today } = useSession()
  const state = useCommand('trust.state-root')
  const [held, setHeld] = useState(NO_ROOT_KEYS)
  const [what, setWhat] = useState('renew')
  const [own, setOwn] = useState(NO_PASSPHRASE)
  const sealedBy = useApi('identity.state', {}).data?.sealedBy
  const asksOwn = what === 'keys' && sealedBy === 'passphrase'
  const [expiresOn, setExpiresOn] = useState<CalendarDate>(root.expiresOn)
  const [error, setError] = useState<unknown>(null)
  const ready = areRootKeysReady(held) && (!asksOwn || (own.passphrase !== '' && own.passphrase === own.again))
  // A machine is ended by another one, which says up to where it counts.
  const thisMachine = useApi('trust.root', {}).data?.own.author
  const working = root.working.filter((key) => key.endedOn === null && key.author !== thisMachine)
  const run = async (): Promise<void> => {
    setError(null)
    try {
      await state.mutateAsync({ rootFiles: await sentRootKeys(held), expiresOn, ...(what === 'renew' ? {} : what === 'keys' ? { renew: true, ...(asksOwn ? { passphrase: own.passphrase } : {}) } : { endAuthor: what }) })
      setHeld(NO_ROOT_KEYS)
    } catch (problem) {
      setError(problem)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void run()
  }
  if (state.data) return <Done>{t('root.stated', { version: state.data.version })}</Done>
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <p className="soft">{t('root.state.text')}</p>
      {error ? <KeyProblem error={error} onRetry={() => void run()} /> : null}
      <RadioList label={t('root.state.what')} value={what} onChange={setWhat} options={[{ value: 'renew', label: t('root.state.renew') }, { value: 'keys', label: t('root.state.keys') }, ...working.map((key) => ({ value: key.author, label: t('root.state.end', { name: key.name }) }))]} />
      <Field id={`${id}-expires`} label={t('root.expires')} width="12rem"><DateField id={`${id}-expires`} date={expiresOn} near={today} today={today} onChange={setExpiresOn} /></Field>
      {asksOwn && <fieldset className={styles['holder']}><legend>{t('root.state.own')}</legend><PassphraseFields value={own} onChange={setOwn} /></fieldset>}
      <RootKeyFields held={held} onChange={setHeld} />
      <div><Button type="submit" loading={state.isPending} disabled={!ready}>{t('root.state.do')}</Button></div>
    </form>
  )
}
