import { type CalendarDate, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import { allocate, cents } from '../kernel/money.ts'
import type { ProposedLine } from '../ledger/entry.ts'
import type { Cast } from './cast.ts'
import { PRESS } from './grants.ts'
import { BIKE_CENTS, COMPUTER_CENTS } from './purchases.ts'
import { credit, debit, euros, ofMonth, share, type StoryMonth, type Told, told, workday } from './story.ts'

/** Movement of an account over some entries, credit positive. */
function credited(entries: readonly Told[], account: string): number {
  let total = 0
  for (const entry of entries) for (const line of entry.lines) if (line.account === account) total += line.creditCents - line.debitCents
  return total
}

/** The cooperative's contribution on what a month brought, invoiced before tax or granted: one visible line, taken from the compte interne. */
export function contributions(cast: Cast, months: readonly StoryMonth[], story: readonly Told[]): Told[] {
  const { accounts, journals, rates } = cast
  const earned = new Set([accounts.services, accounts.servicesAbroad, accounts.workshops, accounts.rights, accounts.goods, accounts.subsidy])
  return months.flatMap((month): Told[] => {
    const entries = story.filter((entry) => monthOf(entry.date) === month.month)
    let base = 0
    for (const account of earned) base += credited(entries, account)
    if (base <= 0) return []
    const due = share(base, rates.contribution)
    const rate = rates.contribution % 100 === 0 ? String(rates.contribution / 100) : `${(rates.contribution - (rates.contribution % 100)) / 100},${(rates.contribution % 100) / 10}`
    return [{
      journal: journals.general, date: lastDayOf(month.month), label: `Contribution ${ofMonth(month)} : ${rate} % de ${euros(base)}`, documentRef: `CONTRIB-${month.month}`,
      lines: [debit(accounts.contribution, due, { label: `Services mutualisés, ${rate} % de ${euros(base)}` }), credit(accounts.internal, due)],
    }]
  })
}

const QUARTERS = ['1er', '2e', '3e', '4e'] as const

/** The VAT of each quarter is set aside on its last day, and goes to headquarters, which files the return, on the 20th of the next month. */
export function vatSetAside(cast: Cast, months: readonly StoryMonth[], story: readonly Told[]): Told[] {
  const { accounts, journals } = cast
  const made: Told[] = []
  for (const [index, month] of months.entries()) {
    if (month.calendar % 3 !== 0) continue
    const end = lastDayOf(month.month)
    const entries = [...story, ...made].filter((entry) => entry.date <= end)
    const deductible = [...new Set([accounts.vatDeductible, accounts.vatOnEquipment])].map((account) => ({ account, cents: -credited(entries, account) }))
    const collected = credited(entries, accounts.vatDue)
    const due = collected - deductible.reduce((sum, each) => sum + each.cents, 0)
    // A quarter with more tax paid than charged stays on its accounts and lightens the next one.
    if (due <= 0) continue
    const quarter = `${QUARTERS[month.calendar / 3 - 1]} trimestre ${month.year}`
    const reference = `TVA-${month.year}-T${month.calendar / 3}`
    made.push(told({
      journal: journals.general, date: end, label: `TVA du ${quarter} mise de côté`, documentRef: reference,
      lines: [debit(accounts.vatDue, collected, { label: 'TVA sur les ventes' }), ...deductible.map((each) => credit(each.account, each.cents, { label: 'TVA sur les achats' })), credit(accounts.vatSetAside, due, { label: `TVA à verser, ${quarter}` })],
    }))
    const next = months[index + 1]
    if (!next) continue
    made.push({
      journal: journals.general, date: workday(next, 20), label: `TVA du ${quarter} versée par le siège`, documentRef: reference,
      lines: [debit(accounts.vatSetAside, due), credit(accounts.internal, due)],
    })
  }
  return made
}

/**
 * France: the profit of last year waits in 120 until it is decided upon; here it is kept, on the first days of this year.
 * In Belgium the year's end carries it to 140 by itself.
 */
export function keptProfit(cast: Cast, months: readonly StoryMonth[], story: readonly Told[]): Told[] {
  const month = months.find((each) => each.isCurrent)
  const last = months[0]?.year
  if (cast.country === 'BE' || !month || last === undefined) return []
  const lines = story.filter((entry) => entry.date.startsWith(String(last))).flatMap((entry) => entry.lines)
  const profit = lines.filter((line) => /^[67]/u.test(line.account)).reduce((sum, line) => sum + line.creditCents - line.debitCents, 0)
  if (profit <= 0) return []
  return [{
    journal: cast.journals.general, date: workday(month, 5), label: `Résultat ${last} gardé pour la suite`, documentRef: `AFFECTATION-${last}`,
    lines: [debit(cast.accounts.yearProfit, profit), credit(cast.accounts.keptProfit, profit)],
  }]
}

interface Thing {
  readonly name: string
  readonly costCents: number
  /** Months of use counted before the first month of the story, and in all. */
  readonly before: number
  readonly life: number
  readonly worn: string
  readonly from: { readonly isCurrent: boolean; readonly calendar: number }
}

/** Straight-line wear of the press, the bike and the computer, counted by quarters. */
export function wear(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const { accounts, journals } = cast
  const things: Thing[] = [
    { name: 'presse', costCents: PRESS.costCents, before: 36, life: 120, worn: accounts.machineWorn, from: { isCurrent: false, calendar: 1 } },
    { name: 'vélo cargo', costCents: BIKE_CENTS, before: 0, life: 60, worn: accounts.equipmentWorn, from: { isCurrent: false, calendar: 6 } },
    { name: 'ordinateur', costCents: COMPUTER_CENTS, before: 0, life: 36, worn: accounts.equipmentWorn, from: { isCurrent: true, calendar: 3 } },
  ]
  return months.filter((month) => month.calendar % 3 === 0).map((month): Told => {
    const at = months.indexOf(month)
    const parts = things.map((thing) => ({ thing, cents: wornBy(months, thing, at) - wornBy(months, thing, at - 3) })).filter((part) => part.cents > 0)
    const quarter = month.calendar / 3
    const lines = parts.flatMap(({ thing, cents: amount }): ProposedLine[] => [
      debit(accounts.wear, amount, { label: `Usure du trimestre : ${thing.name}` }), credit(thing.worn, amount, { label: `Usure du trimestre : ${thing.name}` }),
    ])
    return {
      journal: journals.general, date: lastDayOf(month.month) as CalendarDate, label: `Amortissements du ${QUARTERS[quarter - 1]} trimestre ${month.year}`, documentRef: `AMORT-${month.year}-T${quarter}`, lines,
    }
  })
}

/** What a thing has lost at the end of a month of the story, whole cents of a straight line. */
function wornBy(months: readonly StoryMonth[], thing: Thing, at: number): number {
  const start = months.findIndex((month) => month.isCurrent === thing.from.isCurrent && month.calendar === thing.from.calendar)
  const used = thing.before + (start < 0 ? 0 : Math.max(0, at - start + 1))
  if (used === 0) return 0
  return allocate(cents(thing.costCents), [Math.min(used, thing.life), Math.max(0, thing.life - used)])[0] ?? 0
}
