import { useState } from 'react'
import type { IdentityInfo } from '../../../core/workspace.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useFile } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FocusRegion } from '../../ui/focus-region.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Joined } from './joined.tsx'
import styles from './joining.module.css'
import { MakeKeys } from './make-keys.tsx'
import { justJoined, keptRequest, rememberJoined, rememberRequest } from './kept-request.ts'
import { ReadAnswer } from './read-answer.tsx'
import { WriteRequest } from './write-request.tsx'

const STEPS = ['keys', 'request', 'answer'] as const
type Step = (typeof STEPS)[number]

/** Three steps to work with headquarters: one's keys, the request that leaves, the answer that comes back. */
export function Joining() {
  const t = useWords()
  const { mayWrite } = useFile()
  const identity = useApi('identity.state', {})
  if (!mayWrite) return <Page title={t('join.title')}><EmptyState title={t('join.readOnly')} text={t('join.readOnly.text')} /></Page>
  if (identity.isError) return <Page title={t('join.title')}><Problem error={identity.error} /></Page>
  if (!identity.data) return <Skeleton lines={6} />
  return <Steps identity={identity.data} />
}

function Steps({ identity }: { readonly identity: IdentityInfo }) {
  const t = useWords()
  const [chosen, setChosen] = useState<Step | null>(identity.made ? null : 'keys')
  const [request, setRequest] = useState(() => keptRequest(identity.author))
  const [finished, setFinished] = useState(() => justJoined(identity.author))
  if (finished) return <Page title={t('join.done.title')} lead={t('join.done.lead', { headquarters: finished.headquarters })}><FocusRegion step="done"><Joined result={finished} /></FocusRegion></Page>
  const step = chosen ?? (!identity.made ? 'keys' : request ? 'answer' : 'request')
  const done: Readonly<Record<Step, boolean>> = { keys: identity.made, request: request !== null, answer: false }
  const sent = (fileName: string): void => {
    rememberRequest(identity.author, fileName)
    setRequest(fileName)
  }
  return (
    <Page title={t('join.title')} lead={t('join.lead')}>
      <ol className={styles['steps']} aria-label={t('join.steps')}>
        {STEPS.map((each) => (
          <li key={each} data-done={done[each]}>
            <button type="button" aria-current={each === step ? 'step' : undefined} disabled={each !== 'keys' && !identity.made} onClick={() => setChosen(each)}>
              {t(`join.step.${each}`)}{done[each] && <span className="visually-hidden"> ({t('join.step.done')})</span>}
            </button>
          </li>
        ))}
      </ol>
      <FocusRegion step={step}>
        <Card title={t(`join.${step}.title`)}>
          {step === 'keys' && <MakeKeys identity={identity} onNext={() => setChosen('request')} />}
          {step === 'request' && <WriteRequest onSent={sent} onNext={() => setChosen('answer')} />}
          {step === 'answer' && <ReadAnswer identity={identity} request={request} onFinished={(result) => { rememberJoined(identity.author, result); setFinished(result) }} />}
        </Card>
      </FocusRegion>
    </Page>
  )
}
