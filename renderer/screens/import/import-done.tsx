import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { tokenOf } from '../../period/period-token.ts'
import { useSession } from '../../session.tsx'
import { Card, Done, Page } from '../../ui/page.tsx'
import { EntryLinks } from '../entry-links.tsx'
import type { ChosenFile } from './choose-file.tsx'
import { ProblemList } from './problem-list.tsx'

/** What was booked, and the way to it. */
export function ImportDone({ file, result, onAgain }: { readonly file: ChosenFile; readonly result: Output<'import.book'>; readonly onAgain: () => void }) {
  const t = useWords()
  const { frame } = useSession()
  const navigate = useNavigate()
  const period = result.from && result.to ? tokenOf({ from: result.from as CalendarDate, to: result.to as CalendarDate }, frame) : undefined
  return (
    <Page title={t('import.done.title')} lead={file.name}>
      <Done>
        <strong>{t('import.done.booked', { count: result.booked })}</strong>
        <p>{result.alreadyKnown > 0 && t('import.done.known', { count: result.alreadyKnown })} {t('import.done.safe')}</p>
      </Done>
      {result.refused.length > 0 && <ProblemList title={t('import.leftOut', { count: result.refused.length })} text={t('import.done.leftOut')} problems={result.refused} />}
      {/* Above what is still being fetched: a button must not move away under the pointer. */}
      <div className="row">
        <Button onClick={() => void navigate({ to: '/', ...(period ? { search: { p: period } } : {}) } as never)}>{t('import.done.home')}</Button>
        <Button variant="default" onClick={onAgain}>{t('import.done.again')}</Button>
      </div>
      {result.entries.length > 0 && (
        <Card title={result.booked > result.entries.length ? t('import.done.first', { count: result.entries.length }) : t('import.done.entries')}>
          <EntryLinks references={result.entries} />
          {period && <p><Link to="/journals" search={{ p: period } as never}>{t('import.done.seeAll')}</Link></p>}
        </Card>
      )}
    </Page>
  )
}
