import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading, useSessionIfAny } from '../../session.tsx'
import { Money } from '../../ui/money.tsx'
import { Card } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import styles from './plis.module.css'

type Stream = Output<'pli.receipts'>[number]
type Peer = Stream['peers'][number]

/** What the others say they hold of the books on screen: how both sides know that they agree. */
export function Receipts() {
  const session = useSessionIfAny()
  return session && <ReceiptsOf entity={session.entity} name={session.books.entity.name} />
}

function ReceiptsOf({ entity, name }: { readonly entity: string; readonly name: string }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  const receipts = useApi('pli.receipts', { entity })
  if (receipts.isError) return <Problem error={receipts.error} />
  if (!receipts.data) return null
  const said = receipts.data.flatMap((stream) => stream.peers.map((peer) => ({ stream, peer }))).filter(({ stream }) => expert || stream.own)
  return (
    <Card title={t('receipts.title', { name })}>
      {said.length === 0 ? <p className="soft">{t('receipts.none')}</p> : (
        <ul className={styles['contents']}>
          {said.map(({ stream, peer }) => <li key={`${stream.entity}${stream.device}${stream.author}${peer.peer}`}><ReceiptSentence stream={stream} peer={peer} />{expert && <div className="note">{t('receipts.stream', { stream: `${stream.entity}/${stream.device}`, held: peer.sequence, here: stream.sequence })}</div>}</li>)}
        </ul>
      )}
    </Card>
  )
}

const COLOURS = { same: 'good', behind: 'soon', ahead: 'soon', forked: 'bad' } as const satisfies Record<Peer['state'], string>

function ReceiptSentence({ stream, peer }: { readonly stream: Stream; readonly peer: Peer }) {
  const t = useWords()
  const when = t.instant(peer.at)
  const identical = peer.entries === stream.entries && peer.debitCents === stream.debitCents
  return (
    <>
      <strong className={COLOURS[peer.state]}>{t(`receipts.${peer.state}`)}</strong>{' '}
      {peer.state === 'forked' ? t('receipts.forked.text', { name: peer.name, at: peer.forkedAt ?? peer.sequence }) : t('receipts.holds', { name: peer.name, count: peer.entries, when })}{' '}
      {peer.state === 'same' && identical && <>{t('receipts.identical')} (<Money cents={peer.debitCents} />).</>}
      {peer.state === 'behind' && t('receipts.behind.text', { count: stream.sequence - peer.sequence })}
      {peer.state === 'ahead' && t('receipts.ahead.text')}
    </>
  )
}
