import { addDays, type CalendarDate } from '../kernel/calendar-date.ts'
import type { Cast } from './cast.ts'
import { type Seeded, seeded } from './seeded.ts'
import { credit, debit, onWorkday, rank, share, type StoryMonth, taxWithin, type Told, told, workday } from './story.ts'
import { INVOICES_BY_MONTH, type Work, WORKS } from './works.ts'

interface Invoice {
  readonly told: Told
  readonly work: Work
  readonly title: string
  readonly reference: string
  readonly totalCents: number
}

interface Plan { readonly month: StoryMonth; readonly chance: Seeded; readonly works: readonly Work[] }

/** The invoices of every month and what the clients pay of them: most in time, a few late, two never. */
export function sales(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const plans = months.map((month): Plan => {
    const chance = seeded(`${cast.country} ventes ${month.isCurrent ? 'deux' : 'un'} ${month.calendar}`)
    return { month, chance, works: chance.some(WORKS.filter((work) => work.months.includes(month.calendar)), INVOICES_BY_MONTH[month.calendar - 1] ?? 3) }
  })
  const unpaid = [3, 9].map((back) => plans.findLast((plan) => plan.month.back >= back && ordersOf(plan).length > 0))
  const story: Told[] = []
  let number = 0
  let year = 0
  for (const plan of plans) {
    const { month, chance, works } = plan
    if (month.year !== year) [number, year] = [0, month.year]
    const days = works.map(() => workday(month, chance.between(2, 27))).sort()
    works.forEach((work, index) => {
      number += 1
      const invoice = invoiceOf(cast, chance, work, titleOf(work, month), `F${month.year}-${rank(number)}`, days[index] as CalendarDate)
      story.push(invoice.told, ...payments(cast, chance, invoice, fateOf(plan, index, unpaid.includes(plan))))
    })
  }
  return story
}

/** Which invoices of a month are orders of a firm or an association: those that may go wrong. */
function ordersOf({ works }: Plan): number[] {
  return works.flatMap((work, at) => (work.income === 'services' && work.party !== 'RENARD' ? [at] : []))
}

/** A client does not order the same thing in two months of a year. */
function titleOf(work: Work, month: StoryMonth): string {
  const turn = work.months.indexOf(month.calendar) + (month.isCurrent ? work.months.length : 0)
  return work.titles[turn % work.titles.length] ?? ''
}

function invoiceOf(cast: Cast, chance: Seeded, work: Work, title: string, reference: string, date: CalendarDate): Invoice {
  const { accounts, rates } = cast
  const netCents = chance.between(work.from, work.to, 10) * 100
  const rate = work.income === 'servicesAbroad' ? 0 : work.income === 'rights' ? rates.reducedVat : rates.vat
  const vatCents = share(netCents, rate)
  const name = nameOf(cast, work.party)
  const entry = told({
    journal: cast.journals.sales, date, label: `${name} : ${title}`, documentRef: reference,
    lines: [
      debit(accounts.customer, netCents + vatCents, { party: work.party, project: work.project }),
      credit(accounts[work.income], netCents, { label: title, project: work.project }),
      credit(accounts.vatDue, vatCents, { label: `TVA ${rate / 100} % sur ${reference}` }),
    ],
  })
  return { told: entry, work, title, reference, totalCents: netCents + vatCents }
}

/** How an invoice ends. Two are never paid: one of three months ago, one of nine, or of the month before when it had no order. */
type Fate = 'usual' | 'late' | 'never' | 'in_two' | 'reduced'

function fateOf(plan: Plan, index: number, hasUnpaid: boolean): Fate {
  const orders = ordersOf(plan)
  const { calendar, isCurrent } = plan.month
  if (hasUnpaid) return index === (orders[1] ?? orders[0]) ? 'never' : 'usual'
  if (index !== orders[0]) return 'usual'
  if (calendar === 3 || calendar === 10) return 'late'
  if (calendar === 6) return isCurrent ? 'reduced' : 'in_two'
  return 'usual'
}

function payments(cast: Cast, chance: Seeded, invoice: Invoice, fate: Fate): Told[] {
  const { date } = invoice.told
  const due = onWorkday(addDays(date, delayOf(chance, invoice.work.party, fate)))
  const { totalCents } = invoice
  if (fate === 'never') return []
  if (fate === 'in_two') {
    const first = share(totalCents, 5000)
    return [receipt(cast, invoice, onWorkday(addDays(date, 12)), first, 'Acompte'), receipt(cast, invoice, due, totalCents - first, 'Solde')]
  }
  if (fate === 'reduced') {
    const note = creditNote(cast, invoice)
    const reducedCents = note.lines.find((line) => line.party !== undefined)?.creditCents ?? 0
    return [note, receipt(cast, invoice, due, totalCents - reducedCents, 'Paiement')]
  }
  return [receipt(cast, invoice, due, totalCents, 'Paiement')]
}

/** Days between an invoice and its payment: people pay at once, public bodies late, the others around thirty days. */
function delayOf(chance: Seeded, party: string, fate: Fate): number {
  if (fate === 'late') return chance.between(62, 84)
  if (party === 'STAGIAIRES' || party === 'RENARD') return chance.between(1, 4)
  if (party === 'ETANGS' || party === 'GLYCINES' || party === 'QUAIS') return chance.between(32, 48)
  return chance.between(10, 33)
}

function receipt(cast: Cast, invoice: Invoice, date: CalendarDate, amountCents: number, word: string): Told {
  const { party, project } = invoice.work
  return {
    journal: cast.journals.bank, date, label: `${word} reçu : ${nameOf(cast, party)}, ${invoice.reference}`,
    lines: [debit(cast.accounts.internal, amountCents), credit(cast.accounts.customer, amountCents, { party, project, documentRef: invoice.reference })],
  }
}

/** A tenth off, nine days later, because the print run was shorter than ordered. */
function creditNote(cast: Cast, invoice: Invoice): Told {
  const { accounts } = cast
  const date = onWorkday(addDays(invoice.told.date, 9))
  const reference = `${cast.country === 'BE' ? 'NC' : 'AV'}${invoice.reference.slice(1)}`
  const lines = invoice.told.lines.slice(1).map((line) => debit(line.account, share(line.creditCents, 1000), { project: line.project, label: line.label }))
  const total = lines.reduce((sum, line) => sum + line.debitCents, 0)
  return {
    journal: cast.journals.sales, date, label: `${nameOf(cast, invoice.work.party)} : ${cast.words.creditNote}, remise de 10 % sur ${invoice.reference}`, documentRef: reference,
    lines: [credit(accounts.customer, total, { party: invoice.work.party, project: invoice.work.project, documentRef: invoice.reference }), ...lines],
  }
}

/** The everyday name of a party: its legal form, and what stands after a comma or a bracket, are left out. */
export function nameOf(cast: Cast, code: string): string {
  const name = cast.parties.find((party) => party.code === code)?.name ?? code
  return (name.split(/[,(]/u)[0] ?? name).trim().replace(/^Association | (?:ASBL|SRL|SA|SC|BV|SARL|SCIC|SCOP)$/gu, '')
}

const MARKETS = [3, 5, 6, 9, 12]

/** Posters sold for cash at the market, the takings carried to headquarters, and stamps bought from the till. */
export function cashSales(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const { accounts, journals, rates, words } = cast
  return months.filter((month) => MARKETS.includes(month.calendar)).flatMap((month) => {
    const chance = seeded(`${cast.country} caisse ${month.isCurrent ? 'deux' : 'un'} ${month.calendar}`)
    const takings = chance.between(16, 34) * (cast.country === 'BE' ? 1210 : 1200)
    const net = takings - taxWithin(takings, rates.vat)
    const carried = takings - (takings % 5000)
    const stamps = chance.between(12, 24) * 150
    const period = `${month.year}-${String(month.calendar).padStart(2, '0')}`
    return [
      {
        journal: journals.cash, date: workday(month, 14), label: `Affiches et cartes vendues au ${words.market}`, documentRef: `CAISSE-${period}`,
        lines: [
          debit(accounts.cash, takings, { project: 'COMMANDES' }), credit(accounts.goods, net, { project: 'COMMANDES' }),
          credit(accounts.vatDue, takings - net, { label: `TVA ${rates.vat / 100} % sur CAISSE-${period}` }),
        ],
      },
      {
        journal: journals.cash, date: workday(month, 18), label: 'Espèces remises au siège', documentRef: `REMISE-${period}`,
        lines: [debit(accounts.internal, carried), credit(accounts.cash, carried)],
      },
      {
        journal: journals.cash, date: workday(month, 22), label: 'Timbres pour les envois d’affiches', documentRef: `TICKET-${period}`,
        lines: [debit(accounts.couriers, stamps, { project: 'COMMANDES' }), credit(accounts.cash, stamps)],
      },
    ]
  })
}
