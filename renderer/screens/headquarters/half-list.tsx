import { Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { DateText, Money } from '../../ui/money.tsx'
import styles from './headquarters.module.css'

type Half = Output<'pairs.list'>['pairs'][number]['halves'][number]

/** Halves of pairs, each leading to its entry in the books it stands in. */
export function HalfList({ halves }: { readonly halves: readonly Half[] }) {
  const t = useWords()
  return (
    <ul className={styles['list']}>
      {halves.map((half) => (
        <li key={`${half.entryId}${half.cents}`}>
          <div className="row"><Link to="/entry/$id" params={{ id: String(half.entryId) }} search={{ e: half.entity } as never} className="grow">{half.label}</Link><strong><Money cents={half.cents} sign /></strong></div>
          <span className="note">{t('hq.half', { entity: half.entityName, other: half.withName ?? half.with, account: half.account })} · <DateText date={half.date} /> · {half.entry}</span>
        </li>
      ))}
    </ul>
  )
}
