import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { bridge, call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { described, Field, SelectField, TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { errorAt, formErrors } from '../form-errors.ts'
import styles from './advising.module.css'
import { whenOf } from './reasons.tsx'
import { useSigner } from './signed-by.tsx'

type Appointment = Output<'appointment.list'>[number]
const STATES = ['proposed', 'confirmed', 'held', 'cancelled'] as const

/** Appointments of an Activité: those to come first, then the past ones. `write` for the adviser. */
export function Appointments({ appointments, write }: { readonly appointments: readonly Appointment[]; readonly write: boolean }) {
  const t = useWords()
  const { today } = useSession()
  const [adding, setAdding] = useState(false)
  const isOver = (each: Appointment): boolean => each.state === 'held' || each.state === 'cancelled' || each.on < today
  const coming = appointments.filter((each) => !isOver(each))
  const past = appointments.filter(isOver).toReversed()
  return (
    <Card title={t('advising.appointments')} id="appointments">
      {appointments.length === 0 && !adding && <p className="soft">{t('advising.appointments.none')}</p>}
      <ul className={styles['said']}>{[...coming, ...past].map((each) => <OneAppointment key={each.id} appointment={each} write={write} />)}</ul>
      {write && (adding ? <AppointmentForm onClose={() => setAdding(false)} /> : <div className="row"><Button variant="default" onClick={() => setAdding(true)}>{t('advising.appointment.new')}</Button></div>)}
    </Card>
  )
}

function OneAppointment({ appointment, write }: { readonly appointment: Appointment; readonly write: boolean }) {
  const t = useWords()
  const { entity } = useSession()
  const signer = useSigner()
  const [editing, setEditing] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    setFault(null)
    try {
      const file = await call('appointment.file', { entity, id: appointment.id })
      await bridge.download(file.fileId)
    } catch (error) {
      setFault(error)
    }
  }
  if (editing) return <li><AppointmentForm appointment={appointment} onClose={() => setEditing(false)} /></li>
  return (
    <li>
      <p><strong>{whenOf(t, appointment)}</strong> · {t(`advising.state.${appointment.state}`)}</p>
      <p className={styles['text']}>{appointment.subject}</p>
      <p className={styles['meta']}>{appointment.place ? t('advising.appointment.at', { place: appointment.place, person: signer(appointment.by) }) : signer(appointment.by)}</p>
      <div className="row">
        {write && <Pill look="link" onClick={() => setEditing(true)} aria-label={t('advising.appointment.edit', { when: whenOf(t, appointment) })}>{t('common.edit')}</Pill>}
        {(appointment.state === 'proposed' || appointment.state === 'confirmed') && <Pill look="link" onClick={() => void save()} aria-label={t('advising.appointment.calendar.of', { when: whenOf(t, appointment) })}>{t('advising.appointment.calendar')}</Pill>}
      </div>
      {Boolean(fault) && <Problem error={fault} />}
    </li>
  )
}

function AppointmentForm({ appointment, onClose }: { readonly appointment?: Appointment; readonly onClose: () => void }) {
  const t = useWords()
  const id = useId()
  const { entity, today } = useSession()
  const set = useCommand('appointment.set')
  const [on, setOn] = useState<CalendarDate>(appointment?.on ?? today)
  const [at, setAt] = useState(appointment?.at ?? '')
  const [place, setPlace] = useState(appointment?.place ?? '')
  const [subject, setSubject] = useState(appointment?.subject ?? '')
  const [state, setState] = useState<(typeof STATES)[number]>(appointment?.state ?? 'proposed')
  const fields = { date_impossible: `${id}-on`, appointment_not_yet: `${id}-on`, time_impossible: `${id}-at`, appointment_without_subject: `${id}-subject`, text_too_long: `${id}-subject` }
  const errors = formErrors(t, set.error, fields)
  const elsewhere = errors.filter((error) => error.field === undefined)
  const error = (field: string): string | undefined => errorAt(errors, `${id}-${field}`)
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        set.mutate({ entity, on, at: at.trim(), place, subject, state, ...(appointment ? { id: appointment.id } : {}) }, { onSuccess: onClose })
      }}
    >
      <TextField id={`${id}-subject`} label={t('advising.appointment.subject')} value={subject} onChange={setSubject} error={error('subject')} autoFocus />
      <div className={styles['pair']}>
        <Field id={`${id}-on`} label={t('advising.appointment.on')} error={error('on')}>
          <DateField id={`${id}-on`} date={on} near={on} today={today} onChange={setOn} {...described(`${id}-on`, undefined, error('on'))} />
        </Field>
        <TextField id={`${id}-at`} label={t('advising.appointment.time')} value={at} onChange={setAt} optional placeholder="14:30" error={error('at')} />
        <SelectField id={`${id}-state`} label={t('advising.appointment.state')} value={state} onChange={setState} options={STATES.map((value) => ({ value, label: t(`advising.state.${value}`) }))} />
      </div>
      <TextField id={`${id}-place`} label={t('advising.appointment.place')} value={place} onChange={setPlace} optional />
      {elsewhere.map((each) => <p key={each.text} role="alert" className="bad">{each.text}</p>)}
      <div className="row"><Button type="submit" variant="default" loading={set.isPending}>{t('advising.appointment.save')}</Button><Pill onClick={onClose}>{t('common.cancel')}</Pill></div>
    </form>
  )
}
