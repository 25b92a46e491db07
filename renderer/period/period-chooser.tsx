import { Popover } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { dateOf, partsOf } from '../../core/kernel/calendar-date.ts'
import { useWords } from '../i18n/use-words.tsx'
import { usePeriod, useSession } from '../session.tsx'
import { Pill } from '../ui/pill.tsx'
import styles from './period-chooser.module.css'
import { type PeriodToken, shiftPeriod, tokenOf } from './period-token.ts'
import { namePeriod, readPeriod } from './period-words.ts'

/** The period in words; picked or typed, kept in the address, so that it stays while one moves between reports. */
export function PeriodChooser() {
  const t = useWords()
  const { frame } = useSession()
  const span = usePeriod()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const go = (p: PeriodToken): void => {
    setOpen(false)
    void navigate({ to: '.', search: (previous: Record<string, unknown>) => ({ ...previous, p }) } as never)
  }
  const shift = (steps: number): void => go(tokenOf(shiftPeriod(span, steps), frame))
  return (
    <span className={styles['chooser']}>
      <Pill look="icon" aria-label={t('period.previous')} onClick={() => shift(-1)}><IconChevronLeft size={16} aria-hidden /></Pill>
      <Popover opened={open} onChange={setOpen} position="bottom-start" width={400} trapFocus returnFocus shadow="none" transitionProps={{ duration: 0 }}>
        <Popover.Target>
          <Pill onClick={() => setOpen(!open)}><span className="visually-hidden">{t('top.period')} : </span>{namePeriod(t.language, span, frame)}</Pill>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('period.title')}><Choices onChoose={go} current={span.token} /></Popover.Dropdown>
      </Popover>
      <Pill look="icon" aria-label={t('period.next')} onClick={() => shift(1)}><IconChevronRight size={16} aria-hidden /></Pill>
    </span>
  )
}

function Choices({ onChoose, current }: { readonly onChoose: (token: PeriodToken) => void; readonly current: PeriodToken }) {
  const t = useWords()
  const { frame } = useSession()
  const { from } = usePeriod()
  const { year } = partsOf(from)
  const button = (token: PeriodToken, label: string) => (
    <Pill key={token} look="quiet" className={styles['choice'] ?? ''} aria-current={token === current} onClick={() => onChoose(token)}>{label}</Pill>
  )
  return (
    <div className="stack">
      <Typed onChoose={onChoose} />
      <section><h3>{t('period.relative')}</h3>
        <div className={styles['choices']}>
          {button('this-month', t('period.thisMonth'))}{button('last-month', t('period.lastMonth'))}
          {button('this-quarter', t('period.thisQuarter'))}{button('last-quarter', t('period.lastQuarter'))}{button('FY', t('period.thisYear'))}
        </div>
      </section>
      <section><h3>{t('period.fiscal')}</h3>
        <div className={styles['choices']}>{frame.years.slice(-6).map((each) => button(`FY:${each.code}`, each.code))}</div>
      </section>
      <section><h3>{t('period.quarters')} {year}</h3>
        <div className={styles['choices']}>{[1, 2, 3, 4].map((quarter) => button(`${year}-Q${quarter}`, t('period.quarterShort', { quarter })))}</div>
      </section>
      <section><h3>{t('period.monthsOf')} {year}</h3>
        <div className={styles['months']}>
          {Array.from({ length: 12 }, (_, index) => button(`${year}-${String(index + 1).padStart(2, '0')}`, t.date(dateOf(year, index + 1, 1), 'monthShort')))}
        </div>
      </section>
    </div>
  )
}

function Typed({ onChoose }: { readonly onChoose: (token: PeriodToken) => void }) {
  const t = useWords()
  const { frame } = useSession()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  return (
    <form
      className={styles['typed']}
      onSubmit={(event) => {
        event.preventDefault()
        const token = readPeriod(text, frame)
        if (token) onChoose(token)
        else setWrong(true)
      }}
    >
      <label htmlFor="period-text">{t('period.type')}</label>
      <input
        id="period-text" value={text} autoComplete="off" data-autofocus aria-invalid={wrong} aria-describedby="period-help"
        onChange={(event) => { setText(event.currentTarget.value); setWrong(false) }}
      />
      <span id="period-help" className={wrong ? 'note bad' : 'note'} role={wrong ? 'alert' : undefined}>{wrong ? t('period.unreadable') : t('period.type.help')}</span>
    </form>
  )
}
