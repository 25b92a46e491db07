import { extname, resolve } from 'node:path'
import type { Refusal } from '../../core/kernel/result.ts'
import { type Command, type CommandAnswer, type CommandContext, RefusedError, UsageError } from './command.ts'
import { dateOption } from './context.ts'
import { word } from './words.ts'
import { readJsonFile, readWhole, writeWhole } from './write-file.ts'

const IMPORTS = ['fec', 'csv', 'entries'] as const
const EXPORTS = ['fec', 'hledger', 'beancount', 'entries', 'csv', 'xlsx'] as const

interface ImportResult {
  readonly read: number
  readonly booked: number
  readonly alreadyKnown: number
  readonly refused: readonly Refusal[]
}

async function importFiles(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, session, language } = context
  const format = given.arguments[0] ?? ''
  if (!IMPORTS.some((each) => each === format)) throw new UsageError('bad_choice', `import ${format} (${IMPORTS.join(' | ')})`)
  const entity = await context.entity()
  const mappingFile = given.text('mapping')
  const mapping = mappingFile === undefined ? {} : { mapping: readJsonFile(mappingFile) }
  const procedure = given.flag('dry-run') ? 'import.preview' : 'import.book'
  const results: Record<string, unknown>[] = []
  for (const path of given.arguments.slice(1)) {
    const { name, bytes } = readWhole(path)
    const fileId = session.files.put(name, 'application/octet-stream', bytes)
    try {
      const result = (await call(procedure, { entity, format, fileId, partial: given.flag('partial'), ...mapping })) as ImportResult
      results.push({ file: path, ...result, refused: await withMessages(context, result.refused) })
    } catch (error) {
      // Earlier files are booked and stay: the refusal says which file stopped.
      if (error instanceof RefusedError && given.arguments.length > 2) throw new RefusedError(error.refusals.map((refusal) => ({ file: path, ...refusal })))
      throw error
    } finally {
      session.files.release(fileId)
    }
  }
  const value = results.length === 1 ? results[0] : { ...sum(results), files: results }
  const lines = results.map((result) => {
    const refused = result['refused'] as readonly { readonly message: string }[]
    const counts = word('imported', language, { read: String(result['read']), booked: String(result['booked']), known: String(result['alreadyKnown']), refused: refused.length })
    return [results.length > 1 ? `${String(result['file'])} : ${counts}` : counts, ...refused.map((refusal) => `· ${refusal.message}`)].join('\n')
  })
  if (given.flag('dry-run')) lines.push(word('dryRun', language))
  return { value, text: lines.join('\n') }
}

async function withMessages(context: CommandContext, refused: readonly Refusal[]): Promise<Record<string, unknown>[]> {
  const messages = refused.length > 0 ? await context.messages(refused) : []
  return refused.map((refusal, index) => ({ ...refusal, message: messages[index] }))
}

function sum(results: readonly Record<string, unknown>[]): Record<string, unknown> {
  const total = (name: string): number => results.reduce((all, result) => all + Number(result[name] ?? 0), 0)
  return { read: total('read'), booked: total('booked'), alreadyKnown: total('alreadyKnown'), refused: results.flatMap((result) => result['refused'] as unknown[]) }
}

async function exportBooks(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, session, language } = context
  const format = given.arguments[0] ?? ''
  if (!EXPORTS.some((each) => each === format)) throw new UsageError('bad_choice', `export ${format} (${EXPORTS.join(' | ')})`)
  const [from, to, year] = [dateOption(given, 'from'), dateOption(given, 'to'), given.text('year')]
  const entity = await context.entity()
  const range = { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(year === undefined ? {} : { year }) }
  const made = format === 'xlsx' || format === 'csv' ? await reports(context, entity, range, format) : await call('export.text', { entity, format, ...range })
  const { fileId, fileName, notice, ...rest } = made as Made
  const file = session.files.get(fileId)
  if (!file) throw new RefusedError([{ code: 'file_unknown' }])
  const output = given.text('output')
  if (output === undefined) return { value: { fileName, sizeBytes: file.bytes.byteLength, ...rest }, text: '', raw: file.bytes }
  const path = resolve(output)
  writeWhole(path, file.bytes)
  const accompanied = notice ? { notice: writeNotice(session, notice, path) } : {}
  return { value: { path, fileName, sizeBytes: file.bytes.byteLength, ...accompanied, ...rest }, text: word('written', language, { what: path }) }
}

interface Made {
  readonly fileId: string
  readonly fileName: string
  readonly notice?: { readonly fileId: string; readonly fileName: string }
}

/** The law wants a notice with a FEC (LPF art. A.47 A-1, XII): it goes beside, under the name of the file. */
function writeNotice(session: CommandContext['session'], notice: NonNullable<Made['notice']>, beside: string): string {
  const path = `${beside.slice(0, beside.length - extname(beside).length)}-description.txt`
  writeWhole(path, session.files.get(notice.fileId)?.bytes ?? '')
  return path
}

interface Range {
  readonly from?: string
  readonly to?: string
  readonly year?: string
}

/** A workbook with a sheet for the balance, the journal and the ledger, or the journal alone as CSV; over the days asked or the whole of the books. */
async function reports({ call, language }: CommandContext, entity: string, range: Range, format: 'xlsx' | 'csv'): Promise<unknown> {
  const { years } = (await call('books.get', { entity })) as { readonly years: readonly { readonly code: string; readonly startOn: string; readonly endOn: string }[] }
  const named = range.year === undefined ? undefined : years.find((year) => year.code === range.year) ?? years.find((year) => year.endOn.startsWith(`${range.year}-`))
  if (range.year !== undefined && !named) throw new RefusedError([{ code: 'year_unknown', year: range.year }])
  const from = named?.startOn ?? range.from ?? years[0]?.startOn
  const to = named?.endOn ?? range.to ?? years.at(-1)?.endOn
  if (to === undefined) throw new RefusedError([{ code: 'books_empty' }])
  const span = from === undefined ? {} : { from }
  const journal = { procedure: 'report.journal', input: { entity, to, ...span } }
  const workbook = [{ procedure: 'report.trialBalance', input: { entity, asOf: to, ...span } }, journal, { procedure: 'report.ledger', input: { entity, to, ...span } }]
  return call('report.write', { format, language, reports: format === 'csv' ? [journal] : workbook })
}

export const exchangeCommands: readonly Command[] = [
  {
    name: 'import', operands: 'FORMAT FILE…', operandCount: [2, 1000], opens: 'write', run: importFiles,
    options: { 'dry-run': { type: 'flag' }, partial: { type: 'flag' }, mapping: { type: 'text', value: 'FILE.json' } },
  },
  {
    name: 'export', operands: 'FORMAT', operandCount: [1, 1], opens: 'read', run: exportBooks,
    options: {
      from: { type: 'text', value: 'DATE' }, to: { type: 'text', value: 'DATE' }, year: { type: 'text', value: 'YEAR' }, output: { type: 'text', short: 'o', value: 'FILE' },
    },
  },
]
