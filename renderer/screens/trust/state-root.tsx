import { Button } from '@mantine/core'
import { type FormEvent, useId, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { type Output, uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Done } from '../../ui/page.tsx'
import { RadioList } from '../../ui/radio-list.tsx'
import { FilePick } from './file-pick.tsx'
import { KeyProblem } from './key-problem.tsx'
import { PassphraseFields } from './protection.tsx'
import styles from './trust.module.css'

type Root = NonNullable<Output<'trust.root'>['root']>
interface Held { readonly file: File | null; readonly passphrase: string }
const TWO = [0, 1] as const
const NO_PASSPHRASE = { passphrase: '', again: '' }
const EMPTY: Held = { file: null, passphrase: '' }

/** Two of the three root keys together: headquarters' trust for longer, other working keys, or the end of one. */
export function StateRoot({ root }: { readonly root: Root }) {
  const t = useWords()
  const id = useId()
  const { today } = useSession()
  const state = useCommand('trust.state-root')
  const [held, setHeld] = useState<readonly Held[]>([EMPTY, EMPTY])
  const [what, setWhat] = useState('renew')
  const [own, setOwn] = useState(NO_PASSPHRASE)
  const sealedBy = useApi('identity.state', {}).data?.sealedBy
  const asksOwn = what === 'keys' && sealedBy === 'passphrase'
  const [expiresOn, setExpiresOn] = useState<CalendarDate>(root.expiresOn)
  const [error, setError] = useState<unknown>(null)
  const ready = held.every((each) => each.file !== null && each.passphrase !== '') && (!asksOwn || (own.passphrase !== '' && own.passphrase === own.again))
  const working = root.working.filter((key) => key.endedOn === null)
  const run = async (): Promise<void> => {
    setError(null)
    try {
      const rootFiles = []
      for (const each of held) if (each.file) rootFiles.push({ fileId: await uploadFile(each.file), passphrase: each.passphrase })
      await state.mutateAsync({ rootFiles, expiresOn, ...(what === 'renew' ? {} : what === 'keys' ? { renew: true, ...(asksOwn ? { passphrase: own.passphrase } : {}) } : { endAuthor: what }) })
      setHeld([EMPTY, EMPTY])
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
      {TWO.map((at) => (
        <fieldset key={at} className={styles['holder']}>
          <legend>{t('root.holder', { number: at + 1 })}</legend>
          <FilePick label={t('root.state.file')} file={held[at]?.file ?? null} onFile={(file) => setHeld(held.map((each, index) => (index === at ? { ...each, file } : each)))} />
          <Field id={`${id}-pass${at}`} label={t('lock.passphrase')}>
            <input id={`${id}-pass${at}`} type="password" autoComplete="off" className={inputClass} value={held[at]?.passphrase ?? ''} onChange={(event) => { const passphrase = event.currentTarget.value; setHeld(held.map((each, index) => (index === at ? { ...each, passphrase } : each))) }} />
          </Field>
        </fieldset>
      ))}
      <div><Button type="submit" loading={state.isPending} disabled={!ready}>{t('root.state.do')}</Button></div>
    </form>
  )
}
