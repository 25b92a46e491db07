import { type Command, type CommandAnswer, type CommandContext, RefusedError } from './command.ts'
import { requiredOption } from './context.ts'
import { amount, table } from './output.ts'
import { word } from './words.ts'
import { writeWhole } from './write-file.ts'

interface Rubric {
  readonly code: string
  readonly label: Readonly<Record<string, string>>
  readonly level: number
  readonly amountCents: number
  readonly previousCents: number | null
  readonly accounts: readonly { readonly number: string; readonly balanceCents: number }[]
}

interface Statement {
  readonly model: string
  readonly edition: string
  readonly from: string
  readonly asOf: string
  readonly rubrics: readonly Rubric[]
  readonly checks: readonly { readonly rule: string; readonly ok: boolean; readonly differenceCents: number; readonly accounts: readonly string[] }[]
}

interface Year {
  readonly code: string
  readonly startOn: string
  readonly endOn: string
}

/** Annual statements of a fiscal year beside the year before, before its closing entries as after them, with the checks of the model. */
async function statements(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const yearCode = requiredOption(given, 'year')
  const entity = await context.entity()
  const { years } = (await call('books.get', { entity })) as { readonly years: readonly Year[] }
  const year = years.find(({ code }) => code === yearCode)
  if (!year) throw new RefusedError([{ code: 'year_unknown', year: yearCode }])
  const model = given.text('model')
  const input = { entity, from: year.startOn, asOf: year.endOn, compare: 'year_before', ...(model === undefined ? {} : { model }) }
  const { rubrics, checks, ...head } = (await call('statement', input)) as Statement
  const value = {
    ...head, year: yearCode, checks,
    rubrics: rubrics.map(({ code, label, level, amountCents, previousCents, accounts }) => ({ code, label: label[language] ?? label['fr'] ?? code, level, amountCents, previousCents, accounts })),
  }
  const written: string[] = []
  for (const format of ['xlsx', 'pdf'] as const) {
    const path = given.text(format)
    if (path !== undefined) await write(context, format, path, input)
    if (path !== undefined) written.push(path)
  }
  if (written.length > 0) return { value: { ...value, files: written }, text: word('written', language, { what: written.join(', ') }) }
  const say = (cents: number | null): string => (cents === null ? '' : amount(cents, language))
  const rows = value.rubrics
    .filter((rubric) => rubric.amountCents !== 0 || (rubric.previousCents ?? 0) !== 0)
    .map((rubric) => [rubric.code, `${'  '.repeat(rubric.level)}${rubric.label}`, say(rubric.amountCents), say(rubric.previousCents)])
  const columns = [{ title: word('code', language) }, { title: word('label', language) }, { title: year.endOn, right: true }, { title: word('yearBefore', language), right: true }]
  const failed = checks.filter(({ ok }) => !ok).map((check) => word('statementCheck', language, { what: check.rule, amount: say(check.differenceCents), accounts: check.accounts.join(', ') }))
  return { value, text: [table(columns, rows), ...failed].join('\n') }
}

/** Both statements in one file, as the screen saves them. */
async function write({ call, session, language }: CommandContext, format: 'xlsx' | 'pdf', path: string, input: object): Promise<void> {
  const reports = ['report.balanceSheet', 'report.incomeStatement'].map((procedure) => ({ procedure, input }))
  const { fileId } = (await call('report.write', { format, reports, language })) as { readonly fileId: string }
  writeWhole(path, session.files.get(fileId)?.bytes ?? '')
}

export const statementCommands: readonly Command[] = [
  {
    name: 'statements', operands: '', operandCount: [0, 0], opens: 'read', run: statements,
    options: {
      model: { type: 'text', value: 'be-micro|be-abridged|fr-simplified' }, year: { type: 'text', value: 'YEAR' },
      xlsx: { type: 'text', value: 'FILE' }, pdf: { type: 'text', value: 'FILE' },
    },
  },
]
