import { foldText } from '../kernel/text.ts'
import type { Seeded } from './seeded.ts'

/** Who and where, in one of the three parts of the federation. Every name is invented. */
interface Region {
  readonly country: 'BE' | 'FR'
  readonly forms: readonly string[]
  readonly words: readonly string[]
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly streets: readonly string[]
  readonly towns: readonly (readonly [town: string, office: string])[]
  readonly customers: readonly string[]
  readonly suppliers: readonly string[]
}

const FRENCH_FORMS = ['Atelier', 'Studio', 'Maison', 'Compagnie', 'Les Jardins', 'Fabrique', 'Cuisine', 'Éditions', 'Menuiserie', 'Le Comptoir', 'Lutherie', 'Conserverie', 'Collectif', 'La Petite École', 'Imprimerie', 'Reliure'] as const
const FRENCH_WORDS = [
  'Brindille', 'du Loriot', 'Mésange', 'des Trois Ponts', 'Garance', 'du Vieux Lavoir', 'Pamplemousse', 'des Marées', 'Ficelle', 'du Grand Orme', 'Virgule', 'des Cimes', 'Capucine', 'du Moulin Bleu', 'Tournesol', 'des Lucioles',
  'Hirondelle', 'du Passage', 'Coquelicot', 'des Quatre Vents', 'Papillote', 'de la Source', 'Marelle', 'du Figuier', 'Réglisse', 'des Écluses', 'Pivoine', 'du Sablier', 'Bergamote', 'des Tisserands', 'Alouette', 'du Petit Bois',
] as const

const REGIONS: readonly Region[] = [
  {
    country: 'BE', forms: FRENCH_FORMS, words: FRENCH_WORDS,
    firstNames: ['Amandine', 'Bilal', 'Céline', 'Damien', 'Élise', 'Fatou', 'Gilles', 'Hélène', 'Ismaël', 'Julie', 'Karim', 'Ludivine', 'Mehdi', 'Noémie', 'Olivier', 'Pauline', 'Rachid', 'Sophie', 'Thibault', 'Yasmina'],
    lastNames: ['Delbrouck', 'Hanssoul', 'Lambrecy', 'Marlière', 'Nizetti', 'Ouedrani', 'Piroton', 'Quertain', 'Rassenfort', 'Simonelle', 'Tasiaux', 'Vandenhaute', 'Wérinne', 'Colsoulle', 'Dechambre', 'Fontinois'],
    streets: ['rue des Brasseurs', 'quai de la Dérivation', 'rue du Laveu', 'chaussée d’Ixelles', 'rue des Tanneurs', 'avenue de la Toison'],
    towns: [['4000 Liège', 'LIEGE'], ['1060 Saint-Gilles', 'BRUXELLES'], ['5000 Namur', 'NAMUR'], ['7000 Mons', 'MONS'], ['6000 Charleroi', 'CHARLEROI'], ['4800 Verviers', 'LIEGE'], ['1050 Ixelles', 'BRUXELLES']],
    customers: ['Centre culturel des Grignoux-Bas', 'Brasserie du Houblon Blanc SRL', 'École des Marronniers', 'Librairie Point-Virgule', 'Festival Les Nuits Claires ASBL', 'Maison médicale du Rempart', 'Théâtre de la Verrière', 'Architectes Nord-Est SRL', 'Commune de Val-Saint-Pierre', 'Épicerie Le Bon Panier SC'],
    suppliers: ['Papeterie de la Meuse', 'Énergie des Quais SC', 'Télécom Wallonel', 'Outillage Bernimont SA', 'Imprimerie du Perron', 'Assurances Prévoyance Libre'],
  },
  {
    country: 'BE',
    forms: ['Atelier', 'Studio', 'Het Huis', 'De Werkplaats', 'Drukkerij', 'Keuken', 'Het Collectief', 'De Tuinen', 'Uitgeverij', 'Schrijnwerk', 'De Bakkerij', 'Kompanie', 'Het Magazijn', 'De Kleine School'],
    words: [
      'De Meeuw', 'Kraanvogel', 'Zilverberk', 'Ter Linde', 'De Sluis', 'Vlinderstruik', 'Noordzee', 'Klaproos', 'De Wissel', 'Zonnewende', 'Hazelaar', 'Het Veer', 'De Ketel', 'Merelzang', 'Waterlelie', 'De Driesprong', 'Boterbloem', 'Ooievaar', 'De Spil', 'Ruwbos',
      'Kiezelpad', 'De Molenaar', 'Zwaluw', 'Rietveld', 'Het Anker', 'Sterrenkers', 'De Roos', 'Bremstruik', 'Vuurtoren', 'Dageraad',
    ],
    firstNames: ['Annelies', 'Bram', 'Charlotte', 'Dries', 'Eva', 'Femke', 'Gert', 'Hanne', 'Ilse', 'Jonas', 'Karel', 'Lotte', 'Maarten', 'Nele', 'Pieter', 'Ruth', 'Sofie', 'Tine', 'Wout', 'Zohra'],
    lastNames: ['Aerdevoort', 'Beernaerde', 'Coolsaert', 'Dewulfs', 'Eeckhoven', 'Goossevelt', 'Haegebaer', 'Kerckhofs', 'Lievense', 'Moerkens', 'Nachtergale', 'Oosterlynge', 'Pauwelaert', 'Roelstraete', 'Steenhout', 'Verdonckt'],
    streets: ['Vrijdagmarkt', 'Lange Nieuwstraat', 'Coupure Links', 'Diestsestraat', 'Kammenstraat', 'Dampoortstraat'],
    towns: [['9000 Gent', 'GENT'], ['2000 Antwerpen', 'ANTWERPEN'], ['3000 Leuven', 'LEUVEN'], ['8000 Brugge', 'GENT'], ['2800 Mechelen', 'ANTWERPEN']],
    customers: ['Cultuurcentrum De Zwarte Zaal', 'Brouwerij Gouden Meeuw BV', 'Basisschool De Kastanje', 'Boekhandel De Komma', 'Festival Helder vzw', 'Wijkgezondheidscentrum Rabotte', 'Theater De Schuur', 'Architecten Zuidoost BV', 'Gemeente Sint-Pietersdal', 'Coöperatie De Goede Korf'],
    suppliers: ['Papierhandel De Leie', 'Stroomcoöperatie Wind Mee', 'Telecom Vlandernet', 'Gereedschap Maertense NV', 'Drukkerij Sint-Joris', 'Verzekeringen Vrije Zorg'],
  },
  {
    country: 'FR', forms: FRENCH_FORMS, words: FRENCH_WORDS,
    firstNames: ['Adèle', 'Bastien', 'Chloé', 'Driss', 'Emma', 'Florian', 'Gaëlle', 'Hugo', 'Inès', 'Jérémie', 'Kenza', 'Léo', 'Manon', 'Nassim', 'Océane', 'Perrine', 'Quentin', 'Romane', 'Samir', 'Tiphaine'],
    lastNames: ['Abgrallec', 'Beauvillard', 'Caradou', 'Delorival', 'Estrembier', 'Ferrandon', 'Guillemarre', 'Herbelin-Roux', 'Jauffrenc', 'Kermadou', 'Lestournelle', 'Montagnard', 'Navarrin', 'Pelissoux', 'Roubinel', 'Tassignac'],
    streets: ['rue des Chalands', 'quai des Tanneries', 'rue du Vieux Marché', 'cours des Acacias', 'rue de la Filature', 'place des Halles'],
    towns: [['59000 Lille', 'LILLE'], ['44000 Nantes', 'NANTES'], ['69007 Lyon', 'LYON'], ['31000 Toulouse', 'TOULOUSE'], ['35000 Rennes', 'NANTES'], ['59100 Roubaix', 'LILLE']],
    customers: ['Centre culturel La Filature Haute', 'Brasserie du Canal Vert SARL', 'École des Peupliers', 'Librairie Les Mots Passants', 'Festival Rivages', 'Maison de santé des Acacias', 'Théâtre de la Grande Ourse', 'Architectes Ouest-Sud SCOP', 'Commune de Saint-Aubin-le-Vieux', 'Épicerie coopérative Le Cageot'],
    suppliers: ['Papeterie des Halles', 'Énergie Commune du Nord SCIC', 'Télécom Armorel', 'Outillage Grandjean SAS', 'Imprimerie des Quais', 'Assurances Mutuelle du Faubourg'],
  },
]

export interface FederationCast {
  /** 0-based place in the federation. */
  readonly index: number
  readonly code: string
  readonly name: string
  readonly country: 'BE' | 'FR'
  readonly porteur: string
  readonly email: string
  readonly address: string
  readonly office: string
  readonly customers: readonly string[]
  readonly suppliers: readonly string[]
}

/** Capitals and digits of a name, for a code that people recognise. */
function slug(name: string): string {
  return foldText(name).toUpperCase().replaceAll(/[^A-Z0-9]+/gu, '-').replaceAll(/^-|-$/gu, '')
}

/** The Activité at a place of the federation: the same name at each run with the same chance; its code ends with its place, so that none is taken twice. */
export function federationCast(chance: Seeded, index: number): FederationCast {
  const region = chance.pick(REGIONS)
  const [form, word] = [chance.pick(region.forms), chance.pick(region.words)]
  const [first, last] = [chance.pick(region.firstNames), chance.pick(region.lastNames)]
  const [town, office] = chance.pick(region.towns)
  const number = String(index + 1).padStart(4, '0')
  return {
    index, name: `${form} ${word}`, country: region.country, office,
    code: `${slug(word).split('-').at(-1)?.slice(0, 12) ?? ''}-${number}`,
    porteur: `${first} ${last}`, email: `${slug(first).toLowerCase()}.${slug(last).toLowerCase()}@archipel.example`,
    address: `${chance.pick(region.streets)} ${chance.between(1, 180)}, ${town}`,
    customers: chance.some(region.customers, 5), suppliers: chance.some(region.suppliers, 4),
  }
}

/** Offices of the federation: code and name, with the country whose Activités they follow. */
export function federationOffices(): { readonly code: string; readonly name: string }[] {
  const codes = new Map<string, string>()
  for (const region of REGIONS) for (const [town, office] of region.towns) if (!codes.has(office)) codes.set(office, town.replace(/^\d+ /u, ''))
  return [...codes].map(([code, town]) => ({ code, name: `Bureau de ${town}` }))
}

/** An adviser of an office, the same for all of its Activités. */
export function adviserOf(chance: Seeded): string {
  const region = chance.pick(REGIONS)
  return `${chance.pick(region.firstNames)} ${chance.pick(region.lastNames)}`
}
