import { useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'

/** Opens the last closing again. A reason is asked in the same gesture, and it stays. */
export function Reopen({ closedUntil }: { readonly closedUntil: CalendarDate }) {
  const t = useWords()
  const { entity, books, canWrite } = useSession()
  const period = useCommand('period.reopen')
  const year = useCommand('year.reopen')
  const [asking, setAsking] = useState(false)
  const ended = books.years.find((each) => each.endOn === closedUntil)
  const title = ended ? t('closing.reopen.year', { year: ended.code }) : t('closing.reopen.period', { date: t.date(closedUntil, 'long') })
  const done = { onSettled: () => setAsking(false) }
  const confirm = (reason: string): void => (ended ? year.mutate({ entity, year: ended.code, reason }, done) : period.mutate({ entity, reason }, done))
  const error = period.error ?? year.error
  return (
    <Card title={t('closing.reopen.title')}>
      <div className="stack">
        <p className="soft">{t('closing.reopen.text')}</p>
        {error && <Problem error={error} />}
        <div><Pill onClick={() => setAsking(true)} disabled={!canWrite}>{title}</Pill></div>
      </div>
      <ConfirmInWords opened={asking} onClose={() => setAsking(false)} title={title} action={t('closing.reopen.do')} busy={period.isPending || year.isPending} reasonLabel={t('closing.reopen.reason')} onConfirm={confirm}>
        {ended ? t('closing.reopen.yearText', { year: ended.code }) : t('closing.reopen.periodText', { date: t.date(closedUntil, 'long') })}
      </ConfirmInWords>
    </Card>
  )
}
