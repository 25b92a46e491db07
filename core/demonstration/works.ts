/** A kind of work that Atelier Brume sells: to whom, in which months, for how much. */
export interface Work {
  readonly party: string
  readonly project: 'COMMANDES' | 'ATELIERS'
  readonly income: 'services' | 'servicesAbroad' | 'workshops' | 'rights'
  /** Months of the year in which it is asked for. */
  readonly months: readonly number[]
  /** Whole euros before tax, by steps of ten. */
  readonly from: number
  readonly to: number
  readonly titles: readonly string[]
}

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const SCHOOL = [1, 2, 3, 4, 5, 6, 9, 10, 11, 12]

export const WORKS: readonly Work[] = [
  {
    party: 'THEATRE', project: 'COMMANDES', income: 'services', months: [3, 4, 5, 6, 9, 12], from: 1630, to: 2740,
    titles: ['Affiche et programme de saison', 'Affiche « Les Oiseaux », création et suivi d’impression', 'Programme de salle, 24 pages', 'Dossier de presse illustré', 'Carte de saison dessinée'],
  },
  {
    party: 'LUEURS', project: 'COMMANDES', income: 'services', months: [2, 3, 4, 5, 6], from: 2090, to: 3780,
    titles: ['Identité visuelle du festival', 'Affiches du festival, série de trois', 'Signalétique en carton du festival', 'Plan dessiné du parcours', 'Carnet du festival, mise en pages'],
  },
  {
    party: 'HOUBLON', project: 'COMMANDES', income: 'services', months: ALL, from: 760, to: 1500,
    titles: ['Étiquette de la bière de saison', 'Étiquette de la blanche de blé noir', 'Sous-bocks sérigraphiés, dessin', 'Refonte de l’étiquette ambrée', 'Coffret de dégustation, dessin'],
  },
  {
    party: 'OURSE', project: 'COMMANDES', income: 'rights', months: [2, 5, 9, 11], from: 810, to: 1800,
    titles: ['Licence d’exploitation : couverture « La nuit des chouettes »', 'Licence d’exploitation : illustrations « Petit herbier des gares »', 'Licence d’exploitation : couverture « L’été sans clocher »', 'Licence d’exploitation : abécédaire gravé'],
  },
  {
    party: 'PANIER', project: 'COMMANDES', income: 'services', months: ALL, from: 550, to: 1280,
    titles: ['Fiches recettes illustrées', 'Signalétique du rayon vrac', 'Affiches de l’assemblée générale', 'Calendrier des légumes', 'Sac en toile, dessin et film'],
  },
  {
    party: 'NORDSUD', project: 'COMMANDES', income: 'services', months: [1, 3, 4, 6, 10, 11, 12], from: 1500, to: 2550,
    titles: ['Plaquette du bureau d’architectes', 'Panneaux d’exposition du projet des Berges', 'Mise en pages d’un dossier de concours', 'Plan-affiche d’une maison de quartier'],
  },
  {
    party: 'KRAAN', project: 'COMMANDES', income: 'servicesAbroad', months: [1, 4, 6, 10], from: 1150, to: 2150,
    titles: ['Illustrations d’exposition (autoliquidation)', 'Série de gravures pour une vitrine (autoliquidation)', 'Dessins d’un parcours de musée (autoliquidation)'],
  },
  {
    party: 'ETANGS', project: 'ATELIERS', income: 'workshops', months: SCHOOL, from: 410, to: 760,
    titles: ['Atelier sérigraphie tout public', 'Atelier « fabriquer un livre », deux mercredis', 'Atelier linogravure en famille', 'Atelier monotype pour adolescents'],
  },
  {
    party: 'GLYCINES', project: 'ATELIERS', income: 'workshops', months: [1, 3, 4, 5, 6, 10, 11], from: 470, to: 940,
    titles: ['Atelier linogravure, deux classes', 'Atelier affiche, classe de sixième', 'Journal de l’école, quatre séances', 'Atelier lettres et pochoirs'],
  },
  {
    party: 'QUAIS', project: 'COMMANDES', income: 'services', months: [2, 5, 7, 9, 10, 12], from: 700, to: 1200,
    titles: ['Affiches de prévention', 'Dépliant « bien dormir »', 'Pictogrammes de la salle d’attente', 'Affiches de vaccination'],
  },
  {
    party: 'STAGIAIRES', project: 'ATELIERS', income: 'workshops', months: [2, 4, 7, 8, 10], from: 630, to: 1250,
    titles: ['Stage de gravure, quatre inscriptions', 'Stage d’initiation à la typographie, six inscriptions', 'Stage carnets et reliure, cinq inscriptions', 'Stage d’estampe japonaise, quatre inscriptions'],
  },
  {
    party: 'RENARD', project: 'COMMANDES', income: 'services', months: [5, 6, 8, 9], from: 290, to: 510,
    titles: ['Faire-part de naissance typographié', 'Faire-part de mariage, 80 exemplaires', 'Ex-libris gravé'],
  },
]

/** Invoices asked for in each month of the year: a good spring, a still summer, a lean autumn. */
export const INVOICES_BY_MONTH = [3, 4, 5, 5, 6, 5, 3, 2, 3, 3, 3, 4] as const
