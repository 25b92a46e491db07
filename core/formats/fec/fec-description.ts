/**
 * The description that accompanies the file (art. A47 A-1 LPF, XI: "une description du fichier … est remise"), in French, since
 * the French administration reads it. Plain text, CRLF.
 */
import { type CalendarDate, dayInFigures } from '../../kernel/calendar-date.ts'
import { type Cents, formatAmount } from '../../kernel/money.ts'

export interface FecDescription {
  readonly fileName: string
  readonly entityName: string
  readonly siren: string
  readonly from: CalendarDate
  readonly closingOn: CalendarDate
  readonly encoding: 'utf-8' | 'iso-8859-15'
  readonly program: string
  readonly entryCount: number
  readonly lineCount: number
  readonly debitCents: Cents
  readonly creditCents: Cents
  readonly journals: readonly { readonly code: string; readonly label: string }[]
}

const FIELDS: readonly (readonly [string, string])[] = [
  ['JournalCode', 'code du journal'],
  ['JournalLib', 'libellé du journal'],
  ['EcritureNum', "numéro de l'écriture : séquence continue, sans rupture, dans chaque journal"],
  ['EcritureDate', 'date de comptabilisation (AAAAMMJJ)'],
  ['CompteNum', 'numéro de compte du plan comptable général ou de ses subdivisions'],
  ['CompteLib', 'libellé du compte'],
  ['CompAuxNum', 'code du tiers ; à blanc quand la ligne ne concerne pas de tiers'],
  ['CompAuxLib', 'nom du tiers ; à blanc quand la ligne ne concerne pas de tiers'],
  ['PieceRef', "référence de la pièce justificative ; journal et numéro de l'écriture quand la pièce n'a pas de référence propre"],
  ['PieceDate', 'date de la pièce justificative (AAAAMMJJ)'],
  ['EcritureLib', "libellé de l'écriture"],
  ['Debit', 'montant au débit, en euros, virgule décimale, deux décimales'],
  ['Credit', 'montant au crédit, en euros, virgule décimale, deux décimales'],
  ['EcritureLet', "lettrage ; à blanc quand la ligne n'est pas lettrée"],
  ['DateLet', "date du lettrage (AAAAMMJJ) ; à blanc quand la ligne n'est pas lettrée"],
  ['ValidDate', "date de validation (AAAAMMJJ) : jour où l'écriture est devenue définitive"],
  ['Montantdevise', 'montant dans la devise de la pièce ; à blanc quand la pièce est en euros'],
  ['Idevise', 'code ISO 4217 de la devise ; à blanc quand la pièce est en euros'],
]

/** The notice for one file. */
export function describeFec(about: FecDescription): string {
  const encoding = about.encoding === 'utf-8' ? 'UTF-8' : 'ISO 8859-15'
  const amount = (value: Cents) => `${formatAmount(value, ',')} EUR`
  return [
    'DESCRIPTION DU FICHIER DES ÉCRITURES COMPTABLES',
    "(article L. 47 A, I et article A. 47 A-1 du livre des procédures fiscales)",
    '',
    `Entité : ${oneLine(about.entityName)}`,
    `SIREN : ${about.siren}`,
    `Exercice : du ${dayInFigures(about.from)} au ${dayInFigures(about.closingOn)}`,
    `Fichier : ${about.fileName}`,
    `Logiciel : ${about.program}`,
    '',
    'FORME',
    `Fichier à plat, encodage ${encoding}, une ligne par mouvement, terminée par retour chariot et saut de ligne.`,
    'Zones séparées par une tabulation ; la première ligne porte le nom des zones.',
    'Montants : virgule décimale, sans séparateur de milliers, signe en tête quand le montant est négatif.',
    'Dates : AAAAMMJJ.',
    '',
    'CONTENU',
    `${about.entryCount} écritures, ${about.lineCount} lignes ; total au débit ${amount(about.debitCents)}, total au crédit ${amount(about.creditCents)}.`,
    "Écritures de l'exercice après opérations d'inventaire, sans centralisation, sans les écritures de solde des comptes de charges et de produits.",
    "Ordre : les à-nouveaux d'abord, puis l'ordre chronologique de validation.",
    "Une écriture est désignée par son journal et son numéro. Une correction est une écriture d'extourne : aucune écriture validée n'est modifiée ni supprimée.",
    '',
    'ZONES',
    ...FIELDS.map(([name, meaning], at) => `${String(at + 1).padStart(2)}. ${name.padEnd(14)}${meaning}`),
    '',
    'JOURNAUX',
    ...about.journals.map((journal) => `${oneLine(journal.code).padEnd(10)}${oneLine(journal.label)}`),
    '',
  ].join('\r\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}
