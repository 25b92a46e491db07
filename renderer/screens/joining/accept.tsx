import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { EnrolmentInfo } from '../../../core/workspace.ts'
import { call, uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { rootRoute } from '../../root-route.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { FocusRegion } from '../../ui/focus-region.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Warning } from '../../ui/warning.tsx'
import { useApi } from '../../query.ts'
import { useFile } from '../../session.tsx'
import { KeyProblem, Unlock } from '../trust/key-problem.tsx'
import { AcceptForm } from './accept-form.tsx'
import { AcceptMachine } from './accept-machine.tsx'

interface Request { readonly fileId: string; readonly info: EnrolmentInfo }

/** Headquarters' side of joining: who asks, what they will read and sign, their fingerprint compared, the answer to send back. */
function Accept() {
  const t = useWords()
  const { mayWrite } = useFile()
  const identity = useApi('identity.state', {})
  const [request, setRequest] = useState<Request | null>(null)
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  const read = async (chosen: File | null): Promise<void> => {
    if (!chosen) return
    setError(null)
    setFile(chosen)
    try {
      const fileId = await uploadFile(chosen)
      setRequest({ fileId, info: await call('enrol.read', { fileId }) })
    } catch (problem) {
      setError(problem)
    }
  }
  const again = (): void => setRequest(null)
  if (!identity.data) return <Skeleton lines={6} />
  if (!mayWrite || !identity.data.made) {
    return (
      <Page title={t('accept.title')}>
        <EmptyState title={t(mayWrite ? 'accept.noKeys' : 'join.readOnly')} text={t(mayWrite ? 'accept.noKeys.text' : 'join.readOnly.text')} action={mayWrite && <Button component={Link} to="/trust">{t('nav.trust')}</Button>} />
      </Page>
    )
  }
  return (
    <Page title={t('accept.title')} lead={t('accept.lead')}>
      <FocusRegion step={request ? request.fileId : 'choose'}>
        {request?.info.kind === 'request' && request.info.role === 'headquarters' && <AcceptMachine key={request.fileId} fileId={request.fileId} info={request.info} onAgain={again} />}
        {request?.info.kind === 'request' && request.info.role !== 'headquarters' && <AcceptForm key={request.fileId} fileId={request.fileId} info={request.info} onAgain={again} />}
        {request?.info.kind === 'answer' && <Warning title={t('accept.isAnswer')}>{t('accept.isAnswer.text')}</Warning>}
        {request?.info.kind !== 'request' && (
          <Card title={t('accept.choose')}>
            <div className="stack">
              <p className="soft">{t('accept.choose.text')}</p>
              {identity.data.locked && !error ? <Unlock /> : null}
              {error ? <KeyProblem error={error} onRetry={() => void read(file)} /> : null}
              <FileDrop help={t('accept.drop')} onFiles={(files) => void read(files[0] ?? null)} />
            </div>
          </Card>
        )}
      </FocusRegion>
    </Page>
  )
}

export const acceptRoute = createRoute({ getParentRoute: () => rootRoute, path: '/join/accept', component: Accept })
