import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useReading, useSession } from '../../session.tsx'
import { ConfirmInWords } from '../../ui/confirm-in-words.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Field, SelectField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SearchCombobox } from '../../ui/search-combobox.tsx'
import { useAccountName } from '../account-name.tsx'
import { DraftRefusals } from './draft-refusals.tsx'
import { type Draft, weightOf } from './draft-selection.ts'
import styles from './drafts.module.css'
import { useIndexes } from './use-indexes.ts'

/** What was done to a selection: its sentence, and what one step takes back (`undefined`: nothing does). */
export interface Worked {
  readonly says: string
  readonly changed: readonly Draft[]
  readonly step: 'done' | 'undone' | undefined
}

/** `*` keeps what is there. */
const KEEP = '*'

/** The same change in every draft chosen, or all of them booked, or deleted: each in one go, all or nothing. */
export function SelectedDrafts({ selection, accounts, onWorked }: { readonly selection: readonly Draft[]; readonly accounts: readonly { readonly account: string; readonly lines: number }[]; readonly onWorked: (worked: Worked) => void }) {
  const t = useWords()
  const { entity } = useSession()
  const post = useCommand('draft.post-many')
  const remove = useCommand('draft.delete-many')
  const [asking, setAsking] = useState<'post' | 'delete' | null>(null)
  const shown = selection.map(({ id, version }) => ({ id, version }))
  const count = selection.length
  const total = selection.reduce((sum, draft) => sum + weightOf(draft).debitCents, 0)
  const confirm = (): void => {
    const close = (): void => setAsking(null)
    const done = asking === 'post'
      ? post.mutateAsync({ entity, drafts: shown }).then((booked) => t('drafts.posted', { count: booked.length, first: booked[0]?.entry ?? '', last: booked.at(-1)?.entry ?? '' }))
      : remove.mutateAsync({ entity, drafts: shown }).then((gone) => t('drafts.deleted', { count: gone }))
    // The list is read again, and these drafts gone from it, before an answer given to this card alone would be heard.
    void done.then((says) => onWorked({ says, changed: [], step: undefined }), () => undefined).finally(close)
  }
  return (
    <Card title={t('drafts.chosen', { count, total: t.money(total) })}>
      {post.error && <DraftRefusals error={post.error} drafts={selection} />}
      {remove.error && <DraftRefusals error={remove.error} drafts={selection} />}
      <ChangeForm selection={selection} accounts={accounts} onWorked={onWorked} />
      <div className="row">
        <Button onClick={() => { remove.reset(); setAsking('post') }}>{t('drafts.post', { count })}</Button>
        <Pill look="link" onClick={() => { post.reset(); setAsking('delete') }}>{t('drafts.delete', { count })}</Pill>
      </div>
      <ConfirmInWords opened={asking !== null} title={t(asking === 'delete' ? 'drafts.delete' : 'drafts.post', { count })} action={t(asking === 'delete' ? 'common.delete' : 'entry.post')} busy={post.isPending || remove.isPending} onClose={() => setAsking(null)} onConfirm={confirm}>
        <p>{asking === 'delete' ? t('drafts.delete.text') : t('drafts.post.text', { count, total: t.money(total) })}</p>
      </ConfirmInWords>
    </Card>
  )
}

function ChangeForm({ selection, accounts, onWorked }: Parameters<typeof SelectedDrafts>[0]) {
  const t = useWords()
  const { entity, books, today } = useSession()
  const reading = useReading()
  const name = useAccountName()
  const indexes = useIndexes()
  const change = useCommand('draft.change-many')
  const [date, setDate] = useState<CalendarDate | null>(null)
  const [journal, setJournal] = useState(KEEP)
  const [from, setFrom] = useState(KEEP)
  const [to, setTo] = useState('')
  const asked = accounts.some((each) => each.account === from)
  const nothing = date === null && journal === KEEP && !(asked && to !== '')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (nothing) return
    change.mutate(
      {
        entity, drafts: selection.map(({ id, version }) => ({ id, version })),
        ...(date === null ? {} : { date: date as string }), ...(journal === KEEP ? {} : { journal }), ...(asked && to !== '' ? { account: { from, to } } : {}),
      },
      {
        onSuccess: (changed) => {
          setDate(null)
          setJournal(KEEP)
          setFrom(KEEP)
          setTo('')
          onWorked({ says: t('drafts.changed', { count: changed.length }), changed, step: 'done' })
        },
      },
    )
  }
  return (
    <form className={styles['change']} onSubmit={submit} noValidate>
      {change.error && <DraftRefusals error={change.error} drafts={selection} />}
      <Field id="drafts-date" label={t('drafts.date')}><DateField id="drafts-date" date={date} near={today} today={today} onChange={setDate} onClear={() => setDate(null)} /></Field>
      <SelectField id="drafts-journal" label={t('entry.journal')} value={journal} onChange={setJournal} options={[{ value: KEEP, label: t('drafts.keep') }, ...books.journals.filter((each) => each.closedOn === null).map((each) => ({ value: each.code, label: `${each.code} · ${each.label}` }))]} />
      <SelectField id="drafts-from" label={t('drafts.from')} value={asked ? from : KEEP} onChange={setFrom} options={[{ value: KEEP, label: t('drafts.keep') }, ...accounts.map((each) => ({ value: each.account, label: t('drafts.from.lines', { account: each.account === '' ? t('drafts.from.none') : name(each.account), count: each.lines }) }))]} />
      <Field id="drafts-to" label={t('drafts.to')}>
        <SearchCombobox id="drafts-to" index={indexes.accounts} value={to} onChange={setTo} show={(choice) => name(choice.value, choice.label)} hideValue={reading === 'clair'} disabled={!asked} />
      </Field>
      <p className={`note ${styles['note']}`}>{t('drafts.change.text')}</p>
      <Button type="submit" variant="default" loading={change.isPending} disabled={nothing}>{t('drafts.change', { count: selection.length })}</Button>
    </form>
  )
}
