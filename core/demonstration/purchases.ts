import { addDays, type CalendarDate, dayInFigures } from '../kernel/calendar-date.ts'
import type { ProposedLine } from '../ledger/entry.ts'
import type { Cast } from './cast.ts'
import { nameOf } from './sales.ts'
import { type Seeded, seeded } from './seeded.ts'
import { credit, debit, euros, monthName, ofMonth, onWorkday, rank, share, type StoryMonth, type Told, told, workday } from './story.ts'

interface Purchase {
  readonly party: string
  readonly account: keyof Cast['accounts']
  readonly label: string
  readonly netCents: number
  /** Exempt: rents, insurance, a small business under the franchise. */
  readonly isExempt?: boolean
  readonly day: number
  readonly reference: string
  readonly project?: string
  readonly funder?: string
}

const PRINT_RUNS = ['Impression d’affiches A2, 150 exemplaires', 'Impression de programmes, 24 pages, 600 exemplaires', 'Impression offset deux tons, dépliants', 'Tirage riso, 300 cartes', 'Impression de sous-bocks, 1 000 pièces'] as const
const SUPPLIES = ['Papiers de création, encres', 'Encres de sérigraphie, racles', 'Plaques de lino et gouges', 'Cartons, films et émulsion', 'Papier Japon et buvards'] as const
const HELP = ['Illustrations complémentaires', 'Renfort de mise en pages', 'Coanimation d’ateliers', 'Lettrage et dessin de titres'] as const

/** What suppliers invoice, and how the cooperative pays them on the Activité's behalf: the rent at once, the rest once a month. */
export function purchases(cast: Cast, months: readonly StoryMonth[]): Told[] {
  return months.flatMap((month) => {
    const chance = seeded(`${cast.country} achats ${month.isCurrent ? 'deux' : 'un'} ${month.calendar}`)
    const rent = month.back === 0 ? [] : [rentOf(month)]
    const others = ordinary(chance, month).map((purchase) => invoiceOf(cast, month, purchase))
    return [
      ...rent.map((purchase) => invoiceOf(cast, month, purchase)),
      ...rent.map((purchase) => paid(cast, workday(month, 5), [invoiceOf(cast, month, purchase)], `Loyer ${ofMonth(month)} payé`)),
      ...others,
      ...batch(cast, month, others),
    ]
  })
}

/** The rent of the month under way waits in a recurring template. */
export const RENT_CENTS = 38_000

function rentOf(month: StoryMonth): Purchase {
  return { party: 'CANAL', account: 'rent', label: `loyer ${ofMonth(month).replace(/ \d+$/u, '')}`, netCents: RENT_CENTS, isExempt: true, day: 1, reference: `CANAL-${month.year}-${two(month.calendar)}` }
}

function ordinary(chance: Seeded, month: StoryMonth): Purchase[] {
  const { calendar, year } = month
  const at = `${year}-${two(calendar)}`
  const found: Purchase[] = []
  if (calendar % 2 === 1) found.push({ party: 'TELVIA', account: 'telephone', label: 'téléphone et fibre, deux mois', netCents: 7_980, day: 3, reference: `TV${at.replace('-', '')}18` })
  if (calendar % 3 === 2) found.push({ party: 'ENERGIE', account: 'energy', label: 'électricité, décompte du trimestre', netCents: chance.between(11_800, 23_400, 20), day: 9, reference: `EC-${at}` })
  if (calendar === 1) {
    found.push({ party: 'PREVOYANCE', account: 'insurance', label: `responsabilité civile et matériel ${year}`, netCents: 32_640, isExempt: true, day: 12, reference: `RC-${year}-7714` })
    found.push({ party: 'NUAGE', account: 'software', label: `hébergement et nom de domaine ${year}`, netCents: 14_400, day: 16, reference: `NV-${year}-0${chance.between(211, 989)}` })
  }
  if (![1, 7, 8].includes(calendar)) {
    found.push({ party: 'ROSIER', account: 'printing', label: PRINT_RUNS[(calendar + year) % PRINT_RUNS.length] ?? '', netCents: chance.between(24_000, 62_000, 500), day: chance.between(8, 17), reference: `IR ${year}/${chance.between(1100, 9800)}`, project: 'COMMANDES' })
  }
  if (calendar % 2 === 0 || calendar === 5) {
    found.push({ party: 'PAPETERIE', account: 'paper', label: SUPPLIES[(calendar + year) % SUPPLIES.length] ?? '', netCents: chance.between(8_600, 24_500, 35), day: chance.between(4, 15), reference: `${chance.between(40211, 89770)}`, project: 'ATELIERS' })
  }
  if ([3, 4, 6, 10, 12].includes(calendar)) {
    const exempt = calendar % 2 === 0
    found.push({ party: exempt ? 'MOREAU' : 'MOSAIQUE', account: 'subcontracting', label: HELP[(calendar + year) % HELP.length] ?? '', netCents: chance.between(28_000, 64_000, 1000), isExempt: exempt, day: chance.between(10, 18), reference: exempt ? `AM-${at}` : `M${year}.${chance.between(10, 89)}`, project: 'COMMANDES' })
  }
  if ([5, 9, 11].includes(calendar)) {
    found.push({ party: 'COURSIERS', account: 'couriers', label: 'courses à vélo, livraisons d’affiches', netCents: chance.between(4_200, 9_900, 10), day: 17, reference: `CDP-${at}-${chance.between(12, 88)}`, project: 'COMMANDES' })
  }
  return [...found, ...ofGrants(chance, month)]
}

/** What is bought for the two subsidised projects, with the funder on the line that bears it. */
function ofGrants(chance: Seeded, { calendar, isCurrent, year }: StoryMonth): Purchase[] {
  const mural = { project: 'FRESQUE', funder: 'COMMUNE' }
  const review = { project: 'REVUE', funder: 'FWB' }
  if (!isCurrent && calendar === 5) return [{ party: 'PAPETERIE', account: 'paper', label: 'peintures et pinceaux de la fresque', netCents: 41_850, day: 6, reference: `${chance.between(40211, 89770)}`, ...mural }]
  if (!isCurrent && calendar === 9) return [{ party: 'MOREAU', account: 'subcontracting', label: 'dessin et animation de la fresque', netCents: 120_000, isExempt: true, day: 19, reference: `AM-${year}-09F`, ...mural }]
  if (isCurrent && calendar === 4) return [{ party: 'MOREAU', account: 'subcontracting', label: 'illustrations de la revue Brume, n° 3', netCents: 95_000, isExempt: true, day: 21, reference: `AM-${year}-04R`, ...review }]
  if (isCurrent && calendar === 6) return [{ party: 'ROSIER', account: 'printing', label: 'impression de la revue Brume n° 3, 500 exemplaires', netCents: 164_000, day: 12, reference: `IR ${year}/R03`, ...review }]
  return []
}

function invoiceOf(cast: Cast, month: StoryMonth, purchase: Purchase): Told {
  const { accounts, journals, rates } = cast
  const vat = purchase.isExempt ? 0 : share(purchase.netCents, rates.vat)
  const axes = { project: purchase.project, funder: purchase.funder }
  const date = workday(month, purchase.day)
  return told({
    journal: journals.purchases, date, label: `${nameOf(cast, purchase.party)} : ${purchase.label}`, documentRef: purchase.reference,
    lines: [
      debit(accounts[purchase.account], purchase.netCents, axes),
      debit(accounts.vatDeductible, vat, { label: `TVA ${rates.vat / 100} % à récupérer` }),
      credit(accounts.supplier, purchase.netCents + vat, { party: purchase.party, ...axes }),
    ],
  })
}

/** One transfer order for several invoices: each line keeps the reference of the paper it pays. */
function paid(cast: Cast, date: CalendarDate, invoices: readonly Told[], label: string): Told {
  const lines = invoices.flatMap((invoice): ProposedLine[] => invoice.lines.filter((line) => line.party !== undefined)
    .map((line) => debit(line.account, line.creditCents, { party: line.party, project: line.project, funder: line.funder, documentRef: invoice.documentRef, label: `Paiement ${invoice.documentRef ?? ''}` })))
  return { journal: cast.journals.bank, date, label, lines: [...lines, credit(cast.accounts.internal, lines.reduce((sum, line) => sum + line.debitCents, 0))] }
}

function batch(cast: Cast, month: StoryMonth, invoices: readonly Told[]): Told[] {
  if (invoices.length === 0) return []
  const date = workday(month, 26)
  const label = invoices.length === 1 ? `Paiement de ${invoices[0]?.label.split(' :')[0]}` : `Paiement de ${invoices.length} fournisseurs, ${monthName(month)}`
  return [paid(cast, date, invoices, label)]
}

const two = (number: number): string => rank(number).slice(1)

/** A cargo bike last year and a computer this year, paid a few weeks later, and one paper booked twice then reversed. */
export function equipmentAndMistake(cast: Cast, months: readonly StoryMonth[]): Told[] {
  const story: Told[] = []
  const month = (isCurrent: boolean, calendar: number): StoryMonth | undefined => months.find((each) => each.isCurrent === isCurrent && each.calendar === calendar)
  const bike = month(false, 5)
  if (bike) story.push(...bought(cast, workday(bike, 20), 'CARGOS', 'bike', BIKE_CENTS, 'vélo cargo pour les livraisons', `VC-${bike.year}-118`))
  const computer = month(true, 2)
  if (computer) story.push(...bought(cast, workday(computer, 11), 'PIXEL', 'computer', COMPUTER_CENTS, 'ordinateur et écran reconditionnés', `PX${computer.year}-0342`))
  const mistaken = month(false, 10)
  if (mistaken) story.push(...bookedTwice(cast, mistaken))
  return story
}

export const BIKE_CENTS = 248_000
export const COMPUTER_CENTS = 169_200

function bought(cast: Cast, date: CalendarDate, party: string, asset: 'bike' | 'computer', netCents: number, what: string, reference: string): Told[] {
  const { accounts, journals, rates } = cast
  const vat = share(netCents, rates.vat)
  const invoice: Told = {
    journal: journals.purchases, date, label: `${nameOf(cast, party)} : ${what}`, documentRef: reference,
    lines: [
      debit(accounts[asset], netCents, { label: what }), debit(accounts.vatOnEquipment, vat, { label: `TVA ${rates.vat / 100} % à récupérer` }),
      credit(accounts.equipmentSupplier, netCents + vat, { party }),
    ],
  }
  return [invoice, paid(cast, onWorkday(addDays(date, 16)), [invoice], `Paiement de ${nameOf(cast, party)} : ${what}, ${euros(netCents + vat)}`)]
}

function bookedTwice(cast: Cast, month: StoryMonth): Told[] {
  const reference = `${month.year}-${two(month.calendar)}-4471`
  const purchase: Purchase = { party: 'PAPETERIE', account: 'paper', label: 'papier d’emballage et tubes d’envoi', netCents: 13_450, day: 7, reference, project: 'COMMANDES' }
  const first = invoiceOf(cast, month, purchase)
  const again = invoiceOf(cast, month, { ...purchase, day: 13 })
  const reason = `Pièce ${cast.words.entered} deux fois : la facture ${reference} était déjà enregistrée le ${dayInFigures(first.date)}.`
  const mirror: Told = {
    ...again, date: workday(month, 20), corrects: { told: again, reason },
    lines: again.lines.map((line) => ({ ...line, debitCents: line.creditCents, creditCents: line.debitCents })),
  }
  return [first, again, mirror, paid(cast, workday(month, 28), [first], `Paiement de ${nameOf(cast, 'PAPETERIE')}`)]
}
