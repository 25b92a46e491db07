import { addDays, type CalendarDate, calendarDate } from '../../core/kernel/calendar-date.ts'
import type { ProposedEntry, ProposedLine } from '../../core/ledger/entry.ts'

/** The three fiscal years of the books, the last one under way. */
export const YEARS: readonly { readonly startOn: CalendarDate; readonly endOn: CalendarDate }[] = [2024, 2025, 2026].map((year) => ({
  startOn: calendarDate(`${year}-01-01`), endOn: calendarDate(`${year}-12-31`),
}))
export const WORKING_DATE = calendarDate('2026-11-21')
/** Days from the first entry to the last, a little before the working date, in the middle of a month: over three years, and in the last alone. */
const DAYS = { years: 1055, lastYear: 324 }

export const BANK = '512001'
export const CUSTOMERS = '411000'
const SUPPLIERS = '401000'
const [VAT_DUE, VAT_DEDUCTIBLE] = ['445710', '445660']

const numbered = (stem: string, count: number): string[] => Array.from({ length: count }, (_, at) => `${stem}${String(at + 1).padStart(6 - stem.length, '0')}`)
const INCOME = [...numbered('706', 40), ...numbered('707', 20), ...numbered('708', 10), ...numbered('740', 10)]
const EXPENSE = [...numbered('606', 30), ...numbered('611', 10), ...numbered('613', 10), ...numbered('615', 10), ...numbered('622', 15), ...numbered('625', 15)]
const BANKS = [BANK, '512002', '512003', '530000']
const OTHERS = ['101300', '164100', '218300', '281830', '421000', '431000', '437000', '447000', '455100', '467100', '471000', '486000', '487000', '580000', '627000', '635000', '641000', '645000', '661000', '681120', '758000', '768000', '120000']

/** Two hundred accounts, as an Activité of some size has them. */
export const ACCOUNTS: readonly string[] = [...INCOME, ...EXPENSE, ...BANKS, CUSTOMERS, SUPPLIERS, VAT_DUE, VAT_DEDUCTIBLE, ...OTHERS].slice(0, 200)
export const PARTIES: readonly { readonly code: string; readonly kind: 'customer' | 'supplier' }[] = [
  ...Array.from({ length: 300 }, (_, at) => ({ code: `C${String(at + 1).padStart(4, '0')}`, kind: 'customer' as const })),
  ...Array.from({ length: 150 }, (_, at) => ({ code: `F${String(at + 1).padStart(4, '0')}`, kind: 'supplier' as const })),
]
export const PROJECTS: readonly string[] = Array.from({ length: 12 }, (_, at) => `PROJET-${at + 1}`)

/** Mulberry32: the same books at each run. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * `count` entries in the order of their days: 35 % sales (3 lines, the customer named), 25 % purchases (3 or 4 lines, the supplier
 * named), 35 % bank (2 lines, the party named on most), 5 % sundry (2 lines); a tenth of the sales belong to a project.
 */
export function* generatedEntries(count: number, seed = 20_261_121, span: 'years' | 'lastYear' = 'years'): Generator<ProposedEntry> {
  const pick = random(seed)
  const one = <T>(list: readonly T[]): T => list[pick(list.length)] as T
  let [day, date] = [-1, WORKING_DATE]
  for (let at = 0; at < count; at += 1) {
    const today = Math.floor((at * DAYS[span]) / count)
    if (today !== day) [day, date] = [today, addDays(YEARS[span === 'years' ? 0 : 2]?.startOn ?? date, today)]
    const kind = pick(100)
    const net = 1_000 + pick(400_000)
    const tax = Math.floor((net * 20) / 100)
    const reference = `${date.slice(0, 4)}-${String(at + 1).padStart(7, '0')}`
    if (kind < 35) {
      const project = pick(10) === 0 ? one(PROJECTS) : undefined
      yield entry('VE', date, `Facture ${reference} travaux et fournitures`, `F${reference}`, [
        debit(CUSTOMERS, net + tax, `C${String(1 + pick(300)).padStart(4, '0')}`), { ...credit(one(INCOME), net), project }, credit(VAT_DUE, tax),
      ])
    } else if (kind < 60) {
      const rest = pick(5) < 2 ? Math.floor(net / 3) : 0
      yield entry('AC', date, `Achat ${reference} fournisseur habituel`, `A${reference}`, [
        debit(one(EXPENSE), net - rest), ...(rest > 0 ? [debit(one(EXPENSE), rest)] : []), debit(VAT_DEDUCTIBLE, tax),
        credit(SUPPLIERS, net + tax, `F${String(1 + pick(150)).padStart(4, '0')}`),
      ])
    } else if (kind < 95) yield bankEntry(date, reference, net, one(BANKS.slice(0, 1 + pick(2))), pick(7), pick)
    else yield entry('OD', date, `Régularisation ${reference}`, undefined, [debit(one(OTHERS), net), credit(one(EXPENSE), net)])
  }
}

function bankEntry(date: CalendarDate, reference: string, cents: number, bank: string, kind: number, pick: (below: number) => number): ProposedEntry {
  const label = `Virement ${reference} communication libre`
  if (kind < 4) return entry('BQ', date, label, undefined, [debit(bank, cents), credit(CUSTOMERS, cents, `C${String(1 + pick(300)).padStart(4, '0')}`)])
  if (kind < 6) return entry('BQ', date, label, undefined, [debit(SUPPLIERS, cents, `F${String(1 + pick(150)).padStart(4, '0')}`), credit(bank, cents)])
  return entry('BQ', date, label, undefined, [debit(EXPENSE[pick(EXPENSE.length)] ?? '', cents), credit(bank, cents)])
}

function entry(journal: string, date: CalendarDate, label: string, documentRef: string | undefined, lines: readonly ProposedLine[]): ProposedEntry {
  return { journal, date, label, documentRef, lines }
}

function debit(account: string, cents: number, party?: string): ProposedLine {
  return { account, debitCents: cents, creditCents: 0, party }
}

function credit(account: string, cents: number, party?: string): ProposedLine {
  return { account, debitCents: 0, creditCents: cents, party }
}
