import { Button } from '@mantine/core'
import { useState } from 'react'
import type { EnrolmentInfo, IdentityInfo } from '../../../core/workspace.ts'
import { call, type Output, uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Problem, refusalsOf } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Warning } from '../../ui/warning.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { ComparedField, isCompared, NOT_COMPARED, pastedOf } from '../trust/compared.tsx'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import { KeyProblem, Unlock } from '../trust/key-problem.tsx'
import styles from './joining.module.css'

interface Answer { readonly fileId: string; readonly info: EnrolmentInfo }
type Finish = (result: Output<'enrol.finish'>) => void

/** The third step: the file that headquarters sent back, and its fingerprint compared before it is believed. */
export function ReadAnswer({ identity, request, onFinished }: { readonly identity: IdentityInfo; readonly request: string | null; readonly onFinished: Finish }) {
  const t = useWords()
  // Headquarters compares the words of the request: those of the keys alone are others, and never stand here in their place.
  const trust = useApi('trust.root', {})
  const own = trust.isFetching ? undefined : trust.data?.own.request
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return
    setError(null)
    setFile(chosen)
    try {
      const fileId = await uploadFile(chosen)
      setAnswer({ fileId, info: await call('enrol.read', { fileId }) })
    } catch (problem) {
      setError(problem)
    }
  }
  if (answer) return <Compare answer={answer} onFinished={onFinished} onAgain={() => setAnswer(null)} />
  return (
    <div className="stack">
      <p className="soft">{request ? t('join.answer.text', { file: request }) : t('join.answer.noRequest')}</p>
      {identity.locked && !error ? <Unlock /> : null}
      {error ? <KeyProblem error={error} onRetry={() => void read(file ?? undefined)} /> : null}
      <FileDrop help={t('join.answer.help')} onFiles={(files) => void read(files[0])} />
      {own && <FingerprintCard title={t('join.own')} fingerprint={own} />}
    </div>
  )
}

function Compare({ answer, onFinished, onAgain }: { readonly answer: Answer; readonly onFinished: Finish; readonly onAgain: () => void }) {
  const t = useWords()
  const { fileId, info } = answer
  const finish = useLongCall('enrol.finish')
  const [compared, setCompared] = useState(NOT_COMPARED)
  const headquarters = info.headquarters ?? t('kind.headquarters')
  const run = async (): Promise<void> => {
    const result = await finish.start({ fileId, ...pastedOf(compared) })
    if (result) onFinished(result)
  }
  if (info.kind !== 'answer' || !info.rootFingerprint) {
    return <div className="stack"><Warning title={t('join.answer.isRequest')}>{t('join.answer.isRequest.text')}</Warning><div><Button variant="default" onClick={onAgain}>{t('join.answer.other')}</Button></div></div>
  }
  const locked = refusalsOf(finish.error).some((refusal) => refusal.code === 'identity_locked')
  return (
    <div className="stack">
      <p>{t('join.answer.from', { headquarters, person: info.person, role: t(`role.${info.role}`) })}</p>
      {info.entities.length > 0 && <ul className={styles['list']}>{info.entities.map((entity) => <li key={entity.uid}>{entity.name === entity.code ? entity.code : t('join.answer.books', { name: entity.name, code: entity.code })}</li>)}</ul>}
      <FingerprintCard title={t('join.theirs', { headquarters })} fingerprint={info.rootFingerprint} />
      <FingerprintCard title={t('join.own')} fingerprint={info.fingerprint} />
      <p>{t('join.compare.text')}</p>
      <ComparedField says={t('join.compare.aloud')} value={compared} onChange={setCompared} />
      {finish.error ? locked ? <KeyProblem error={finish.error} onRetry={() => void run()} /> : <Problem error={finish.error} /> : null}
      {finish.pending
        ? <ProgressBar step={finish.progress} onCancel={finish.cancel} />
        : <div className="row"><Button onClick={() => void run()} disabled={!isCompared(compared)}>{t('join.answer.finish')}</Button><Button variant="default" onClick={onAgain}>{t('join.answer.other')}</Button></div>}
      <p className="note">{t('join.compare.differs')}</p>
    </div>
  )
}
