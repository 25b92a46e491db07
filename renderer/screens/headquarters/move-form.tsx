import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field, SelectField, TextField } from '../../ui/field.tsx'
import { Done } from '../../ui/page.tsx'
import { KeyProblem } from '../trust/key-problem.tsx'

/** An Activité enters another legal person of headquarters from a day on, with its history. */
export function MoveForm({ entity, legalEntity }: { readonly entity: string; readonly legalEntity: string | null }) {
  const t = useWords()
  const { entities, today } = useSession()
  const others = entities.filter((each) => each.kind === 'headquarters' && each.code !== legalEntity)
  const move = useCommand('entity.move')
  const [to, setTo] = useState(others[0]?.code ?? '')
  const [on, setOn] = useState<CalendarDate>(today)
  const [reason, setReason] = useState('')
  if (others.length === 0) return null
  const run = (): void => move.mutate({ entity, legalEntity: to, on, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    run()
  }
  if (move.isSuccess) return <Done>{t('hq.move.done')}</Done>
  return (
    <details>
      <summary>{t('hq.move')}</summary>
      <form className="stack" onSubmit={submit} noValidate style={{ marginTop: 12 }}>
        {move.error ? <KeyProblem error={move.error} onRetry={run} /> : null}
        <SelectField id="move-to" label={t('hq.panel.legal')} value={to} onChange={setTo} options={others.map((each) => ({ value: each.code, label: each.name }))} />
        <Field id="move-on" label={t('hq.move.on')}><DateField id="move-on" date={on} near={today} today={today} onChange={setOn} /></Field>
        <TextField id="move-reason" label={t('revoke.reason')} value={reason} onChange={setReason} optional />
        <p className="note">{t('hq.move.effect', { date: t.date(on, 'long') })}</p>
        <div><Button type="submit" variant="default" loading={move.isPending}>{t('hq.move.do')}</Button></div>
      </form>
    </details>
  )
}
