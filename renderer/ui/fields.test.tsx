// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import { calendarDate, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import { WordsProvider } from '../i18n/use-words.tsx'
import { AmountField } from './amount-field.tsx'
import { DateField } from './date-field.tsx'
import { SearchCombobox } from './search-combobox.tsx'
import { indexChoices } from './search-index.ts'

afterEach(cleanup)
Element.prototype.scrollIntoView = () => undefined

const input = (): HTMLInputElement => screen.getByRole<HTMLInputElement>('textbox')

function Amount({ seen }: { readonly seen: (number | null)[] }) {
  const [cents, setCents] = useState<number | null>(null)
  return <WordsProvider language="fr"><AmountField id="a" aria-label="montant" cents={cents} onChange={(value) => { seen.push(value); setCents(value) }} /></WordsProvider>
}

test('arithmetic is shown while typing and taken on leaving', async () => {
  const seen: (number | null)[] = []
  render(<Amount seen={seen} />)
  await userEvent.type(input(), '16,99*1,21')
  expect(screen.getByRole('status').textContent).toContain('20,56')
  await userEvent.tab()
  expect(seen).toEqual([2056])
  expect(input().value).toBe('20,56')
})

test('an unreadable amount stays in its field with its reason, and changes nothing', async () => {
  const seen: (number | null)[] = []
  render(<Amount seen={seen} />)
  await userEvent.type(input(), '12,,5')
  await userEvent.tab()
  expect(seen).toEqual([])
  expect(input().value).toBe('12,,5')
  expect(input().getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByRole('status').textContent).toMatch(/ne se lit pas/u)
})

test('an emptied amount is no amount', async () => {
  const seen: (number | null)[] = []
  render(<Amount seen={seen} />)
  await userEvent.type(input(), '5{Enter}')
  await userEvent.clear(input())
  await userEvent.tab()
  expect(seen).toEqual([500, null])
})

function Day({ seen }: { readonly seen: CalendarDate[] }) {
  const [date, setDate] = useState(calendarDate('2026-11-21'))
  return <WordsProvider language="fr"><DateField id="d" aria-label="jour" date={date} near={date} today={calendarDate('2026-11-25')} onChange={(value) => { seen.push(value); setDate(value) }} /></WordsProvider>
}

test('a day is moved by keys and completed from what is typed', async () => {
  const seen: CalendarDate[] = []
  render(<Day seen={seen} />)
  await userEvent.click(input())
  await userEvent.keyboard('+')
  await userEvent.keyboard(']')
  await userEvent.keyboard('t')
  await userEvent.keyboard('m')
  expect(seen).toEqual(['2026-11-22', '2026-12-22', '2026-11-25', '2026-11-01'])
  await userEvent.clear(input())
  await userEvent.type(input(), '15/2')
  await userEvent.tab()
  expect(seen.at(-1)).toBe('2026-02-15')
})

test('a dash inside a date being typed separates, and an impossible day is said', async () => {
  const seen: CalendarDate[] = []
  render(<Day seen={seen} />)
  await userEvent.clear(input())
  await userEvent.type(input(), '31-2')
  await userEvent.tab()
  expect(seen).toEqual([])
  expect(screen.getByRole('status').textContent).toMatch(/n'existe pas/u)
})

const index = indexChoices([{ value: '400000', label: 'Clients' }, { value: '440000', label: 'Fournisseurs' }, { value: '613200', label: 'Électricité' }])

function Account({ seen }: { readonly seen: string[] }) {
  const [value, setValue] = useState('')
  return <WordsProvider language="fr"><SearchCombobox id="c" ariaLabel="compte" index={index} value={value} onChange={(next) => { seen.push(next); setValue(next) }} /></WordsProvider>
}

test('an account is found by words without accents and chosen by Enter', async () => {
  const seen: string[] = []
  render(<Account seen={seen} />)
  const box = screen.getByRole<HTMLInputElement>('combobox')
  await userEvent.type(box, 'electr')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['613200Électricité'])
  await userEvent.keyboard('{Enter}')
  expect(seen).toEqual(['613200'])
  expect(box.value).toBe('613200')
  expect(screen.queryByRole('listbox')).toBeNull()
})

test('arrows move, Escape gives up what was typed', async () => {
  const seen: string[] = []
  render(<Account seen={seen} />)
  const box = screen.getByRole<HTMLInputElement>('combobox')
  await userEvent.type(box, '4')
  await userEvent.keyboard('{ArrowDown}')
  expect(box.getAttribute('aria-activedescendant')).toMatch(/-1$/u)
  await userEvent.keyboard('{Escape}')
  expect(box.value).toBe('')
  await userEvent.type(box, '4')
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(seen).toEqual(['440000'])
})
