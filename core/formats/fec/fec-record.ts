/**
 * The plain records of a "fichier des écritures comptables" (art. A47 A-1 of the French Livre des procédures fiscales):
 * what `readFec` answers and what `writeFec` takes. Amounts are integer cents, dates `YYYY-MM-DD`, lines keep the order
 * of the file. `row` is the 1-based line of the file, the header being line 1; the writer ignores it.
 */
import type { CalendarDate } from '../../kernel/calendar-date.ts'
import type { Cents } from '../../kernel/money.ts'

/** The 18 fields of the law, in its order (Debit and Credit may be replaced by Montant and Sens). */
export const FEC_COLUMNS = [
  'JournalCode', 'JournalLib', 'EcritureNum', 'EcritureDate', 'CompteNum', 'CompteLib', 'CompAuxNum', 'CompAuxLib', 'PieceRef',
  'PieceDate', 'EcritureLib', 'Debit', 'Credit', 'EcritureLet', 'DateLet', 'ValidDate', 'Montantdevise', 'Idevise',
] as const
export type FecColumn = (typeof FEC_COLUMNS)[number] | 'Montant' | 'Sens'

export interface FecLine {
  readonly account: string
  readonly accountLabel: string
  /** CompAuxNum and CompAuxLib: the third party. */
  readonly partyCode?: string
  readonly partyLabel?: string
  readonly documentRef: string
  /** PieceDate; the day of the entry when the file leaves it blank. */
  readonly documentOn: CalendarDate
  readonly label: string
  /** At most one side is not zero. May be negative: the "écriture en négatif" is kept as it stands. */
  readonly debitCents: Cents
  readonly creditCents: Cents
  readonly letter?: string
  readonly letteredOn?: CalendarDate
  /** Amount in the currency of the document, signed as the file signs it; always with `currency` (ISO 4217; another form is left out with a warning). */
  readonly currencyCents?: Cents
  readonly currency?: string
  readonly row: number
}

export interface FecEntry {
  readonly journalCode: string
  readonly journalLabel: string
  /** EcritureNum, as written. Unique per journal, or in the whole file: see `FecFile.numbering`. */
  readonly number: string
  readonly date: CalendarDate
  /** ValidDate: the day the entry became final; the latest one when its lines differ. */
  readonly validatedOn: CalendarDate
  /** 1, 2 … when one number covered several days that each balance: one entry per day was made of it. */
  readonly part?: number
  readonly lines: readonly FecLine[]
  readonly row: number
}

export interface FecFile {
  readonly fileName: string
  /** From the name of the file, when it says so. */
  readonly siren?: string
  readonly closingOn?: CalendarDate
  readonly separator: '\t' | '|'
  readonly amounts: 'debit-credit' | 'montant-sens'
  readonly numbering: 'per-journal' | 'whole-file'
  readonly entries: readonly FecEntry[]
  readonly lineCount: number
  readonly debitCents: Cents
  readonly creditCents: Cents
  /** First and last day of the entries. */
  readonly from: CalendarDate
  readonly to: CalendarDate
}

/** Why a file, a line or an entry is refused. `line` is 1-based. */
export type FecProblemCode =
  // the file as a whole
  | 'file_empty' | 'not_text' | 'not_a_fec' | 'fec_is_xml' | 'fec_header_missing' | 'fec_wrong_separator' | 'fec_column_missing'
  | 'fec_column_twice' | 'fec_no_rows' | 'line_too_long'
  // a line
  | 'fec_row_too_short' | 'fec_row_too_long' | 'fec_truncated' | 'fec_field_empty' | 'fec_entry_number_empty' | 'fec_label_empty'
  | 'fec_document_ref_empty' | 'fec_valid_date_empty' | 'fec_date_iso' | 'fec_date_impossible' | 'fec_date_unreadable'
  | 'fec_date_after_closing' | 'fec_amount_dot' | 'fec_amount_thousands' | 'fec_amount_unreadable' | 'amount_too_precise'
  | 'amount_too_large' | 'fec_direction_unreadable' | 'fec_currency_missing'
  // an entry
  | 'fec_entry_unbalanced' | 'fec_entry_several_dates' | 'fec_entry_number_gap'

/** What is taken, but should be known: one warning per code and column, at its first line, with how often it occurs. */
export type FecWarningCode =
  | 'fec_file_name' | 'fec_columns_reordered' | 'fec_columns_ignored' | 'fec_column_case' | 'fec_both_sides' | 'fec_line_empty'
  | 'fec_account_form' | 'fec_label_missing' | 'fec_party_label_missing' | 'fec_party_code_missing' | 'fec_document_date_missing'
  | 'fec_letter_without_date' | 'fec_letter_date_alone' | 'fec_currency_form' | 'fec_entry_split_by_date' | 'fec_entry_several_valid_dates'
  | 'fec_entry_across_journals'

export interface FecProblem {
  readonly code: FecProblemCode
  readonly line: number
  readonly [datum: string]: unknown
}

export interface FecWarning {
  readonly code: FecWarningCode
  readonly line: number
  readonly count: number
  readonly [datum: string]: unknown
}
