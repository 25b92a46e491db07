import { type CalendarDate, lastDayOf, monthOf } from '../kernel/calendar-date.ts'
import type { ProposedLine } from '../ledger/entry.ts'
import type { DemonstrationAccounts } from './demonstration-accounts.ts'
import type { FederationCast } from './federation-names.ts'
import { type Seeded, seeded } from './seeded.ts'
import { credit, debit, ofMonth, rank, share, type StoryMonth, workday } from './story.ts'

export interface FederationFrame {
  readonly cast: FederationCast
  readonly seed: string
  readonly accounts: DemonstrationAccounts
  readonly journals: Readonly<Record<'sales' | 'purchases' | 'bank' | 'general', string>>
  /** In headquarters' books of the same country: its bank, what contributions bring it, the VAT it declares, what pays begin with. */
  readonly headquarters: { readonly bank: string; readonly contribution: string; readonly vat: string }
  readonly entriesPerYear: number
}

/**
 * An entry of a simulated Activité. With `mirror`, headquarters books both sides, and the compte interne fills them; `byHeadquarters`: it books
 * this one too. All others are the porteur's.
 */
export interface Simulated {
  readonly journal: string
  readonly date: CalendarDate
  readonly label: string
  readonly documentRef?: string
  readonly lines: readonly ProposedLine[]
  readonly mirror?: readonly ProposedLine[]
  readonly byHeadquarters?: true
}

/** What is owed to the Activité or by it, until it is paid. */
interface Due { readonly party: string; readonly cents: number; readonly reference: string }

/** What lasts from one month to the next. */
export interface FederationState {
  readonly receivable: Due[]
  readonly payable: Due[]
  invoices: number
  bills: number
  vatCollected: number
  vatDeductible: number
}

export const newState = (): FederationState => ({ receivable: [], payable: [], invoices: 0, bills: 0, vatCollected: 0, vatDeductible: 0 })

/** Value added tax and contribution as each country asks (see `cast.ts`), the shares of a payslip as round averages. */
const RATES = {
  BE: { vat: 2100, contribution: 650, worker: 1307, employer: 2500, withholding: 1480 },
  FR: { vat: 2000, contribution: 1000, worker: 2150, employer: 2800, withholding: 380 },
} as const

const SOLD = ['Prestation', 'Commande', 'Atelier', 'Stage', 'Création', 'Accompagnement', 'Réalisation', 'Conseil'] as const
const BOUGHT = ['rent', 'tools', 'telephone', 'software', 'travel', 'insurance', 'couriers', 'printing', 'paper', 'subcontracting'] as const
const BOUGHT_AS: Readonly<Record<(typeof BOUGHT)[number], string>> = {
  rent: 'Loyer de l’atelier', tools: 'Petit outillage', telephone: 'Téléphone et internet', software: 'Logiciels', travel: 'Déplacements', insurance: 'Assurances',
  couriers: 'Envois', printing: 'Impression', paper: 'Fournitures', subcontracting: 'Sous-traitance',
}
/** The accounts of the story. */
export const USED = [
  ...BOUGHT, 'customer', 'supplier', 'internal', 'vatDue', 'vatDeductible', 'contribution', 'salaryDue', 'expenseDue', 'services', 'workshops', 'goods', 'meals', 'wages', 'employerCharges', 'socialDue',
  'withholdingDue', 'equity',
] as const satisfies readonly (keyof DemonstrationAccounts)[]

/** Receipts, payments, pay, what is paid of it, contribution, expenses: a month without a sale or a purchase. */
const FIXED_A_MONTH = 6

export const customerCode = (at: number): string => `C${at + 1}`
export const supplierCode = (at: number): string => `F${at + 1}`
export const PORTEUR = 'PORTEUR'

/** The money that an Activité brings when it joins. */
export function joining({ accounts, headquarters, seed, cast, journals }: FederationFrame, month: StoryMonth): Simulated {
  const cents = seeded(`${seed} ${cast.index} joining`).between(200_000, 1_500_000, 5_000)
  return {
    journal: journals.general, date: workday(month, 2), label: 'Reprise du compte interne', documentRef: `REPRISE ${month.year}`,
    lines: [credit(accounts.equity, cents)], mirror: [debit(headquarters.bank, cents)],
  }
}

/** Everything that a month brings, in no order. */
export function monthOfActivity(frame: FederationFrame, state: FederationState, month: StoryMonth): Simulated[] {
  const chance = seeded(`${frame.seed} ${frame.cast.index} ${month.month}`)
  if (month.calendar === 1) [state.invoices, state.bills] = [0, 0]
  const free = Math.max(2, Math.trunc(frame.entriesPerYear / 12) - FIXED_A_MONTH)
  const sales = Math.max(1, Math.trunc((free * 9) / 20))
  const settled = [...receipts(frame, state, month, chance), ...payments(frame, state, month, chance)]
  const [sold, net] = salesOf(frame, state, month, chance, sales)
  const bought = purchasesOf(frame, state, month, chance, free - sales)
  return [...settled, ...sold, ...bought, ...expenses(frame, month, chance), ...pay(frame, month, net), ...contribution(frame, month, net), ...vat(frame, state, month)]
}

function salesOf(frame: FederationFrame, state: FederationState, month: StoryMonth, chance: Seeded, count: number): [Simulated[], number] {
  const { accounts, cast, journals } = frame
  let net = 0
  const made = Array.from({ length: count }, (): Simulated => {
    const party = customerCode(chance.below(cast.customers.length))
    const cents = chance.between(9_000, 145_000, 500)
    const tax = share(cents, RATES[cast.country].vat)
    state.invoices += 1
    state.vatCollected += tax
    net += cents
    const reference = `V${month.year}-${rank(state.invoices)}`
    state.receivable.push({ party, cents: cents + tax, reference })
    return {
      journal: journals.sales, date: workday(month, chance.between(1, 28)), label: `${chance.pick(SOLD)} ${ofMonth(month)}`, documentRef: reference,
      lines: [debit(accounts.customer, cents + tax, { party }), credit(chance.below(5) === 0 ? accounts.workshops : accounts.services, cents), credit(accounts.vatDue, tax)],
    }
  })
  return [made, net]
}

function purchasesOf(frame: FederationFrame, state: FederationState, month: StoryMonth, chance: Seeded, count: number): Simulated[] {
  const { accounts, cast, journals } = frame
  return Array.from({ length: count }, (): Simulated => {
    const party = supplierCode(chance.below(cast.suppliers.length))
    const kind = chance.pick(BOUGHT)
    const cents = chance.between(1_500, 24_000, 50)
    const tax = share(cents, RATES[cast.country].vat)
    state.bills += 1
    state.vatDeductible += tax
    const reference = `A${month.year}-${rank(state.bills)}`
    state.payable.push({ party, cents: cents + tax, reference })
    return {
      journal: journals.purchases, date: workday(month, chance.between(1, 28)), label: `${BOUGHT_AS[kind]} ${ofMonth(month)}`, documentRef: reference,
      lines: [debit(accounts[kind], cents), debit(accounts.vatDeductible, tax), credit(accounts.supplier, cents + tax, { party })],
    }
  })
}

/** What was due before this month, but for one in eight that waits. */
function settle(due: Due[], chance: Seeded): Due[] {
  const waiting = due.splice(0)
  const paid = waiting.filter((each) => {
    const waits = chance.below(8) === 0
    if (waits) due.push(each)
    return !waits
  })
  return paid
}

const total = (dues: readonly Due[]): number => dues.reduce((sum, each) => sum + each.cents, 0)

/** Clients pay on headquarters' bank account: one entry a month on both sides. */
function receipts(frame: FederationFrame, state: FederationState, month: StoryMonth, chance: Seeded): Simulated[] {
  const paid = settle(state.receivable, chance)
  if (paid.length === 0) return []
  return [{
    journal: frame.journals.bank, date: workday(month, 17), label: `Factures encaissées par le siège, ${paid.length} de ${month.month}`, documentRef: `ENC-${month.month}`,
    lines: paid.map((each) => credit(frame.accounts.customer, each.cents, { party: each.party, documentRef: each.reference })),
    mirror: [debit(frame.headquarters.bank, total(paid))],
  }]
}

function payments(frame: FederationFrame, state: FederationState, month: StoryMonth, chance: Seeded): Simulated[] {
  const paid = settle(state.payable, chance)
  if (paid.length === 0) return []
  return [{
    journal: frame.journals.bank, date: workday(month, 24), label: `Fournisseurs payés par le siège, ${paid.length} de ${month.month}`, documentRef: `PAI-${month.month}`,
    lines: paid.map((each) => debit(frame.accounts.supplier, each.cents, { party: each.party, documentRef: each.reference })),
    mirror: [credit(frame.headquarters.bank, total(paid))],
  }]
}

/** What the porteur paid himself, which the Activité owes him. */
function expenses({ accounts, journals }: FederationFrame, month: StoryMonth, chance: Seeded): Simulated[] {
  const [travel, meals] = [chance.between(1_200, 9_000, 10), chance.between(900, 4_500, 10)]
  return [{
    journal: journals.purchases, date: workday(month, 22), label: `Note de frais ${ofMonth(month)}`, documentRef: `NF-${month.month}`,
    lines: [debit(accounts.travel, travel), debit(accounts.meals, meals), credit(accounts.expenseDue, travel + meals, { party: PORTEUR })],
  }]
}

/** A third of what a month sold is paid to the porteur: booked on its last working days, paid by headquarters. */
function pay(frame: FederationFrame, month: StoryMonth, net: number): Simulated[] {
  const { accounts, cast, headquarters, journals } = frame
  const rates = RATES[cast.country]
  const gross = Math.trunc(net / 3)
  if (gross === 0) return []
  const [employer, worker, withheld] = [share(gross, rates.employer), share(gross, rates.worker), share(gross, rates.withholding)]
  const reference = `PAIE-${month.month}`
  const own = gross - worker - withheld
  return [
    {
      journal: journals.general, date: workday(month, 27), label: `Salaire ${ofMonth(month)}, ${cast.porteur}`, documentRef: reference, byHeadquarters: true,
      lines: [debit(accounts.wages, gross), debit(accounts.employerCharges, employer), credit(accounts.socialDue, employer + worker), credit(accounts.withholdingDue, withheld), credit(accounts.salaryDue, own, { party: PORTEUR })],
    },
    {
      journal: journals.bank, date: workday(month, 28), label: `Salaire et cotisations ${ofMonth(month)} payés par le siège`, documentRef: reference,
      lines: [debit(accounts.salaryDue, own, { party: PORTEUR }), debit(accounts.socialDue, employer + worker), debit(accounts.withholdingDue, withheld)],
      mirror: [credit(headquarters.bank, gross + employer)],
    },
  ]
}

function contribution({ accounts, cast, headquarters, journals }: FederationFrame, month: StoryMonth, net: number): Simulated[] {
  const cents = share(net, RATES[cast.country].contribution)
  if (cents === 0) return []
  return [{
    journal: journals.general, date: lastDayOf(monthOf(workday(month, 28))), label: `Contribution ${ofMonth(month)}`, documentRef: `CONTRIB-${month.month}`,
    lines: [debit(accounts.contribution, cents)], mirror: [credit(headquarters.contribution, cents)],
  }]
}

/** The tax of a quarter goes to headquarters, which declares it; what is to be got back waits for the next one. */
function vat({ accounts, headquarters, journals }: FederationFrame, state: FederationState, month: StoryMonth): Simulated[] {
  const due = state.vatCollected - state.vatDeductible
  if (month.calendar % 3 !== 0 || due <= 0) return []
  const lines = [debit(accounts.vatDue, state.vatCollected), credit(accounts.vatDeductible, state.vatDeductible)].filter((line) => line.debitCents + line.creditCents !== 0)
  ;[state.vatCollected, state.vatDeductible] = [0, 0]
  return [{
    journal: journals.general, date: lastDayOf(month.month), label: `TVA du trimestre confiée au siège`, documentRef: `TVA-${month.month}`,
    lines, mirror: [credit(headquarters.vat, due)],
  }]
}
