import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Addressee, PliPreview } from '../../../core/workspace.ts'
import { bridge, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading, useFile } from '../../session.tsx'
import { Card, Done } from '../../ui/page.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { SavedFile } from '../export/saved-file.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'
import { useOfficeName } from '../office-name.ts'
import { ContentList } from './content-list.tsx'
import styles from './plis.module.css'

type Since = 'acknowledged' | 'sent'

/** What leaves and who will be able to read it, before the button that makes the file. */
export function SendPreview({ addressee }: { readonly addressee: Addressee }) {
  const t = useWords()
  const { mayWrite } = useFile()
  const [since, setSince] = useState<Since>('acknowledged')
  const preview = useApi('pli.preview', { to: addressee.to, since })
  const make = useLongCall('pli.make')
  const [made, setMade] = useState<{ readonly value: Output<'pli.make'>; readonly kept: boolean } | null>(null)
  const run = async (): Promise<void> => {
    const value = await make.start({ to: addressee.to, since })
    if (value) setMade({ value, kept: await bridge.download(value.fileId) })
  }
  if (made) return <Made made={made.value} kept={made.kept} name={addressee.name} onAgain={() => setMade(null)} />
  if (preview.isError) return <KeyProblem error={preview.error} onRetry={() => void preview.refetch()} />
  if (!preview.data) return <Skeleton lines={6} />
  const { data } = preview
  return (
    <div className="stack">
      <Card title={t('plis.leaves')}>
        {data.empty ? <Nothing name={addressee.name} receipts={data.receipts} /> : <><ContentList contents={data.contents} />{data.receipts > 0 && <p className="note">{t('plis.receipts', { count: data.receipts })}</p>}</>}
      </Card>
      <Readers preview={data} />
      <SinceChoice since={since} onSince={setSince} />
      {make.error ? <KeyProblem error={make.error} onRetry={() => void run()} /> : null}
      {make.pending
        ? <ProgressBar step={make.progress} onCancel={make.cancel} />
        : <div><Button variant={data.empty ? 'default' : 'filled'} disabled={!mayWrite} onClick={() => void run()}>{t(data.empty ? 'plis.make.empty' : 'plis.make', { number: data.number })}</Button></div>}
    </div>
  )
}

function Nothing({ name, receipts }: { readonly name: string; readonly receipts: number }) {
  const t = useWords()
  return <><p className="good">{t('plis.empty', { name })}</p><p className="note">{t('plis.empty.text', { count: receipts })}</p></>
}

/** By name and role: whoever is not here cannot open the file. */
function Readers({ preview }: { readonly preview: PliPreview }) {
  const t = useWords()
  const officeName = useOfficeName()
  const expert = useReading() === 'comptable'
  const twice = (name: string): boolean => preview.recipients.filter((reader) => reader.name === name).length > 1
  return (
    <Card title={t('plis.readers')}>
      <ul className={styles['contents']}>
        {preview.recipients.map((reader) => (
          <li key={`${reader.name}${reader.role}${reader.device}`}><strong>{reader.name}</strong> <span className="soft">{[t(`role.${reader.role}`), ...(reader.office ? [officeName(reader.office)] : []), ...(reader.device && (expert || twice(reader.name)) ? [t('plis.device', { device: reader.device })] : [])].join(' · ')}</span></li>
        ))}
      </ul>
      <p className="note">{t('plis.readers.only')}</p>
    </Card>
  )
}

/** For who knows that a pli got lost: everything that no receipt has confirmed, or only what was not sent yet. */
function SinceChoice({ since, onSince }: { readonly since: Since; readonly onSince: (since: Since) => void }) {
  const t = useWords()
  if (useReading() === 'clair' && since === 'acknowledged') return null
  return (
    <label className="row">
      <input type="checkbox" checked={since === 'sent'} onChange={(event) => onSince(event.currentTarget.checked ? 'sent' : 'acknowledged')} /> {t('plis.sinceSent')}
    </label>
  )
}

function Made({ made, kept, name, onAgain }: { readonly made: Output<'pli.make'>; readonly kept: boolean; readonly name: string; readonly onAgain: () => void }) {
  const t = useWords()
  return (
    <div className="stack">
      <Done><strong>{t('plis.made', { number: made.number, name })}</strong><p>{t('plis.made.text', { facts: made.facts, documents: made.documents, size: t.bytes(made.sizeBytes) })}</p></Done>
      <SavedFile fileId={made.fileId} fileName={made.fileName} kept={kept} />
      <Card title={t('plis.made.next')}><p>{t('plis.made.how', { name })}</p><p className="note">{t('plis.made.receipt')}</p></Card>
      <div><Button variant="default" onClick={onAgain}>{t('common.back')}</Button></div>
    </div>
  )
}
