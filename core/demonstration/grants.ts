import { dateOf } from '../kernel/calendar-date.ts'
import type { Cast } from './cast.ts'
import { credit, debit, share, type StoryMonth, type Told, told, workday } from './story.ts'

interface Grant {
  readonly party: string
  readonly project: string
  readonly isCurrent: boolean
  readonly title: string
  readonly amountCents: number
  /** Months of the decision, of the first payment and of the rest; the rest of this year's is still awaited. */
  readonly granted: number
  readonly first: number
  readonly rest?: number
  readonly firstShare: number
}

const GRANTS: readonly Grant[] = [
  { party: 'COMMUNE', project: 'FRESQUE', isCurrent: false, title: 'fresque participative du quartier', amountCents: 780_000, granted: 3, first: 4, rest: 11, firstShare: 7000 },
  { party: 'FWB', project: 'REVUE', isCurrent: true, title: 'revue Brume, n° 3', amountCents: 690_000, granted: 2, first: 3, firstShare: 8000 },
]

/** Grants: decided, then paid in two parts, each line with its project and its funder. */
export function grants(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const { accounts, journals, words } = cast
  return GRANTS.flatMap((grant) => {
    const month = (calendar: number): StoryMonth | undefined => months.find((each) => each.isCurrent === grant.isCurrent && each.calendar === calendar)
    const granted = month(grant.granted)
    if (!granted) return []
    const axes = { project: grant.project, funder: grant.party }
    const reference = `CONV-${granted.year}-${grant.project}`
    const name = cast.parties.find((party) => party.code === grant.party)?.name ?? ''
    const story: Told[] = [{
      journal: journals.general, date: workday(granted, 10), label: `${words.grant} accordé${words.grant === 'Subside' ? '' : 'e'} : ${grant.title}, ${name}`, documentRef: reference,
      lines: [debit(accounts.subsidyDue, grant.amountCents, { party: grant.party, ...axes }), credit(accounts.subsidy, grant.amountCents, axes)],
    }]
    const first = share(grant.amountCents, grant.firstShare)
    const parts = [{ calendar: grant.first, amountCents: first, word: 'première tranche' }, { calendar: grant.rest ?? 0, amountCents: grant.amountCents - first, word: 'solde après justification' }]
    for (const part of parts) {
      const paidIn = month(part.calendar)
      if (!paidIn) continue
      story.push({
        journal: journals.bank, date: workday(paidIn, 21), label: `${words.grant} ${grant.title}, ${part.word}`,
        lines: [debit(accounts.internal, part.amountCents), credit(accounts.subsidyDue, part.amountCents, { party: grant.party, documentRef: reference, ...axes })],
      })
    }
    return story
  })
}

/** What the Activité brought with it: a balance, a hand press half worn, one invoice to be paid and one to pay. */
export const PRESS = { costCents: 360_000, wornCents: 108_000 } as const

/** What the books held before: the balances taken over on the first day of the first year, and the invoices still open. */
export function opening(cast: Cast, first: StoryMonth): Told[] {
  const { accounts, journals, rates } = cast
  const before = first.year - 1
  const sale = `F${before}-046`
  const bill = `IR ${before}/7105`
  const dueToUs = 95_000 + share(95_000, rates.vat)
  const due = 32_000 + share(32_000, rates.vat)
  const assets = 640_000 + 14_500 + dueToUs + PRESS.costCents - PRESS.wornCents
  return [
    {
      journal: journals.opening, date: dateOf(first.year, 1, 1), label: 'Reprise des comptes : solde du compte interne, presse, factures en cours', documentRef: `REPRISE ${first.year}`, nature: 'opening',
      lines: [
        debit(accounts.machine, PRESS.costCents, { label: 'Presse typographique à main, d’occasion' }),
        credit(accounts.machineWorn, PRESS.wornCents, { label: 'Presse typographique, usure déjà comptée' }),
        debit(accounts.internal, 640_000, { label: 'Argent gardé par le siège' }),
        debit(accounts.cash, 14_500, { label: 'Fonds de caisse' }),
        debit(accounts.customer, dueToUs, { party: 'THEATRE', project: 'COMMANDES', documentRef: sale, label: `Théâtre du Pont-Levis, ${sale}` }),
        credit(accounts.supplier, due, { party: 'ROSIER', project: 'COMMANDES', documentRef: bill, label: `Imprimerie Rosier, ${bill}` }),
        credit(accounts.equity, assets - due, { label: 'Résultat gardé des années passées' }),
      ],
    },
    {
      journal: journals.bank, date: workday(first, 14), label: `Paiement reçu : Théâtre du Pont-Levis, ${sale}`,
      lines: [debit(accounts.internal, dueToUs), credit(accounts.customer, dueToUs, { party: 'THEATRE', project: 'COMMANDES', documentRef: sale })],
    },
    {
      journal: journals.bank, date: workday(first, 20), label: `Paiement de l’Imprimerie Rosier, ${bill}`,
      lines: [debit(accounts.supplier, due, { party: 'ROSIER', project: 'COMMANDES', documentRef: bill }), credit(accounts.internal, due)],
    },
  ]
}

/** A card payment that nobody has explained yet: it waits in the suspense account. */
export function unexplained(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const month = months.findLast((each) => each.back === 1)
  if (!month) return []
  return [told({
    journal: cast.journals.bank, date: workday(month, 24), label: 'Paiement par carte sans ticket, à expliquer',
    lines: [debit(cast.accounts.suspense, 6_490), credit(cast.accounts.internal, 6_490)],
  })]
}
