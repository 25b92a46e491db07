import type { ReactNode } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { described, Field, inputClass } from '../../ui/field.tsx'
import styles from './first-run.module.css'
import { calendarYear, twelveMonths } from './names.ts'

/** A question with all its answers in view; "I do not know" is one of them. */
export function ChoiceQuestion<T extends string>({ name, legend, value, options, onChange }: {
  readonly name: string
  readonly legend: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string; readonly help?: string; readonly more?: ReactNode }[]
  readonly onChange: (value: T) => void
}) {
  return (
    <fieldset className={styles['choices']}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <div key={option.value} className={styles['option']}>
          <label className={styles['choice']}>
            <input type="radio" name={name} checked={value === option.value} onChange={() => onChange(option.value)} />
            <span><strong>{option.label}</strong>{option.help && <><br /><span className="note">{option.help}</span></>}</span>
          </label>
          {value === option.value && option.more}
        </div>
      ))}
    </fieldset>
  )
}

export function EntityName({ name, onName, unknown, onUnknown, error }: {
  readonly name: string
  readonly onName: (name: string) => void
  readonly unknown: boolean
  readonly onUnknown: (unknown: boolean) => void
  readonly error: string | undefined
}) {
  const t = useWords()
  const help = t('start.own.nameHelp')
  return (
    <div className="stack">
      <Field id="setup-name" label={t('start.own.name')} help={help} error={error} width="32rem">
        <input id="setup-name" className={inputClass} value={unknown ? '' : name} disabled={unknown} autoComplete="off" data-autofocus onChange={(event) => onName(event.currentTarget.value)} {...described('setup-name', help, error)} />
      </Field>
      <label className="row"><input type="checkbox" checked={unknown} onChange={(event) => onUnknown(event.currentTarget.checked)} /> {t('start.own.nameUnknown', { name: t('start.own.defaultName') })}</label>
    </div>
  )
}

/** `import`: none is opened, the file that will be imported opens its own. */
export type YearChoice = 'calendar' | 'other' | 'import' | 'unknown'

export function YearQuestion({ choice, onChoice, year, onYear, today, startError, endError }: {
  readonly choice: YearChoice
  readonly onChoice: (choice: YearChoice) => void
  readonly year: { readonly startOn: CalendarDate; readonly endOn: CalendarDate }
  readonly onYear: (year: { startOn: CalendarDate; endOn: CalendarDate }) => void
  readonly today: CalendarDate
  readonly startError: string | undefined
  readonly endError: string | undefined
}) {
  const t = useWords()
  const calendar = calendarYear(today)
  return (
    <ChoiceQuestion
      name="setup-year" legend={t('start.own.year')} value={choice} onChange={onChoice}
      options={[
        { value: 'calendar', label: t('start.own.year.calendar', { year: calendar.startOn.slice(0, 4) }), help: t('start.own.year.calendarHelp') },
        {
          value: 'other', label: t('start.own.year.other'), help: t('start.own.year.otherHelp'),
          more: <YearDates prefix="setup" year={year} onYear={onYear} today={today} startError={startError} endError={endError} />,
        },
        { value: 'import', label: t('start.own.year.import'), help: t('start.own.year.importHelp') },
        { value: 'unknown', label: t('common.unknown'), help: t('start.own.year.unknown') },
      ]}
    />
  )
}

/** The two ends of a fiscal year; the end follows the start until it is changed. */
export function YearDates({ prefix, year, onYear, today, startError, endError }: {
  readonly prefix: string
  readonly year: { readonly startOn: CalendarDate; readonly endOn: CalendarDate }
  readonly onYear: (year: { startOn: CalendarDate; endOn: CalendarDate }) => void
  readonly today: CalendarDate
  readonly startError?: string | undefined
  readonly endError?: string | undefined
}) {
  const t = useWords()
  return (
    <div className={styles['dates']}>
      <Field id={`${prefix}-start`} label={t('year.startOn')} error={startError}>
        <DateField id={`${prefix}-start`} date={year.startOn} near={today} today={today} onChange={(startOn) => onYear({ startOn, endOn: twelveMonths(startOn) })} {...described(`${prefix}-start`, undefined, startError)} />
      </Field>
      <Field id={`${prefix}-end`} label={t('year.endOn')} error={endError}>
        <DateField id={`${prefix}-end`} date={year.endOn} near={year.startOn} today={today} onChange={(endOn) => onYear({ ...year, endOn })} {...described(`${prefix}-end`, undefined, endError)} />
      </Field>
    </div>
  )
}
