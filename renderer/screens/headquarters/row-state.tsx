import { useWords } from '../../i18n/use-words.tsx'
import { isQuiet, isWhole } from './glance.ts'
import type { Fresh } from './use-freshness.ts'

/** What there is to say of the books of an Activité here: each fact in words, no score. */
export function RowState({ row }: { readonly row: Fresh }) {
  const t = useWords()
  if (isWhole(row) && row.movedEntries === 0) {
    const sentence = row.ended ? t('hq.state.ended.whole') : isQuiet(row) ? t('hq.state.quiet.whole', { count: row.daysSince ?? 0 }) : t('hq.whole')
    return <span className={row.ended ? 'soft' : isQuiet(row) ? 'soon' : 'good'} title={sentence}>{sentence}</span>
  }
  const said = [
    ...(row.ended ? [t('hq.state.ended')] : isQuiet(row) ? [t('hq.state.quiet', { count: row.daysSince ?? 0 })] : []),
    ...(row.lastPliAt === null && row.joinedOn ? [t('hq.state.since', { date: t.date(row.joinedOn) })] : row.awaited ? [t('hq.state.awaited')] : row.lastPliAt === null ? [t('hq.state.never')] : []),
    ...(row.missingPlis > 0 ? [t('hq.state.missing', { count: row.missingPlis })] : []), ...(row.waitingPlis > 0 ? [t('hq.state.waiting', { count: row.waitingPlis })] : []),
    ...(row.forks > 0 ? [t('hq.state.forks', { count: row.forks })] : []), ...(row.heldFacts > 0 ? [t('hq.state.held', { count: row.heldFacts })] : []),
    ...(row.movedEntries > 0 ? [t('hq.state.moved', { count: row.movedEntries })] : []),
  ]
  const text = said.join(' · ')
  return <span className={row.forks > 0 ? 'bad' : isWhole(row) ? 'soft' : 'soon'} title={text}>{text}</span>
}
