import { inEntity } from '../ledger/input.api.ts'
import { draftsFromBooks } from './draft-books.command.ts'
import { importInput } from './import-input.api.ts'
import { readImport } from './read-import.query.ts'

/** Apart from the doors of books, because drafts bring Drizzle. */
export const draftBooksApi = {
  /** Makes a draft of each entry of the file, to be looked at one by one: even of those that the books would refuse as they are. */
  'import.drafts': inEntity('long', importInput, (ctx, entityId, input) => {
    const reading = readImport(ctx, entityId, input)
    return reading.ok ? draftsFromBooks(ctx, entityId, reading.value.books) : reading
  }, true),
}
