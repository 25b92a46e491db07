import { useWords } from '../../i18n/use-words.tsx'
import { isWhole } from './glance.ts'
import type { Fresh } from './use-freshness.ts'

/** What there is to say of the books of an Activité here: each fact in words, no score. */
export function RowState({ row }: { readonly row: Fresh }) {
  const t = useWords()
  if (isWhole(row) && row.movedEntries === 0) return <span className="good">{t('hq.whole')}</span>
  const said = [
    ...(row.lastPliAt === null && row.joinedOn ? [t('hq.state.since', { date: t.date(row.joinedOn) })] : row.awaited ? [t('hq.state.awaited')] : row.lastPliAt === null ? [t('hq.state.never')] : []),
    ...(row.missingPlis > 0 ? [t('hq.state.missing', { count: row.missingPlis })] : []), ...(row.waitingPlis > 0 ? [t('hq.state.waiting', { count: row.waitingPlis })] : []),
    ...(row.forks > 0 ? [t('hq.state.forks', { count: row.forks })] : []), ...(row.heldFacts > 0 ? [t('hq.state.held', { count: row.heldFacts })] : []),
    ...(row.movedEntries > 0 ? [t('hq.state.moved', { count: row.movedEntries })] : []),
  ]
  const text = said.join(' · ')
  return <span className={row.forks > 0 ? 'bad' : isWhole(row) ? 'soft' : 'soon'} title={text}>{text}</span>
}
