import type { CalendarDate } from '../kernel/calendar-date.ts'
import type { Chart } from '../ledger/chart.ts'
import type { Axis, PartyKind } from '../ledger/ledger-facts.ts'
import { type DemonstrationAccounts, demonstrationAccounts, journalFor } from './demonstration-accounts.ts'

export interface DemonstrationParty {
  readonly code: string
  readonly name: string
  readonly kind: PartyKind
  readonly vatNumber?: string
  readonly iban?: string
  readonly email?: string
  readonly address?: string
}

export interface DemonstrationAxis {
  readonly axis: Axis
  readonly code: string
  readonly label: string
}

/** Who and where, in one country. Numbers are well-formed and belong to nobody; every address ends in `.example` (RFC 2606). */
export interface Cast {
  readonly country: 'BE' | 'FR'
  readonly today: CalendarDate
  readonly accounts: DemonstrationAccounts
  readonly journals: Readonly<Record<'sales' | 'purchases' | 'bank' | 'cash' | 'general' | 'opening', string>>
  /** In basis points; `fareVat` is what may be deducted of a train ticket, nothing in France (CGI, ann. II, art. 206). */
  readonly rates: {
    readonly vat: number; readonly reducedVat: number; readonly fareVat: number; readonly contribution: number
    readonly worker: number; readonly employer: number; readonly withholding: number
  }
  readonly words: {
    readonly grant: string; readonly creditNote: string; readonly entered: string; readonly railway: string; readonly trips: readonly string[]
    readonly market: string; readonly porteur: string; readonly colleague: string
  }
  readonly identity: { readonly registration: string; readonly vatNumber: string; readonly address: string }
  readonly parties: readonly DemonstrationParty[]
  readonly axes: readonly DemonstrationAxis[]
}

/** The people of Atelier Brume, in the country of a chart, on a day. */
export function castOf(chart: Chart, today: CalendarDate): Cast {
  const { country } = chart
  return {
    country, today, accounts: demonstrationAccounts(chart),
    journals: {
      sales: journalFor(chart, 'sales'), purchases: journalFor(chart, 'purchases'), bank: journalFor(chart, 'bank'), cash: journalFor(chart, 'cash'),
      general: journalFor(chart, 'general'), opening: journalFor(chart, 'opening'),
    },
    ...SETTINGS[country],
    parties: PARTIES[country],
    axes: AXES[country],
  }
}

/** VAT 21 and 20 %; authors' rights 6 % (AR no 20, table A, XXIX) and 10 % (CGI art. 279 g); the worker's and the employer's shares are round averages. */
const SETTINGS: Readonly<Record<'BE' | 'FR', Pick<Cast, 'rates' | 'words' | 'identity'>>> = {
  BE: {
    rates: { vat: 2100, reducedVat: 600, fareVat: 600, contribution: 650, worker: 1307, employer: 2500, withholding: 1480 },
    words: {
      grant: 'Subside', creditNote: 'note de crédit', entered: 'encodée', railway: 'SNCB', trips: ['Bruxelles–Namur', 'Bruxelles–Liège', 'Bruxelles–Gand', 'Bruxelles–Mons', 'Bruxelles–Charleroi'],
      market: 'marché des créateurs des Tanneurs', porteur: 'Lina Verhaegen', colleague: 'Sami El Idrissi',
    },
    identity: { registration: '0999010126', vatNumber: 'BE0999010126', address: 'Rue des Ateliers 12, 1060 Saint-Gilles' },
  },
  FR: {
    rates: { vat: 2000, reducedVat: 1000, fareVat: 0, contribution: 1000, worker: 2150, employer: 2800, withholding: 380 },
    words: {
      grant: 'Subvention', creditNote: 'avoir', entered: 'saisie', railway: 'SNCF', trips: ['Nantes–Rennes', 'Nantes–Angers', 'Nantes–Saint-Nazaire', 'Nantes–Le Mans', 'Nantes–La Roche-sur-Yon'],
      market: 'marché des créateurs de Talensac', porteur: 'Lina Caradec', colleague: 'Sami Haddad',
    },
    identity: { registration: '999010119', vatNumber: 'FR29999010119', address: '12 rue des Ateliers, 44000 Nantes' },
  },
}

/** Code, kind, name, and the VAT number, IBAN and address where there is one. */
type Row = readonly [code: string, kind: PartyKind, name: string, more?: Omit<DemonstrationParty, 'code' | 'kind' | 'name'>]

const partyOf = ([code, kind, name, more]: Row): DemonstrationParty => ({
  code, name, kind, ...more, ...(kind === 'other' ? {} : { email: `${kind === 'customer' ? 'compta' : 'factures'}@${code.toLowerCase()}.example` }),
})

const BELGIANS: readonly Row[] = [
  ['THEATRE', 'customer', 'Théâtre du Pont-Levis ASBL', { vatNumber: 'BE0999020222', address: 'Quai aux Pierres 8, 1000 Bruxelles' }],
  ['LUEURS', 'customer', 'Festival Lueurs ASBL', { vatNumber: 'BE0999030318', address: 'Place du Jeu de Balle 41, 1000 Bruxelles' }],
  ['HOUBLON', 'customer', 'Brasserie Houblon Noir SRL', { vatNumber: 'BE0999040414', address: 'Rue du Moulin 3, 1190 Forest' }],
  ['OURSE', 'customer', 'Éditions de la Petite Ourse', { vatNumber: 'BE0999050510', address: 'Rue Neuve 77, 5000 Namur' }],
  ['PANIER', 'customer', 'Le Panier Juste SC, épicerie coopérative', { vatNumber: 'BE0999060606', address: 'Chaussée de Wavre 210, 1050 Ixelles' }],
  ['NORDSUD', 'customer', 'Nord-Sud Architectes SRL', { vatNumber: 'BE0999070702', address: 'Rue de la Victoire 5, 1060 Saint-Gilles' }],
  ['KRAAN', 'customer', 'Studio Kraanvogel BV (Utrecht)', { vatNumber: 'NL999999990B99', address: 'Oudegracht 12, 3511 Utrecht' }],
  ['ETANGS', 'customer', 'Bibliothèque communale des Étangs', { address: 'Place Keym 4, 1170 Watermael-Boitsfort' }],
  ['GLYCINES', 'customer', 'École des Glycines', { address: 'Avenue des Glycines 20, 1030 Schaerbeek' }],
  ['QUAIS', 'customer', 'Maison médicale des Quais', { address: 'Quai de l’Industrie 9, 1080 Molenbeek' }],
  ['STAGIAIRES', 'customer', 'Participants aux stages'],
  ['RENARD', 'customer', 'Camille Renard', { address: 'Rue de Rome 14, 1060 Saint-Gilles' }],
  ['CANAL', 'supplier', 'Les Ateliers du Canal ASBL', { iban: 'BE72999910000116', address: 'Rue des Ateliers 12, 1060 Saint-Gilles' }],
  ['ROSIER', 'supplier', 'Imprimerie Rosier SA', { vatNumber: 'BE0999080895', iban: 'BE61999910000217', address: 'Zoning Nord 6, 1300 Wavre' }],
  ['PAPETERIE', 'supplier', 'Papeterie du Midi', { vatNumber: 'BE0999090991', iban: 'BE50999910000318', address: 'Avenue Fonsny 32, 1060 Saint-Gilles' }],
  ['TELVIA', 'supplier', 'Telvia', { vatNumber: 'BE0999101087', iban: 'BE39999910000419' }],
  ['NUAGE', 'supplier', 'Nuage Vert, hébergement', { vatNumber: 'BE0999111183', iban: 'BE28999910000520' }],
  ['ENERGIE', 'supplier', 'Énergie Commune SC', { vatNumber: 'BE0999121279', iban: 'BE17999910000621' }],
  ['PREVOYANCE', 'supplier', 'Prévoyance des Arts, assurances', { iban: 'BE06999910000722' }],
  ['COURSIERS', 'supplier', 'Les Coursiers du Pavé SC', { vatNumber: 'BE0999131375', iban: 'BE92999910000823' }],
  ['MOSAIQUE', 'supplier', 'Studio Mosaïque', { vatNumber: 'BE0999141471', iban: 'BE81999910000924', address: 'Rue Haute 118, 1000 Bruxelles' }],
  ['MOREAU', 'supplier', 'Ada Moreau, illustratrice', { iban: 'BE70999910001025', address: 'Rue Vautour 2, 1000 Bruxelles' }],
  ['CARGOS', 'supplier', 'Vélos & Cargos', { vatNumber: 'BE0999151567', iban: 'BE59999910001126' }],
  ['PIXEL', 'supplier', 'Pixel Reconditionné SC', { vatNumber: 'BE0999161663', iban: 'BE48999910001227' }],
  ['LINA', 'other', 'Lina Verhaegen', { iban: 'BE37999910001328' }],
  ['SAMI', 'other', 'Sami El Idrissi', { iban: 'BE26999910001429' }],
  ['COMMUNE', 'other', 'Commune de Saint-Gilles'],
  ['FWB', 'other', 'Fédération Wallonie-Bruxelles'],
]

const FRENCH: readonly Row[] = [
  ['THEATRE', 'customer', 'Théâtre du Pont-Levis', { vatNumber: 'FR83999020225', address: '8 quai de la Fosse, 44000 Nantes' }],
  ['LUEURS', 'customer', 'Association Festival Lueurs', { vatNumber: 'FR40999030331', address: '41 place Viarme, 44000 Nantes' }],
  ['HOUBLON', 'customer', 'Brasserie Houblon Noir SARL', { vatNumber: 'FR27999040447', address: '3 rue du Moulin, 44400 Rezé' }],
  ['OURSE', 'customer', 'Éditions de la Petite Ourse', { vatNumber: 'FR78999050552', address: '77 rue Neuve, 35000 Rennes' }],
  ['PANIER', 'customer', 'Le Panier Juste SCIC, épicerie coopérative', { vatNumber: 'FR65999060668', address: '210 route de Vannes, 44800 Saint-Herblain' }],
  ['NORDSUD', 'customer', 'Nord-Sud Architectes SARL', { vatNumber: 'FR22999070774', address: '5 rue de la Victoire, 44000 Nantes' }],
  ['KRAAN', 'customer', 'Studio Kraanvogel BV (Gand)', { vatNumber: 'BE0999020222', address: 'Graslei 12, 9000 Gent' }],
  ['ETANGS', 'customer', 'Médiathèque municipale des Étangs', { address: '4 place des Étangs, 44240 La Chapelle-sur-Erdre' }],
  ['GLYCINES', 'customer', 'École des Glycines', { address: '20 avenue des Glycines, 44100 Nantes' }],
  ['QUAIS', 'customer', 'Centre de santé des Quais', { address: '9 quai Malakoff, 44000 Nantes' }],
  ['STAGIAIRES', 'customer', 'Participants aux stages'],
  ['RENARD', 'customer', 'Camille Renard', { address: '14 rue de Rome, 44000 Nantes' }],
  ['CANAL', 'supplier', 'Les Ateliers du Canal, association', { iban: 'FR7699999999999100000000183', address: '12 rue des Ateliers, 44000 Nantes' }],
  ['ROSIER', 'supplier', 'Imprimerie Rosier SA', { vatNumber: 'FR76999080880', iban: 'FR7699999999999100000000280', address: '6 zone de l’Erette, 44110 Châteaubriant' }],
  ['PAPETERIE', 'supplier', 'Papeterie du Cours', { vatNumber: 'FR63999090996', iban: 'FR7699999999999100000000377', address: '32 cours des Cinquante-Otages, 44000 Nantes' }],
  ['TELVIA', 'supplier', 'Telvia', { vatNumber: 'FR56999101017', iban: 'FR7699999999999100000000474' }],
  ['NUAGE', 'supplier', 'Nuage Vert, hébergement', { vatNumber: 'FR86999111115', iban: 'FR7699999999999100000000571' }],
  ['ENERGIE', 'supplier', 'Énergie Commune SCIC', { vatNumber: 'FR19999121213', iban: 'FR7699999999999100000000668' }],
  ['PREVOYANCE', 'supplier', 'Prévoyance des Arts, assurances', { iban: 'FR7699999999999100000000765' }],
  ['COURSIERS', 'supplier', 'Les Coursiers du Pavé SCOP', { vatNumber: 'FR49999131311', iban: 'FR7699999999999100000000862' }],
  ['MOSAIQUE', 'supplier', 'Studio Mosaïque', { vatNumber: 'FR12999141419', iban: 'FR7699999999999100000000959', address: '118 rue Haute, 44000 Nantes' }],
  ['MOREAU', 'supplier', 'Ada Moreau, illustratrice', { iban: 'FR7699999999999100000001056', address: '2 rue du Vautour, 35000 Rennes' }],
  ['CARGOS', 'supplier', 'Vélos & Cargos', { vatNumber: 'FR42999151517', iban: 'FR7699999999999100000001153' }],
  ['PIXEL', 'supplier', 'Pixel Reconditionné SCOP', { vatNumber: 'FR72999161615', iban: 'FR7699999999999100000001250' }],
  ['LINA', 'other', 'Lina Caradec', { iban: 'FR7699999999999100000001347' }],
  ['SAMI', 'other', 'Sami Haddad', { iban: 'FR7699999999999100000001444' }],
  ['COMMUNE', 'other', 'Ville de Nantes'],
  ['FWB', 'other', 'DRAC des Pays de la Loire'],
]

const PARTIES = { BE: BELGIANS.map(partyOf), FR: FRENCH.map(partyOf) } as const

const PROJECTS: readonly DemonstrationAxis[] = [
  { axis: 'project', code: 'COMMANDES', label: 'Commandes : affiches, identités, livres' },
  { axis: 'project', code: 'ATELIERS', label: 'Ateliers et stages d’image imprimée' },
  { axis: 'project', code: 'FRESQUE', label: 'Fresque participative du quartier' },
  { axis: 'project', code: 'REVUE', label: 'Brume, revue de voisinage' },
]

const AXES = {
  BE: [
    ...PROJECTS,
    { axis: 'funder', code: 'COMMUNE', label: 'Commune de Saint-Gilles, cohésion sociale' },
    { axis: 'funder', code: 'FWB', label: 'Fédération Wallonie-Bruxelles, arts plastiques' },
  ],
  FR: [
    ...PROJECTS,
    { axis: 'funder', code: 'COMMUNE', label: 'Ville de Nantes, politique de la ville' },
    { axis: 'funder', code: 'FWB', label: 'DRAC des Pays de la Loire, arts plastiques' },
  ],
} as const satisfies Record<'BE' | 'FR', readonly DemonstrationAxis[]>
