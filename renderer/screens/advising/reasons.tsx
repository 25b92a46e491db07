import { Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords, type Words } from '../../i18n/use-words.tsx'
import styles from './advising.module.css'

export type Entrusted = Output<'portfolio.list'>['entities'][number]
export type Reason = Entrusted['reasons'][number]
export type Awaited = Output<'portfolio.list'>['awaited'][number]

/** Subjects that a portfolio is filtered by; every kind of reason belongs to one. */
export const SUBJECTS = ['exchange', 'money', 'books', 'meetings'] as const
export type Subject = (typeof SUBJECTS)[number]

const SUBJECT_OF: Readonly<Record<Reason['kind'], Subject>> = {
  history_forked: 'exchange', pli_waiting: 'exchange', never_heard: 'exchange', pli_late: 'exchange',
  internal_negative: 'money', internal_short: 'money', customers_overdue: 'money', suppliers_overdue: 'money', money_unidentified: 'money',
  period_open: 'books', entries_moved: 'books',
  proposal_waiting: 'meetings', appointment_near: 'meetings', appointment_past: 'meetings',
}

export function subjectOf(reason: Reason): Subject {
  return SUBJECT_OF[reason.kind]
}

/** Why an Activité asks for attention, in one sentence. */
export function reasonSentence(t: Words, reason: Reason): string {
  switch (reason.kind) {
    case 'history_forked': return t('advising.why.history_forked', { device: reason.device, sequence: reason.sequence })
    case 'pli_waiting': return t('advising.why.pli_waiting', { plis: reason.plis })
    case 'never_heard': return t('advising.why.never_heard')
    case 'pli_late': return t('advising.why.pli_late', { days: reason.days, date: t.date(reason.on, 'long') })
    case 'internal_negative': return t('advising.why.internal_negative', { amount: t.money(reason.cents) })
    case 'internal_short': return t('advising.why.internal_short', { amount: t.money(reason.cents), debt: t.money(reason.debtCents), missing: t.money(reason.missingCents) })
    case 'customers_overdue':
    case 'suppliers_overdue': return t(`advising.why.${reason.kind}`, { items: reason.items, amount: t.money(reason.cents), date: t.date(reason.since, 'long'), days: reason.days })
    case 'money_unidentified': return t('advising.why.money_unidentified', { amount: t.money(Math.abs(reason.cents)) })
    case 'period_open': return t('advising.why.period_open', { date: t.date(reason.since, 'long'), days: reason.days })
    case 'entries_moved': return t('advising.why.entries_moved', { entries: reason.entries })
    case 'proposal_waiting': return t('advising.why.proposal_waiting', { proposals: reason.proposals, days: reason.days })
    case 'appointment_near': return t('advising.why.appointment_near', { days: reason.days, date: whenOf(t, reason), subject: reason.subject })
    case 'appointment_past': return t('advising.why.appointment_past', { date: t.date(reason.on, 'long'), subject: reason.subject })
  }
}

/** What there is to say of an Activité entrusted whose books have not come: it has no name here yet. */
export function awaitedSentence(t: Words, { entity, since }: Awaited): string {
  return t('advising.awaited.one', { entity, date: t.date(since, 'long') })
}

/** A day, with its time when there is one. */
export function whenOf(t: Words, { on, at }: Pick<NonNullable<Entrusted['nextAppointment']>, 'on' | 'at'>): string {
  return at === null ? t.date(on, 'long') : t('advising.when', { date: t.date(on, 'long'), time: at })
}

/** Where the books say more. */
const MORE: Readonly<Partial<Record<Reason['kind'], '/accounts' | '/parties' | '/notices' | '/journals'>>> = {
  internal_negative: '/accounts', internal_short: '/accounts', customers_overdue: '/parties', suppliers_overdue: '/parties', money_unidentified: '/accounts', entries_moved: '/notices',
}

export function ReasonList({ reasons, open = false }: { readonly reasons: readonly Reason[]; /** With a way to what it is about. */ readonly open?: boolean }) {
  const t = useWords()
  if (reasons.length === 0) return <p className={styles['calm']}>{t('advising.nothing')}</p>
  return (
    <ul className={styles['reasons']}>
      {reasons.map((reason) => {
        const says = reasonSentence(t, reason)
        const to = open ? MORE[reason.kind] : undefined
        return <li key={says}>{says}{to && <> <Link to={to}>{t('advising.open')}</Link></>}</li>
      })}
    </ul>
  )
}
