import { distinct } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { Card } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import styles from './plis.module.css'
import { streamWords } from './stream-words.ts'

const SHOWN = 200

/** Plis kept until what comes before them is here, each with what it lacks; none says nothing. */
export function WaitingList() {
  const t = useWords()
  const waiting = useApi('pli.history', { offset: 0, limit: SHOWN, show: 'waiting' })
  if (waiting.isError) return <Problem error={waiting.error} />
  if (!waiting.data || waiting.data.total === 0) return null
  const { rows, total } = waiting.data
  return (
    <Card title={t('plis.waiting', { count: total })}>
      <p className="note">{t('plis.waiting.text')}</p>
      <ul className={styles['contents']}>
        {rows.map((row) => (
          <li key={`${row.at}${row.fileName}`}>
            <strong>{row.with ?? t('taken.unknownSender')}</strong> <span className="soft">{[...(row.number === null ? [] : [t('plis.number', { number: row.number })]), row.fileName ?? '', t.instant(row.at)].filter(Boolean).join(' · ')}</span>
            <ul>{distinct(row.segments.flatMap(({ lacks }) => (lacks ? [t('taken.gap', { stream: streamWords(t, lacks.stream), from: lacks.from, to: lacks.to, sender: row.with ?? t('taken.unknownSender') })] : [])))
              .map((said) => <li key={said}>{said}</li>)}</ul>
          </li>
        ))}
      </ul>
      {total > rows.length && <p className="note">{t('plis.waiting.more', { count: total - rows.length })}</p>}
    </Card>
  )
}
