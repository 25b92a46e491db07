import { dayInFigures } from '../kernel/calendar-date.ts'
import { isUnder } from '../ledger/chart.ts'
import type { DemonstrationBooks, DemonstrationStep } from './demonstration-books.ts'
import { nameOf } from './sales.ts'
import { type PdfLine, smallPdf } from './small-pdf.ts'
import { euros } from './story.ts'

export interface Paper {
  readonly step: number
  readonly name: string
  readonly bytes: Uint8Array
}

/** Purchases whose paper has not come yet: the last ones, so that something is missing on the home page. */
const AWAITED = 3

/** The paper behind each sale and each purchase: what its supplier, its client or Lina would have sent. */
export function demonstrationPapers(books: DemonstrationBooks, entityName: string): Paper[] {
  const { journals } = books.cast
  const withPaper = [...books.steps.entries()].filter(([, step]) => step.reverses === undefined && (step.entry.journal === journals.sales || step.entry.journal === journals.purchases))
  const awaited = new Set(withPaper.filter(([, step]) => step.entry.journal === journals.purchases).slice(-AWAITED).map(([index]) => index))
  return withPaper.filter(([index]) => !awaited.has(index)).map(([index, step]) => ({
    step: index,
    name: `${(step.entry.documentRef ?? '').replaceAll(/[/ ]/gu, '-')} ${partyName(books, step)}.pdf`,
    bytes: smallPdf(pageOf(books, step, entityName)),
  }))
}

function partyCode(step: DemonstrationStep): string {
  return step.entry.lines.find((line) => line.party !== undefined)?.party ?? ''
}

function partyName(books: DemonstrationBooks, step: DemonstrationStep): string {
  return nameOf(books.cast, partyCode(step))
}

function pageOf(books: DemonstrationBooks, step: DemonstrationStep, entityName: string): PdfLine[] {
  const { cast } = books
  const { entry } = step
  const isSale = entry.journal === cast.journals.sales
  const party = cast.parties.find((each) => each.code === partyCode(step))
  const isNote = isUnder(entry.lines.at(-1)?.account ?? '', cast.accounts.expenseDue)
  const self = [entityName, cast.identity.address, cast.identity.vatNumber]
  const other = [party?.name ?? '', party?.address ?? '', party?.vatNumber ?? '']
  const [from, to] = isSale ? [self, other] : [other, self]
  const total = entry.lines.find((line) => line.party !== undefined)
  const kind = isNote ? 'Note de frais' : isSale && (total?.creditCents ?? 0) > 0 ? (cast.country === 'BE' ? 'Note de crédit' : 'Avoir') : 'Facture'
  const block = (lines: readonly string[]): PdfLine[] => lines.filter((line) => line !== '').map((text) => ({ text }))
  return [
    { text: `${kind} ${entry.documentRef ?? ''}`, isTitle: true },
    { text: `Date : ${dayInFigures(entry.date)}` }, { text: '' },
    ...block(from), { text: '' }, ...block([`À : ${to[0] ?? ''}`, ...to.slice(1)]), { text: '' },
    ...entry.lines.filter((line) => line !== total).map((line) => ({
      text: line.label ?? entry.label.split(' : ').at(-1) ?? '', amount: euros(line.debitCents + line.creditCents),
    })),
    { text: '' }, { text: 'Total', amount: euros((total?.debitCents ?? 0) + (total?.creditCents ?? 0)) },
    { text: '' }, { text: 'Document de démonstration : personnes, numéros et montants sont inventés.' },
  ]
}
