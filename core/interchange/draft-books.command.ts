import type { Context, Outcome } from '../context.ts'
import { err } from '../kernel/result.ts'
import { type DraftBody, drafts } from '../ledger/draft.command.ts'
import { makeDrafts } from '../ledger/drafts-in-bulk.command.ts'
import type { ImportedBooks } from './imported-books.ts'

/** More than a person would look at one by one. */
const MOST_DRAFTS = 5000

/**
 * A draft of each entry of a file, all or nothing; the same file twice makes nothing more. They are not checked as entries are: to be mended is what
 * they are for. Refusals: `drafts_too_many`.
 */
export function draftsFromBooks(ctx: Context, entityId: number, { entries }: ImportedBooks): Outcome<{ readonly made: number; readonly alreadyThere: number }> {
  if (entries.length > MOST_DRAFTS) return err([{ code: 'drafts_too_many', drafts: entries.length, most: MOST_DRAFTS }])
  return ctx.write((tx) => makeDrafts(tx, entityId, entries.map(({ entry }) => draftOf(entry)), drafts(tx, entityId)))
}

/** What a person could have typed: an amount of zero is a side left empty. */
function draftOf({ journal, date, label, documentRef, documentOn, lines }: ImportedBooks['entries'][number]['entry']): DraftBody {
  return {
    journal, date, label, documentRef, documentOn,
    lines: lines.map(({ account, debitCents, creditCents, label: says, party, project, funder }) => ({
      account, debitCents: debitCents || undefined, creditCents: creditCents || undefined, label: says, party, project, funder,
    })),
  }
}
