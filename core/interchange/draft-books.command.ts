import type { Context, Outcome } from '../context.ts'
import { err, type Refusal } from '../kernel/result.ts'
import { type DraftBody, drafts } from '../ledger/draft.command.ts'
import { makeDrafts } from '../ledger/drafts-in-bulk.command.ts'
import type { ImportedBooks } from './imported-books.ts'

/** More than a person would look at one by one. */
const MOST_DRAFTS = 5000

/** Fields of a line that only a list of entries in JSON can bring, and that no draft keeps. */
const NO_PLACE = ['documentRef', 'documentOn', 'currency', 'currencyCents'] as const
const MOST_PROBLEMS = 1000

/**
 * A draft of each entry of a file, all or nothing; the same file twice makes nothing more. They are not checked as entries are: to be mended is what
 * they are for. Refusals: `drafts_too_many`, `json_not_for_drafts` for what a line says and a draft has no place for: nothing is lost in silence.
 */
export function draftsFromBooks(ctx: Context, entityId: number, { entries }: ImportedBooks): Outcome<{ readonly made: number; readonly alreadyThere: number }> {
  if (entries.length > MOST_DRAFTS) return err([{ code: 'drafts_too_many', drafts: entries.length, most: MOST_DRAFTS }])
  const lost = entries.flatMap(({ entry, row }) => entry.lines.flatMap((line, at) => NO_PLACE.filter((field) => line[field] !== undefined).map((field): Refusal => ({ code: 'json_not_for_drafts', field, line: row, at: at + 1 }))))
  if (lost.length > 0) return err(lost.slice(0, MOST_PROBLEMS))
  return ctx.write((tx) => makeDrafts(tx, entityId, entries.map(({ entry }) => draftOf(entry)), drafts(tx, entityId)))
}

/** What a person could have typed: an amount of zero is a side left empty, an empty text is none. */
function draftOf({ journal, date, label, documentRef, documentOn, lines }: ImportedBooks['entries'][number]['entry']): DraftBody {
  return {
    journal: journal || undefined, date: date || undefined, label: label || undefined, documentRef: documentRef || undefined, documentOn: documentOn || undefined,
    lines: lines.map(({ account, debitCents, creditCents, label: says, party, project, funder }) => ({
      account: account || undefined, debitCents: debitCents || undefined, creditCents: creditCents || undefined,
      label: says || undefined, party: party || undefined, project: project || undefined, funder: funder || undefined,
    })),
  }
}
