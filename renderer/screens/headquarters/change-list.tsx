import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import trust from '../trust/trust.module.css'
import type { ContentChange } from './content-rows.ts'

const SHOWN = 30

/** What a publication changes against the one in force, value by value. */
export function ChangeList({ changes, before }: { readonly changes: readonly ContentChange[]; readonly before: CalendarDate | undefined }) {
  const t = useWords()
  const says = ({ path, before: was, after }: ContentChange): string =>
    was === null ? t('hq.change.added', { path, after: after ?? '' }) : after === null ? t('hq.change.removed', { path, before: was }) : t('hq.change.changed', { path, before: was, after })
  return (
    <div className={trust['effect']} role="status">
      <strong>{before === undefined ? t('hq.change.first') : t('hq.change.against', { date: t.date(before, 'long') })}</strong>
      {changes.length === 0 ? <p>{t('hq.change.none')}</p> : <ul>{changes.slice(0, SHOWN).map((change) => <li key={change.path}>{says(change)}</li>)}</ul>}
      {changes.length > SHOWN && <p className="note">{t('hq.change.more', { count: changes.length - SHOWN })}</p>}
    </div>
  )
}
