import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { call, type Output, uploadFile } from '../../client.ts'
import { takeHandedFiles } from '../../handed-files.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useFile, useSessionIfAny } from '../../session.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Card, Cards, Done } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { KeyProblem } from '../trust/key-problem.tsx'
import styles from './plis.module.css'
import { TakenList } from './taken-list.tsx'
import { WaitingList } from './waiting-list.tsx'
import { WatchedFolder } from './watched-folder.tsx'

type Shown = Output<'pli.show'>
interface Chosen { readonly fileId: string; readonly name: string; readonly shown: Shown }

/** What brought the first books: they draw the whole page again, and what came of the files must still be read. */
let broughtBooks: Output<'pli.take'>['plis'] | null = null

/** Files in: what is in each before anything is written, then what came of each. */
export function ReceiveTab() {
  const t = useWords()
  const { mayWrite } = useFile()
  const [files, setFiles] = useState<readonly File[]>([])
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [reading, setReading] = useState<{ readonly done: number; readonly total: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stopped = useRef(false)
  const take = useLongCall('pli.take')
  const hasBooks = useSessionIfAny() !== null
  const [outcome, setOutcome] = useState(() => broughtBooks)
  useEffect(() => () => { if (hasBooks) broughtBooks = null }, [hasBooks])
  const read = async (given: readonly File[]): Promise<void> => {
    setError(null)
    setFiles(given)
    setChosen([])
    take.reset()
    setOutcome(null)
    stopped.current = false
    try {
      const opened: Chosen[] = []
      for (const file of given) {
        // Nothing is written by reading: to stop is to forget.
        if (stopped.current) return
        setReading({ done: opened.length, total: given.length })
        const fileId = await uploadFile(file)
        opened.push({ fileId, name: file.name, shown: await call('pli.show', { fileId }) })
      }
      setChosen(opened)
    } catch (problem) {
      setError(problem)
    } finally {
      setReading(null)
    }
  }
  const started = useRef(read)
  const run = async (): Promise<void> => {
    const taken = await take.start({ fileIds: chosen.map((each) => each.fileId) })
    if (!taken) return
    if (!hasBooks) broughtBooks = taken.plis
    setOutcome(taken.plis)
  }
  // Dropped elsewhere in the window.
  useEffect(() => {
    const handed = takeHandedFiles('/plis')
    if (handed) void started.current(handed)
  }, [])
  return (
    <div className="stack">
      {error ? <KeyProblem error={error} onRetry={() => void read(files)} /> : null}
      {reading ? <ProgressBar step={{ step: 'reading', ...reading }} {...(reading.total > 1 ? { onCancel: () => { stopped.current = true } } : {})} /> : <FileDrop multiple help={t('plis.receive.help')} onFiles={(given) => void read(given)} />}
      {outcome && <Outcome plis={outcome} />}
      {chosen.length > 0 && !outcome && (
        <Card title={t('plis.inside', { count: chosen.length })}>
          <ul className={styles['contents']}>{chosen.map((each) => <ShownPli key={each.fileId} name={each.name} shown={each.shown} />)}</ul>
          {take.error ? <KeyProblem error={take.error} onRetry={() => void run()} /> : null}
          {take.pending
            ? <ProgressBar step={take.progress} onCancel={take.cancel} />
            : <div className="row"><Button onClick={() => void run()} disabled={!mayWrite}>{t('plis.take', { count: chosen.length })}</Button><Button variant="default" onClick={() => setChosen([])}>{t('common.cancel')}</Button></div>}
        </Card>
      )}
      <WaitingList />
      <Cards columns={2}><WatchedFolder /></Cards>
    </div>
  )
}

function Outcome({ plis }: { readonly plis: Output<'pli.take'>['plis'] }) {
  const t = useWords()
  const taken = plis.filter((pli) => pli.outcome === 'taken').length
  return (
    <>
      <Done>{t('plis.taken', { taken, count: plis.length })}</Done>
      <Card title={t('plis.outcome')}><TakenList plis={plis} /></Card>
      {taken > 0 && <NextStep />}
    </>
  )
}

/** Where what came is read. */
function NextStep() {
  const t = useWords()
  const session = useSessionIfAny()
  const ofPorteur = session?.workspace.kind === 'entity' ? { entity: session.entity } : undefined
  const proposed = useApi('proposal.list', ofPorteur).data?.some((each) => each.state === 'open') ?? false
  const unread = useApi('notice.list', { unreadOnly: true, offset: 0, limit: 1 }).data?.unread ?? 0
  if (!session) return null
  return (
    <Card title={t('plis.next')}>
      <p className="row">
        {proposed && <Link to="/advice">{t('plis.next.advice')}</Link>}
        {unread > 0 && <Link to="/notices">{t('notices.others', { count: unread })}</Link>}
        <Link to="/">{t('plis.next.home')}</Link>
      </p>
    </Card>
  )
}

/** What the pli says of itself, before anything is written. */
function ShownPli({ name, shown }: { readonly name: string; readonly shown: Shown }) {
  const t = useWords()
  return (
    <li>
      <strong>{shown.sender ?? t('taken.unknownSender')}</strong>{' '}
      <span className="soft">{[name, ...(shown.number === null ? [] : [t('plis.number', { number: shown.number })]), ...(shown.madeAt > 0 ? [t('plis.madeAt', { when: t.instant(shown.madeAt) })] : []), t.bytes(shown.sizeBytes)].join(' · ')}</span>
      <TakenList plis={[shown]} before />
    </li>
  )
}
