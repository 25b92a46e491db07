import type { ProposedEntry, ProposedLine } from './entry.ts'

/**
 * Balance of an account at the end of the year, debit positive, and whether it is a charge or an income. Third-party accounts come party by
 * party, so that the next year opens with who owes what.
 */
export interface YearEndBalance {
  readonly account: string
  readonly party?: string | undefined
  readonly balanceCents: number
  readonly isResult: boolean
}

export interface YearEndEntries {
  /** The appropriation of the result, where the law asks for one. */
  readonly appropriation: ProposedEntry | undefined
  /** Charges and income to the result; absent when there are none. */
  readonly result: ProposedEntry | undefined
  /** The other accounts brought to zero; absent when there are none. */
  readonly closing: ProposedEntry | undefined
  /** The same balances again on the first day of the next year. */
  readonly opening: ProposedEntry | undefined
  /** Profit positive, loss negative. */
  readonly resultCents: number
}

export interface YearEndFrame {
  readonly year: string
  readonly endOn: string
  readonly nextStartOn: string
  readonly closingJournal: string
  readonly openingJournal: string
  readonly resultAccount: string
  readonly appropriationAccount?: string | undefined
}

/** The document that all entries which end a year name: what opening it again reverses. */
export function yearEndRef(year: string): string {
  return `CLOTURE ${year}`
}

/** The document of an opening entry for what was only carried over, because the year before was not ended. */
export function yearCarriedRef(year: string): string {
  return `OUVERTURE ${year}`
}

/**
 * The entries that end a year, visible like any other: charges and income are turned into the result, every other account is
 * closed, and opens again the next day with the same balance. Pure: balances in, entries out.
 */
export function yearEndEntries(balances: readonly YearEndBalance[], frame: YearEndFrame): YearEndEntries {
  const live = balances.filter((each) => each.balanceCents !== 0)
  const charges = live.filter((each) => each.isResult)
  const resultCents = 0 - charges.reduce((sum, each) => sum + each.balanceCents, 0)
  const appropriated = frame.appropriationAccount !== undefined && resultCents !== 0
  const result = closeLines(charges, appropriated ? { account: frame.appropriationAccount ?? '', balanceCents: resultCents } : undefined)
  if (resultCents !== 0 && !appropriated) result.push(lineOf(frame.resultAccount, -resultCents))
  const rest = withResult(live.filter((each) => !each.isResult), frame.resultAccount, resultCents)
  const entry = (journal: string, date: string, label: string, nature: 'closing' | 'opening', lines: readonly ProposedLine[]): ProposedEntry | undefined =>
    lines.length === 0 ? undefined : { journal, date, label, documentRef: yearEndRef(frame.year), nature, lines }
  return {
    appropriation: appropriated
      ? entry(frame.closingJournal, frame.endOn, `Affectation du résultat ${frame.year}`, 'closing', [lineOf(frame.appropriationAccount ?? '', resultCents), lineOf(frame.resultAccount, -resultCents)])
      : undefined,
    result: entry(frame.closingJournal, frame.endOn, `Résultat de l'exercice ${frame.year}`, 'closing', result),
    closing: entry(frame.closingJournal, frame.endOn, `Clôture de l'exercice ${frame.year}`, 'closing', rest.map((each) => lineOf(each.account, -each.balanceCents, each.party))),
    opening: entry(frame.openingJournal, frame.nextStartOn, `À-nouveaux de l'exercice ${frame.year}`, 'opening', rest.map((each) => lineOf(each.account, each.balanceCents, each.party))),
    resultCents,
  }
}

/** Brings each account to nothing, an appropriation just booked included. */
function closeLines(charges: readonly YearEndBalance[], appropriation: { account: string; balanceCents: number } | undefined): ProposedLine[] {
  const balances = new Map(charges.map((each) => [each.account, each.balanceCents]))
  if (appropriation) balances.set(appropriation.account, (balances.get(appropriation.account) ?? 0) + appropriation.balanceCents)
  return [...balances].filter(([, cents]) => cents !== 0).map(([account, cents]) => lineOf(account, -cents))
}

/** The accounts of the balance sheet with the result of the year in its place, by number and party. */
function withResult(balances: readonly YearEndBalance[], account: string, resultCents: number): YearEndBalance[] {
  const before = balances.find((each) => each.account === account && each.party === undefined)
  const carried = { account, balanceCents: (before?.balanceCents ?? 0) - resultCents, isResult: false }
  const key = (each: YearEndBalance): string => `${each.account} ${each.party ?? ''}`
  return [...balances.filter((each) => each !== before), ...(carried.balanceCents === 0 ? [] : [carried])].sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function lineOf(account: string, balanceCents: number, party?: string): ProposedLine {
  return { account, debitCents: balanceCents > 0 ? balanceCents : 0, creditCents: balanceCents < 0 ? -balanceCents : 0, party }
}
