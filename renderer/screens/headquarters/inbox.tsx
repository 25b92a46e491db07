import { Button } from '@mantine/core'
import { createRoute, Link } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import type { TakenPli } from '../../../core/sync/pli.ts'
import { call, uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { TextField } from '../../ui/field.tsx'
import { Card, Cards, Page } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { WaitingList } from '../exchange-plis/waiting-list.tsx'
import { WatchedFolder } from '../exchange-plis/watched-folder.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import trust from '../trust/trust.module.css'
import { InboxOutcome } from './inbox-outcome.tsx'

/** Files handed over at a time: what was taken stays taken when one stops between two batches. */
const BATCH = 50

/** Thousands of plis at once: a folder of this machine or files dropped here; one that is bad never stops the others. */
function Inbox() {
  const t = useWords()
  const { canWrite } = useSession()
  const [plis, setPlis] = useState<readonly TakenPli[] | null>(null)
  const [passedOver, setPassedOver] = useState(0)
  const done = (taken: readonly TakenPli[], before = 0): void => {
    setPlis(taken)
    setPassedOver(before)
  }
  return (
    <Page title={t('nav.inbox')} lead={t('hq.inbox.lead')}>
      {plis && <InboxOutcome plis={plis} passedOver={passedOver} />}
      {canWrite && <Cards columns={2}><Dropped onTaken={done} /><Folder onTaken={done} /></Cards>}
      <WaitingList />
      <Cards columns={2}><WatchedFolder /></Cards>
      <p className="note"><Link to="/plis" search={{ tab: 'history' }}>{t('hq.inbox.history')}</Link></p>
    </Page>
  )
}

function Dropped({ onTaken }: { readonly onTaken: (plis: readonly TakenPli[]) => void }) {
  const t = useWords()
  const [at, setAt] = useState<{ readonly done: number; readonly total: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const left = useRef<{ readonly files: readonly File[]; readonly taken: readonly TakenPli[] }>({ files: [], taken: [] })
  const controller = useRef<AbortController | null>(null)
  const run = async (files: readonly File[], before: readonly TakenPli[]): Promise<void> => {
    const own = new AbortController()
    controller.current = own
    setError(null)
    let taken = before
    let rest = files
    const total = before.length + files.length
    try {
      while (rest.length > 0 && !own.signal.aborted) {
        setAt({ done: taken.length, total })
        const fileIds: string[] = []
        for (const file of rest.slice(0, BATCH)) fileIds.push(await uploadFile(file))
        const answer = await call('pli.take', { fileIds }, { signal: own.signal })
        taken = [...taken, ...answer.plis]
        rest = rest.slice(BATCH)
        onTaken(taken)
      }
    } catch (problem) {
      setError(problem)
    } finally {
      left.current = { files: rest, taken }
      setAt(null)
    }
  }
  return (
    <Card title={t('hq.inbox.files')}>
      <div className="stack">
        {error ? <KeyProblem error={error} onRetry={() => void run(left.current.files, left.current.taken)} /> : null}
        {at ? <ProgressBar step={{ step: 'taking', ...at }} onCancel={() => controller.current?.abort()} /> : <FileDrop multiple help={t('hq.inbox.files.help')} onFiles={(files) => void run(files, [])} />}
      </div>
    </Card>
  )
}

function Folder({ onTaken }: { readonly onTaken: (plis: readonly TakenPli[], passedOver: number) => void }) {
  const t = useWords()
  const take = useLongCall('pli.take-folder')
  const [path, setPath] = useState('')
  const [recursive, setRecursive] = useState(true)
  const run = async (): Promise<void> => {
    const answer = await take.start({ path: path.trim(), recursive })
    if (answer) onTaken(answer.plis, answer.passedOver)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void run()
  }
  return (
    <Card title={t('hq.inbox.folder')}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="soft">{t('hq.inbox.folder.text')}</p>
        {take.error ? <KeyProblem error={take.error} onRetry={() => void run()} /> : null}
        <TextField id="inbox-folder" label={t('watch.folder')} help={t('watch.folder.help')} value={path} onChange={setPath} />
        <label className={trust['check']}><input type="checkbox" checked={recursive} onChange={(event) => setRecursive(event.currentTarget.checked)} />{t('hq.inbox.recursive')}</label>
        {take.pending ? <ProgressBar step={take.progress} onCancel={take.cancel} /> : <div><Button type="submit" disabled={path.trim() === ''}>{t('hq.inbox.take')}</Button></div>}
      </form>
    </Card>
  )
}

export const inboxRoute = createRoute({ getParentRoute: () => rootRoute, path: '/inbox', component: Inbox })
