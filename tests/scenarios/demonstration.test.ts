import { expect, test } from 'vitest'
import { createContext } from '../../core/context.ts'
import { demonstrationBooks } from '../../core/demonstration/demonstration-books.ts'
import { fillDemonstration } from '../../core/demonstration/fill-demonstration.command.ts'
import { addDays, calendarDate, type CalendarDate } from '../../core/kernel/calendar-date.ts'
import { CHART_OF } from '../../core/ledger/open-entity.command.ts'
import { drafts } from '../../core/ledger/draft.command.ts'
import { books } from '../../core/ledger/books.query.ts'
import { openItems } from '../../core/ledger/open-items.query.ts'
import { templates } from '../../core/ledger/template.command.ts'
import { home } from '../../core/reporting/home.query.ts'
import { periodStatement } from '../../core/reporting/statement.query.ts'
import { verify } from '../../core/reporting/verify.query.ts'
import { charts } from '../../electron/machine/resources.ts'
import { must, refusedCodes, testClock, testPorts } from '../fixtures/books.ts'
import { openDatabase } from '../fixtures/database.ts'

const COUNTRIES = ['BE', 'FR'] as const
const TODAY = '2026-11-21'
/** Ends of months, of years and of February, and days just after them. */
const DAYS = ['2026-01-01', '2026-01-31', '2026-03-31', '2026-06-30', '2026-08-16', TODAY, '2026-12-31', '2028-02-29'] as const

function told(country: 'BE' | 'FR', today: string = TODAY) {
  const chart = charts(CHART_OF[country])
  if (!chart) throw new Error(`no chart for ${country}`)
  return demonstrationBooks(chart, calendarDate(today))
}

function filled(country: 'BE' | 'FR', today: string = TODAY) {
  const db = openDatabase()
  const ctx = createContext(testPorts(db, { charts, clock: testClock(today) }))
  const done = must(fillDemonstration(ctx, { code: 'BRUME', name: 'Atelier Brume', country, demonstration: 'atelier-brume' }))
  return { db, ctx, ...done, today: calendarDate(today) }
}

test.each(COUNTRIES)('%s: the same day tells the same books, and another day only adds to them', (country) => {
  expect(told(country)).toEqual(told(country))
  const [before, after] = [told(country, '2026-05-20'), told(country, '2026-05-29')]
  const known = new Set(after.steps.map((step) => `${step.entry.date} ${step.entry.label} ${step.entry.documentRef}`))
  expect(before.steps.filter((step) => !known.has(`${step.entry.date} ${step.entry.label} ${step.entry.documentRef}`))).toEqual([])
  expect(after.steps.length).toBeGreaterThan(before.steps.length)
})

test.each(COUNTRIES)('%s: every entry balances, names its paper, lies in the two years, and knows its parties and axes', (country) => {
  for (const today of DAYS) {
    const { steps, parties, axes } = told(country, today)
    const codes = new Set([...parties.map((party) => party.code), ...axes.map((axis) => `${axis.axis} ${axis.code}`)])
    const named: string[] = []
    for (const { entry } of steps) {
      expect(entry.lines.reduce((sum, line) => sum + line.debitCents - line.creditCents, 0), entry.label).toBe(0)
      expect(entry.documentRef, entry.label).toBeTruthy()
      expect(entry.date <= today && entry.date >= `${Number(today.slice(0, 4)) - 1}-01-01`, entry.date).toBe(true)
      named.push(...entry.lines.flatMap(({ party, project, funder }) => [party, project && `project ${project}`, funder && `funder ${funder}`]).filter((code) => code !== undefined))
    }
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((code) => !codes.has(code))).toEqual([])
  }
})

test.each(COUNTRIES)('%s: neither the compte interne nor the till is ever negative, and autumn is leaner than spring', (country) => {
  for (const today of DAYS) {
    const { steps, cast } = told(country, today)
    for (const account of [cast.accounts.internal, cast.accounts.cash]) {
      let balance = 0
      for (const { entry } of steps) {
        for (const line of entry.lines) if (line.account === account) balance += line.debitCents - line.creditCents
        expect(balance, `${account} on ${entry.date}, ${entry.label}`).toBeGreaterThanOrEqual(0)
      }
    }
  }
  const { steps, cast } = told(country)
  const sold = (year: number, months: readonly string[]): number => {
    const invoices = steps.filter(({ entry }) => entry.journal === cast.journals.sales && entry.date.startsWith(String(year)) && months.includes(entry.date.slice(5, 7)))
    return invoices.flatMap(({ entry }) => entry.lines).filter((line) => line.account === cast.accounts.customer).reduce((sum, line) => sum + line.debitCents - line.creditCents, 0)
  }
  expect(sold(2025, ['03', '04', '05'])).toBeGreaterThan(2 * sold(2025, ['09', '10', '11']))
})

test.each(COUNTRIES)('%s: the invented numbers are well formed, so that every check of the program takes them', (country) => {
  const { parties, identity } = told(country)
  const numbers = [identity.vatNumber, ...parties.map((party) => party.vatNumber ?? '')].filter((number) => number !== '')
  const digitsOf = (prefix: string): string[] => numbers.filter((number) => number.startsWith(prefix)).map((number) => number.slice(2))
  expect(digitsOf(country).length).toBeGreaterThan(2)
  for (const digits of digitsOf('BE')) expect(Number(digits.slice(8)), digits).toBe(97 - (Number(digits.slice(0, 8)) % 97))
  for (const digits of digitsOf('FR')) expect(Number(digits.slice(0, 2)), digits).toBe((12 + 3 * (Number(digits.slice(2)) % 97)) % 97)
  expect(new Set(numbers.filter((number) => number.startsWith(country))).size).toBe(numbers.filter((number) => number.startsWith(country)).length)
  const ibans = parties.flatMap(({ iban }) => iban ?? [])
  expect(ibans.length).toBeGreaterThan(2)
  for (const iban of ibans) expect(remainder97(iban), iban).toBe(1)
})

/** ISO 13616: the country and check digits at the end, letters as numbers, modulo 97. */
function remainder97(iban: string): number {
  const digits = Array.from(iban.slice(4) + iban.slice(0, 4), (sign) => String(Number.parseInt(sign, 36))).join('')
  return Number(BigInt(digits) % 97n)
}

test.each(COUNTRIES)('%s: the home page has something to say, and to ask', (country) => {
  const { ctx, entityId, today } = filled(country)
  const page = home(ctx, entityId, today)
  expect(page.have.cents).toBeGreaterThan(100_000)
  expect(page.owedToMe.cents).toBeGreaterThan(0)
  expect(page.income.cents).toBeGreaterThan(page.expense.cents)
  expect(page.missing).toMatchObject({ drafts: 2, templatesDue: 1, withoutDocument: 3, suspense: { cents: 6_490 } })
  expect(page.missing.unmatched).toBeGreaterThan(2)
  expect(page.missing.unmatched).toBeLessThan(20)
  expect(page.months.every((month) => month.incomeCents > 0 && month.expenseCents > 0)).toBe(true)
  expect(drafts(ctx, entityId).map((draft) => draft.body.lines.length).toSorted((a, b) => a - b)).toEqual([1, 3])
  expect(templates(ctx, entityId).map((template) => template.recurrence)).toEqual(['monthly', null])
  expect(books(ctx, entityId).entity.demonstration).toBe(true)
})

test.each(COUNTRIES.flatMap((country) => ['2026-01-31', '2026-07-15', TODAY].map((today) => [country, today] as const)))(
  '%s, %s: what clients owe is what their open papers add up to, two of them long overdue', (country, on) => {
  const { ctx, entityId, today } = filled(country, on)
  const account = told(country).cast.accounts.customer
  const items = openItems(ctx, entityId, account, undefined, 1000)
  expect(items.reduce((sum, item) => sum + item.debitCents - item.creditCents, 0)).toBe(home(ctx, entityId, today).owedToMe.cents)
  expect(items.every((item) => item.party !== null && item.documentRef !== null)).toBe(true)
  expect(items.filter((item) => item.debitCents > 0 && item.date < addDays(today, -62))).toHaveLength(2)
})

test.each(COUNTRIES)('%s: the statements of both years hold, and the whole chain is proved', (country) => {
  for (const today of ['2026-01-01', '2026-06-30', TODAY, '2028-02-29']) {
    const { ctx, db, entityId } = filled(country, today)
    const lastYear = `${Number(today.slice(0, 4)) - 1}-12-31` as CalendarDate
    for (const asOf of [lastYear, calendarDate(today)]) {
      const statement = must(periodStatement(ctx, entityId, { asOf }, undefined, 'year_before'))
      expect(statement.checks.filter((check) => !check.ok), `${country} ${asOf}`).toEqual([])
    }
    expect(verify(ctx, true)).toMatchObject({ ok: true, problems: [] })
    db.close()
  }
})

test.each(COUNTRIES)('%s: the result of the year under way is its own, last year\'s being kept', (country) => {
  const { ctx, entityId, today } = filled(country)
  const page = home(ctx, entityId, today)
  const statement = must(periodStatement(ctx, entityId, { asOf: today }))
  const results = statement.rubrics.filter((rubric) => /de l'exercice/u.test(rubric.label['fr'] ?? '') && rubric.section === 'equity_liabilities')
  expect(results.map((rubric) => rubric.amountCents)).toContain(page.income.cents - page.expense.cents)
})

test('a correction names the entry it reverses, with its reason', () => {
  const { db } = filled('BE')
  const rows = db.prepare('SELECT label, reason, reverses_id AS original FROM entry WHERE reverses_id IS NOT NULL').all() as { label: string; reason: string; original: number }[]
  expect(rows).toHaveLength(1)
  expect(rows[0]?.reason).toMatch(/encodée deux fois/u)
})

test('papers are small, valid PDF, one for nearly every sale and purchase', () => {
  const { db, documents } = filled('FR')
  const files = db.prepare('SELECT bytes FROM document').pluck().all() as Uint8Array[]
  expect(files).toHaveLength(documents)
  expect(documents).toBeGreaterThan(100)
  for (const bytes of files) {
    const text = Buffer.from(bytes).toString('latin1')
    expect(bytes.length).toBeLessThan(2500)
    const table = Number(/startxref\n(\d+)\n%%EOF/u.exec(text)?.[1])
    expect(text.slice(table, table + 4)).toBe('xref')
    const places = [...text.slice(table).matchAll(/^(\d{10}) 00000 n $/gmu)].map((match) => Number(match[1]))
    expect(places.map((place) => text.slice(place, place + 7))).toEqual(['1 0 obj', '2 0 obj', '3 0 obj', '4 0 obj', '5 0 obj'])
    const stream = /<<\/Length (\d+)>>\nstream\n([\s\S]*?)\nendstream/u.exec(text)
    expect(stream?.[2]?.length).toBe(Number(stream?.[1]))
  }
})

test('an unknown set is refused by name, and the same code is never filled twice', () => {
  const { ctx, db } = filled('BE')
  expect(refusedCodes(fillDemonstration(ctx, { code: 'AUTRE', name: 'Autre', country: 'BE', demonstration: 'inconnue' }))).toEqual(['demonstration_unknown'])
  const facts = db.prepare('SELECT COUNT(*) FROM fact').pluck().get()
  expect(refusedCodes(fillDemonstration(ctx, { code: 'BRUME', name: 'Encore', country: 'BE', demonstration: 'atelier-brume' }))).toEqual(['entity_code_taken'])
  expect(db.prepare('SELECT COUNT(*) FROM fact').pluck().get()).toBe(facts)
})

test('both countries are filled in less than a second of work', () => {
  filled('BE').db.close()
  // The processor's time and not the clock's: another program beside this one changes nothing.
  const before = process.cpuUsage()
  for (const country of COUNTRIES) filled(country).db.close()
  const { user, system } = process.cpuUsage(before)
  expect(user + system).toBeLessThan(1_000_000)
})
