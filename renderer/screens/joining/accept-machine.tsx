import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { EnrolmentInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Card } from '../../ui/page.tsx'
import { ComparedField, isCompared, NOT_COMPARED, pastedOf } from '../trust/compared.tsx'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import { areRootKeysReady, NO_ROOT_KEYS, RootKeyFields, sentRootKeys } from '../trust/root-files.tsx'
import trust from '../trust/trust.module.css'
import { useMadeFile } from '../trust/use-made-file.ts'
import { Accepted } from './accepted.tsx'

/** Another machine of headquarters: two people of the root name it, once its six words were compared. */
export function AcceptMachine({ fileId, info, onAgain }: { readonly fileId: string; readonly info: EnrolmentInfo; readonly onAgain: () => void }) {
  const t = useWords()
  const accept = useMadeFile('enrol.accept')
  const [held, setHeld] = useState(NO_ROOT_KEYS)
  const [compared, setCompared] = useState(NOT_COMPARED)
  // A machine that is named already only lost its answer: it is made again without the root.
  const isEmpty = held.every((each) => each.file === null && each.passphrase === '')
  const ready = isCompared(compared) && (isEmpty || areRootKeysReady(held))
  const run = async (): Promise<void> => {
    const rootFiles = await sentRootKeys(held)
    await accept.make({ fileId, ...pastedOf(compared), ...(rootFiles.length > 0 ? { rootFiles } : {}) })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void run()
  }
  if (accept.made) return <Accepted made={accept.made.value} kept={accept.made.kept} info={info} onAgain={onAgain} />
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Card title={t('accept.machine')}>
        <dl className={trust['facts']}>
          <dt>{t('accept.machine.name')}</dt><dd><strong>{info.person}</strong></dd>
          {info.email && <><dt>{t('join.email')}</dt><dd>{info.email}</dd></>}
        </dl>
      </Card>
      <div className={trust['effect']}>
        <strong>{t('accept.effect')}</strong>
        <ul>
          <li>{t('accept.machine.reads', { name: info.person })}</li>
          <li>{t('accept.machine.signs', { name: info.person })}</li>
          <li>{t('accept.machine.ends')}</li>
        </ul>
      </div>
      <FingerprintCard title={t('accept.compare', { person: info.person })} fingerprint={info.fingerprint} />
      <p>{t('accept.machine.compare')}</p>
      <ComparedField says={t('accept.compare.aloud', { person: info.person })} value={compared} onChange={setCompared} />
      <Card title={t('accept.machine.root')}>
        <div className="stack">
          <p className="soft">{t('root.state.text')}</p>
          <RootKeyFields held={held} onChange={setHeld} />
        </div>
      </Card>
      {accept.error ? <KeyProblem error={accept.error} onRetry={() => void run()} /> : null}
      <div className="row"><Button type="submit" loading={accept.pending} disabled={!ready}>{t('accept.machine.do')}</Button><Button variant="default" onClick={onAgain}>{t('common.cancel')}</Button></div>
    </form>
  )
}
