import type { PliPreview } from '../../../core/workspace.ts'
import { isMessageId } from '../../i18n/messages.ts'
import { useWords, type Words } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { Money } from '../../ui/money.tsx'
import styles from './plis.module.css'
import { isNetwork, streamWords } from './stream-words.ts'

type Content = PliPreview['contents'][number]

/** What a pli holds, stream by stream, in words: kinds, days, sums, documents. */
export function ContentList({ contents }: { readonly contents: readonly Content[] }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  return (
    <ul className={styles['contents']}>
      {(expert ? contents : together(contents)).map((content) => (
        <li key={`${content.stream}${content.from}`}>
          <strong>{isNetwork(content.stream) ? t('plis.network') : content.entityName}</strong> {expert && <span className="note">{t('plis.stream', { stream: streamWords(t, content.stream), from: content.from, to: content.to })}</span>}
          <ul>
            {content.entries > 0 && (
              <li>
                {t('common.entries', { count: content.entries })}
                {content.firstOn && content.lastOn && <> {content.firstOn === content.lastOn ? t('plis.on', { date: t.date(content.firstOn, 'long') }) : t('plis.dated', { from: t.date(content.firstOn, 'long'), to: t.date(content.lastOn, 'long') })}</>}, {t('plis.debits')} <Money cents={content.debitCents} />
              </li>
            )}
            {content.documents > 0 && <li>{t('plis.documents', { count: content.documents })}</li>}
            {otherKinds(t, content).map((words) => <li key={words}>{words}</li>)}
          </ul>
        </li>
      ))}
    </ul>
  )
}

/** What several machines wrote in the same books is one thing to who reads it plainly. */
function together(contents: readonly Content[]): readonly Content[] {
  const byBooks = new Map<string, Content>()
  for (const content of contents) {
    const books = content.stream.split('/')[0] ?? content.stream
    const before = byBooks.get(books)
    byBooks.set(books, before ? added(before, content) : content)
  }
  return [...byBooks.values()]
}

function added(a: Content, b: Content): Content {
  const kinds = { ...a.kinds }
  for (const [kind, count] of Object.entries(b.kinds)) kinds[kind] = (kinds[kind] ?? 0) + count
  const days = [a.firstOn, a.lastOn, b.firstOn, b.lastOn].filter((day) => day !== null).toSorted()
  return { ...a, kinds, entries: a.entries + b.entries, debitCents: a.debitCents + b.debitCents, documents: a.documents + b.documents, firstOn: days[0] ?? null, lastOn: days.at(-1) ?? null }
}

/** Kinds of facts but entries and documents, said above; one that this program has no word for is counted among the rest. */
function otherKinds(t: Words, content: Content): readonly string[] {
  const said = Object.entries(content.kinds).filter(([kind]) => kind !== 'EntryPosted' && kind !== 'DocumentAttached')
  const known = said.filter(([kind]) => isMessageId(`fact.${kind}`))
  const rest = said.filter(([kind]) => !isMessageId(`fact.${kind}`)).reduce((sum, [, count]) => sum + count, 0)
  return [...known.map(([kind, count]) => t(`fact.${kind}` as 'fact.AccountRecorded', { count })), ...(rest > 0 ? [t('fact.other', { count: rest })] : [])]
}
