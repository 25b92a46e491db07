import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { bridge } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { localToday } from '../../session.tsx'
import { ErrorSummary, type FieldError } from '../../ui/error-summary.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { errorAt, formErrors } from '../form-errors.ts'
import { ChoiceQuestion, EntityName, type YearChoice, YearQuestion } from './setup-questions.tsx'
import styles from './first-run.module.css'
import { calendarYear, codeOf, fileNameOf, joinPath } from './names.ts'
import { useHome } from './use-home.ts'

type Country = 'BE' | 'FR'
/** `joining`, `machine`: no books of its own yet, those of an Activité or of headquarters kept elsewhere will come. */
type Kind = 'entity' | 'joining' | 'office' | 'headquarters' | 'machine'
const KINDS = ['entity', 'joining', 'office', 'headquarters', 'machine'] as const satisfies readonly Kind[]

const FIELDS = {
  entity_name_missing: 'setup-name', entity_code_invalid: 'setup-code', entity_code_taken: 'setup-code', date_impossible: 'setup-start', year_ends_before_start: 'setup-end', year_too_long: 'setup-end',
}

/** A few questions, each with a safe answer for who does not know, then what will be made said in words. */
export function SetupWizard() {
  const t = useWords()
  const [today] = useState(localToday)
  const folder = useApi('workspace.folder', {})
  const create = useLongCall('workspace.create')
  const home = useHome()
  const navigate = useNavigate()
  const [country, setCountry] = useState<Country | 'unknown'>('BE')
  const [name, setName] = useState('')
  const [nameUnknown, setNameUnknown] = useState(false)
  const [ownCode, setCode] = useState<string | null>(null)
  const [kind, setKind] = useState<Kind>('entity')
  const [ownPath, setPath] = useState<string | null>(null)
  const [yearChoice, setYearChoice] = useState<YearChoice>('calendar')
  const [otherYear, setOtherYear] = useState<{ startOn: CalendarDate; endOn: CalendarDate }>(() => calendarYear(today))
  const [checked, setChecked] = useState(false)

  const finalName = nameUnknown ? t('start.own.defaultName') : name.trim()
  const code = ownCode ?? codeOf(finalName)
  const finalCountry = country === 'unknown' ? 'BE' : country
  // Books come to these from others: nothing is opened in them.
  const joins = kind === 'joining' || kind === 'machine'
  const empty = joins || kind === 'office'
  const year = yearChoice === 'import' ? null : yearChoice === 'other' ? otherYear : calendarYear(today)
  const path = ownPath ?? joinPath(folder.data?.path ?? '', `${fileNameOf(finalName) || t('start.own.defaultName')}.archipel`)
  const own: FieldError[] = [
    ...(finalName === '' ? [{ field: 'setup-name', text: t('start.own.nameMissing') }] : []),
    ...(finalName !== '' && code === '' ? [{ field: 'setup-code', text: t('start.own.codeMissing') }] : []),
  ]
  const errors = checked && own.length > 0 ? own : formErrors(t, create.error, FIELDS)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setChecked(true)
    if (own.length > 0) return
    const made = await create.start({
      path, kind: kind === 'joining' ? 'entity' : kind === 'machine' ? 'headquarters' : kind, country: finalCountry, name: finalName, entityCode: empty ? '' : code, entityName: finalName, ...(year && !empty ? { firstYear: year } : {}),
    })
    if (made) {
      home()
      if (joins) void navigate({ to: '/join' })
    }
  }
  const pick = async (): Promise<void> => {
    const chosen = await bridge.pick('create-workspace', fileNameOf(finalName) || t('start.own.defaultName'))
    if (chosen) setPath(chosen)
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="stack" aria-label={t('start.own.title')}>
      <div><h1>{t('start.own.heading')}</h1><p className="soft">{t('start.own.lead')}</p></div>
      <ErrorSummary errors={errors} />
      <EntityName name={name} onName={setName} unknown={nameUnknown} onUnknown={setNameUnknown} error={errorAt(errors, 'setup-name')} />
      <ChoiceQuestion
        name="setup-country" legend={t('start.own.country')} value={country} onChange={setCountry}
        options={[
          { value: 'BE', label: t('country.BE'), help: t('start.own.country.BE') }, { value: 'FR', label: t('country.FR'), help: t('start.own.country.FR') },
          { value: 'unknown', label: t('common.unknown'), help: t('start.own.country.unknown') },
        ]}
      />
      <YearQuestion choice={yearChoice} onChoice={setYearChoice} year={otherYear} onYear={setOtherYear} today={today} startError={errorAt(errors, 'setup-start')} endError={errorAt(errors, 'setup-end')} />
      <details className={styles['more']} open={errorAt(errors, 'setup-code') !== undefined || undefined}>
        <summary>{t('start.own.more')}</summary>
        <div className="stack">
          <TextField id="setup-code" label={t('start.own.code')} value={code} onChange={setCode} help={t('start.own.codeHelp')} error={errorAt(errors, 'setup-code')} width="32rem" />
          <SelectField
            id="setup-kind" label={t('start.own.kind')} value={kind} onChange={setKind} width="32rem" help={t('start.own.kindHelp')}
            options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
          <TextField id="setup-path" label={t('start.own.path')} value={path} onChange={setPath} help={t('start.own.pathHelp')} width="44rem" />
          {bridge.shell === 'electron' && <div><Pill onClick={() => void pick()}>{t('start.own.pick')}</Pill></div>}
        </div>
      </details>
      <div className={styles['effect']}>
        <strong>{t('start.own.effect')}</strong>
        <ul>
          <li>{t('start.own.effect.file', { path })}</li>
          {empty && <li>{t('start.own.effect.joining')}</li>}
          {!empty && <li>{t(finalCountry === 'BE' ? 'start.own.effect.BE' : 'start.own.effect.FR', { name: finalName || t('start.own.theEntity') })}</li>}
          {!empty && <li>{year ? t('start.own.effect.year', { from: t.date(year.startOn, 'long'), to: t.date(year.endOn, 'long') }) : t('start.own.effect.noYear')}</li>}
          {(country === 'unknown' || nameUnknown || yearChoice === 'unknown') && <li>{t('start.own.effect.unknown')}</li>}
        </ul>
      </div>
      {create.pending ? <ProgressBar step={create.progress} onCancel={create.cancel} /> : <div><Button type="submit" disabled={!folder.data}>{t('start.own.make')}</Button></div>}
    </form>
  )
}
