import { Link } from '@tanstack/react-router'
import type { TakenPli, TakenSegment } from '../../../core/sync/pli.ts'
import { distinct, sentences } from '../../i18n/refusals.ts'
import { useWords, type Words } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import styles from './plis.module.css'
import { streamWords } from './stream-words.ts'

/** Each file taken in hand: what came of it in one sentence, and one next step where there is one. */
export function TakenList({ plis, before = false }: { readonly plis: readonly TakenPli[]; /** Not taken yet: what would come of it. */ readonly before?: boolean }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  return (
    <ul className={styles['taken']}>
      {plis.map((pli) => (
        <li key={pli.file}>
          <span><strong className={COLOURS[pli.outcome]}>{t(before ? `shown.${pli.outcome}` : `taken.${pli.outcome}`)}</strong> {outcomeOf(t, pli)}</span>
          {reasonsOf(t, pli).map((reason) => <span key={reason}>{reason}</span>)}
          {sentences(t, pli.notices).map((said) => <span key={said} className="note">{said}</span>)}
          {!before && pli.notices.length > 0 && <span><Link to="/notices">{t('nav.notices')}</Link></span>}
          {!before && <span className={styles['file']}>{pli.file}</span>}
          {expert && pli.segments.length > 0 && <ul className="note">{pli.segments.map((segment) => <li key={`${segment.stream}${segment.author}${segment.from}`}>{t('taken.segment', { stream: streamWords(t, segment.stream), from: segment.from, to: segment.to, answer: t(`answer.${segment.answer}`), facts: segment.facts })}</li>)}</ul>}
        </li>
      ))}
    </ul>
  )
}

const COLOURS = { taken: 'good', known: 'soft', waiting: 'soon', refused: 'bad' } as const satisfies Record<TakenPli['outcome'], string>

function outcomeOf(t: Words, pli: TakenPli): string {
  const sender = pli.sender ?? t('taken.unknownSender')
  const facts = pli.segments.reduce((sum, segment) => sum + segment.facts, 0)
  if (pli.outcome === 'taken') return facts > 0 ? t('taken.taken.text', { sender, count: facts }) : t('taken.receipts.text', { sender })
  if (pli.outcome === 'known') return t('taken.known.text', { sender })
  if (pli.outcome === 'waiting') return t('taken.waiting.text', { sender })
  return t('taken.refused.text')
}

/** Why it waits or was refused: the refusal of the whole, else what each stream lacks. */
function reasonsOf(t: Words, pli: TakenPli): readonly string[] {
  if (pli.refused.length > 0) return sentences(t, pli.refused)
  return distinct(pli.segments.flatMap((segment) => missingOf(t, segment, pli.sender ?? t('taken.unknownSender'))))
}

function missingOf(t: Words, segment: TakenSegment, sender: string): readonly string[] {
  if (segment.answer === 'gap' && segment.missing) return [t('taken.gap', { stream: streamWords(t, segment.stream), from: segment.missing.from, to: segment.missing.to, sender })]
  if (segment.awaits) return [t('taken.gap', { stream: streamWords(t, segment.awaits.stream), from: segment.awaits.from, to: segment.awaits.to, sender })]
  if (segment.answer === 'fork') return [t('taken.fork', { stream: streamWords(t, segment.stream), at: segment.forkedAt ?? segment.from })]
  return []
}
