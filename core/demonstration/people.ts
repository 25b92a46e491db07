import { addDays, lastDayOf } from '../kernel/calendar-date.ts'
import type { ProposedLine } from '../ledger/entry.ts'
import type { Cast } from './cast.ts'
import { type Seeded, seeded } from './seeded.ts'
import { credit, debit, monthName, ofMonth, onWorkday, rank, share, type StoryMonth, type Told, told, workday } from './story.ts'

const GROSS_CENTS = { BE: 232_000, FR: 212_000 } as const

/** Months in which Sami works too, and for what. */
const HELPED: readonly { readonly isCurrent: boolean; readonly calendar: number; readonly grossCents: number; readonly project: string; readonly funder?: string }[] = [
  { isCurrent: false, calendar: 4, grossCents: 68_000, project: 'COMMANDES' },
  { isCurrent: false, calendar: 5, grossCents: 94_000, project: 'FRESQUE', funder: 'COMMUNE' },
  { isCurrent: false, calendar: 6, grossCents: 94_000, project: 'FRESQUE', funder: 'COMMUNE' },
  { isCurrent: true, calendar: 3, grossCents: 72_000, project: 'COMMANDES' },
  { isCurrent: true, calendar: 4, grossCents: 108_000, project: 'REVUE', funder: 'FWB' },
  { isCurrent: true, calendar: 5, grossCents: 108_000, project: 'REVUE', funder: 'FWB' },
  { isCurrent: true, calendar: 9, grossCents: 54_000, project: 'ATELIERS' },
]

/** Pay of every month, and what headquarters pays of it from the compte interne on the fifth of the next one. */
export function pay(cast: Cast, months: readonly StoryMonth[]): Told[] {
  return months.flatMap((month) => {
    const reference = `PAIE-${month.month}`
    const helper = HELPED.find((each) => each.isCurrent === month.isCurrent && each.calendar === month.calendar)
    const gross = GROSS_CENTS[cast.country]
    const slips = [
      slip(cast, 'LINA', cast.words.porteur, month.isCurrent ? gross + share(gross, 210) : gross, reference),
      ...(helper ? [slip(cast, 'SAMI', cast.words.colleague, helper.grossCents, reference, { project: helper.project, funder: helper.funder })] : []),
    ]
    const closing = onWorkday(lastDayOf(month.month))
    const booked = told({
      journal: cast.journals.general, date: closing, label: `Salaires ${ofMonth(month)}`, documentRef: reference,
      lines: slips.flatMap((each) => each.lines),
    })
    const settled: Told = {
      journal: cast.journals.general, date: onWorkday(addDays(lastDayOf(month.month), 5)), label: `Salaires ${ofMonth(month)} payés par le siège`, documentRef: reference,
      lines: [...slips.flatMap((each) => each.settled), credit(cast.accounts.internal, slips.reduce((sum, each) => sum + each.costCents, 0))],
    }
    return [booked, settled]
  })
}

interface Slip { readonly lines: readonly ProposedLine[]; readonly settled: readonly ProposedLine[]; readonly costCents: number }

function slip(cast: Cast, party: string, name: string, grossCents: number, documentRef: string, axes: { project?: string; funder?: string | undefined } = {}): Slip {
  const { accounts, rates } = cast
  const worker = share(grossCents, rates.worker)
  const employer = share(grossCents, rates.employer)
  const withheld = share(grossCents - worker, rates.withholding)
  const net = grossCents - worker - withheld
  return {
    lines: [
      debit(accounts.wages, grossCents, { label: `Brut, ${name}`, ...axes }),
      debit(accounts.employerCharges, employer, { label: `Cotisations de l’employeur, ${name}`, ...axes }),
      credit(accounts.socialDue, worker + employer, { label: `Cotisations sociales, ${name}` }),
      credit(accounts.withholdingDue, withheld, { label: `Impôt retenu, ${name}` }),
      credit(accounts.salaryDue, net, { label: `Net à payer, ${name}`, party }),
    ],
    settled: [
      debit(accounts.salaryDue, net, { label: `Net payé, ${name}`, party, documentRef }),
      debit(accounts.socialDue, worker + employer, { label: `Cotisations sociales, ${name}` }),
      debit(accounts.withholdingDue, withheld, { label: `Impôt retenu, ${name}` }),
    ],
    costCents: grossCents + employer,
  }
}

const QUIET = [1, 4, 8, 12]
const SMALL_THINGS = ['lames de cutter et colle', 'serre-joints et chevilles', 'ampoules de la table lumineuse', 'bois pour un cadre', 'gants, chiffons et bacs'] as const
const MEALS = ['Repas avec le Théâtre du Pont-Levis', 'Café et fruits, atelier du mercredi', 'Repas de travail avec Ada Moreau', 'Collation de fin de stage'] as const

/** Expense notes: what Lina paid herself, refunded by headquarters ten days later. */
export function expenseNotes(cast: Cast, months: readonly StoryMonth[]): Told[] {
  let number = 0
  let year = 0
  return months.filter((month) => !QUIET.includes(month.calendar)).flatMap((month) => {
    if (month.year !== year) [number, year] = [0, month.year]
    number += 1
    const chance = seeded(`${cast.country} frais ${month.isCurrent ? 'deux' : 'un'} ${month.calendar}`)
    const lines = spent(cast, chance, month)
    const total = lines.reduce((sum, line) => sum + line.debitCents, 0)
    const reference = `NF-${month.year}-${rank(number).slice(1)}`
    const date = workday(month, chance.between(19, 23))
    const note = told({
      journal: cast.journals.purchases, date, label: `Note de frais ${ofMonth(month)}, ${cast.words.porteur}`, documentRef: reference,
      lines: [...lines, credit(cast.accounts.expenseDue, total, { party: 'LINA' })],
    })
    const refund: Told = {
      journal: cast.journals.bank, date: onWorkday(addDays(date, 9)), label: `Note de frais ${reference} remboursée à ${cast.words.porteur}`,
      lines: [debit(cast.accounts.expenseDue, total, { party: 'LINA', documentRef: reference }), credit(cast.accounts.internal, total)],
    }
    return [note, refund]
  })
}

function spent(cast: Cast, chance: Seeded, month: StoryMonth): ProposedLine[] {
  const { accounts, rates, words } = cast
  const project = { project: chance.pick(['COMMANDES', 'ATELIERS']) }
  const found: ProposedLine[] = []
  const add = (account: string, netCents: number, rate: number, label: string): void => {
    found.push(debit(account, netCents, { label, ...project }), debit(accounts.vatDeductible, share(netCents, rate), { label: `TVA ${rate / 100} % à récupérer` }))
  }
  add(accounts.travel, chance.between(1_640, 4_280, 20), rates.fareVat, `Train ${words.railway} ${chance.pick(words.trips)}, aller et retour`)
  if (chance.below(3) > 0) add(accounts.tools, chance.between(1_290, 6_850, 5), rates.vat, `Brico : ${chance.pick(SMALL_THINGS)}`)
  if (chance.below(2) > 0) add(accounts.meals, chance.between(1_450, 5_600, 50), 0, chance.pick(MEALS))
  if (month.calendar === 2 || month.calendar === 11) add(accounts.training, 14_500, 0, `Formation « lire ses comptes », ${monthName(month)}`)
  return found
}
