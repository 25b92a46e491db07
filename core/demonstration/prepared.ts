import { addDays, type CalendarDate, firstDayOf, monthOf, partsOf } from '../kernel/calendar-date.ts'
import type { ProposedEntry } from '../ledger/entry.ts'
import type { Cast } from './cast.ts'
import { RENT_CENTS } from './purchases.ts'
import { credit, debit, share } from './story.ts'

export interface DemonstrationTemplate {
  readonly name: string
  readonly body: Omit<ProposedEntry, 'date'>
  readonly recurrence?: 'monthly'
  readonly nextOn?: CalendarDate
}

/** What waits for a person: a bill whose account is not chosen yet, and an invoice nearly ready. */
export function demonstrationDrafts(cast: Cast): ProposedEntry[] {
  const { accounts, journals, rates, today } = cast
  const year = partsOf(today).year
  const recent = (days: number): CalendarDate => {
    const date = addDays(today, -days)
    return partsOf(date).year === year ? date : today
  }
  const vat = share(118_000, rates.vat)
  return [
    {
      journal: journals.purchases, date: recent(4), label: 'Papeterie : encres et papiers, à vérifier avec le bon de livraison', documentRef: '90417',
      lines: [credit(accounts.supplier, 17_182, { party: 'PAPETERIE' })],
    },
    {
      journal: journals.sales, date: recent(1), label: 'Le Panier Juste : signalétique du magasin, première partie',
      lines: [
        debit(accounts.customer, 118_000 + vat, { party: 'PANIER', project: 'COMMANDES' }), credit(accounts.services, 118_000, { project: 'COMMANDES' }),
        credit(accounts.vatDue, vat, { label: `TVA ${rates.vat / 100} %` }),
      ],
    },
  ]
}

/** The rent, proposed each month and due now, and the market sale, to be filled in. */
export function demonstrationTemplates(cast: Cast): DemonstrationTemplate[] {
  const { accounts, journals, rates, today, words } = cast
  const taking = 36_000
  return [
    {
      name: 'Loyer de l’atelier', recurrence: 'monthly', nextOn: firstDayOf(monthOf(today)),
      body: { journal: journals.purchases, label: 'Les Ateliers du Canal : loyer du mois', lines: [debit(accounts.rent, RENT_CENTS), credit(accounts.supplier, RENT_CENTS, { party: 'CANAL' })] },
    },
    {
      name: 'Vente au marché, en espèces',
      body: {
        journal: journals.cash, label: `Affiches et cartes vendues au ${words.market}`,
        lines: [debit(accounts.cash, taking + share(taking, rates.vat)), credit(accounts.goods, taking, { project: 'COMMANDES' }), credit(accounts.vatDue, share(taking, rates.vat))],
      },
    },
  ]
}
