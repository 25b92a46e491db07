import { type Command, type CommandAnswer, type CommandContext } from './command.ts'
import { dateOption, requiredOption } from './context.ts'
import { amount, table, type Column } from './output.ts'
import { word } from './words.ts'

interface Movement {
  readonly debitCents: number
  readonly creditCents: number
  readonly balanceCents: number
}

interface TrialBalance {
  readonly rows: readonly (Movement & { readonly account: string; readonly label: string; readonly unnamed?: true; readonly openingCents: number })[]
  readonly totals: Movement & { readonly openingCents: number }
}

const LABEL_WIDTH = 44

function right(title: string): Column {
  return { title, right: true }
}

async function trialBalance(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const from = dateOption(given, 'from')
  const asOf = dateOption(given, 'as-of') ?? context.today
  const entity = await context.entity()
  const found = (await call('trialBalance', { entity, asOf, ...(from ? { from } : {}) })) as TrialBalance
  const balance = { ...found, rows: found.rows.map((row) => (row.unnamed ? { ...row, label: word('accountUnnamed', language) } : row)) }
  if (context.json) return { value: balance, text: '' }
  const say = (cents: number): string => amount(cents, language)
  const sums = (row: Movement & { readonly openingCents: number }): string[] => [say(row.openingCents), say(row.debitCents), say(row.creditCents), say(row.balanceCents)]
  const rows = balance.rows.map((row) => [row.account, row.label.slice(0, LABEL_WIDTH), ...sums(row)])
  rows.push(['', word('total', language), ...sums(balance.totals)])
  const columns = [
    { title: word('account', language) }, { title: word('label', language) }, right(word('opening', language)),
    right(word('debit', language)), right(word('credit', language)), right(word('balance', language)),
  ]
  return { value: balance, text: table(columns, rows) }
}

interface LedgerLine extends Movement {
  readonly date: string
  readonly journal: string
  readonly entry: string
  readonly label: string
  readonly documentRef: string | null
}

interface LedgerPage {
  readonly account: string
  readonly label: string
  readonly openingCents: number
  readonly lines: readonly LedgerLine[]
  readonly closingCents: number
  readonly next: unknown
}

/** As many lines as one call may bring. */
const PAGE = 5000

async function ledger(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const account = requiredOption(given, 'account')
  const [from, to] = [dateOption(given, 'from'), dateOption(given, 'to')]
  const input = { entity: await context.entity(), account, limit: PAGE, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const first = (await call('ledger', input)) as LedgerPage
  const lines = [...first.lines]
  let page = first
  while (page.next !== null) {
    page = (await call('ledger', { ...input, after: page.next })) as LedgerPage
    for (const line of page.lines) lines.push(line)
  }
  const { next: _next, ...whole } = { ...first, lines, closingCents: page.closingCents }
  if (context.json) return { value: whole, text: '' }
  const say = (cents: number): string => amount(cents, language)
  const rows = lines.map((line) => [
    line.date, line.entry, line.documentRef ?? '', line.label.slice(0, LABEL_WIDTH), say(line.debitCents), say(line.creditCents), say(line.balanceCents),
  ])
  rows.unshift(['', '', '', word('opening', language), '', '', say(whole.openingCents)])
  rows.push(['', '', '', word('closing', language), '', '', say(whole.closingCents)])
  const columns = [
    { title: word('date', language) }, { title: word('entry', language) }, { title: word('document', language) }, { title: word('label', language) },
    right(word('debit', language)), right(word('credit', language)), right(word('balance', language)),
  ]
  return { value: whole, text: table(columns, rows) }
}

interface JournalEntry {
  readonly entry: string
  readonly date: string
  readonly label: string
  readonly lines: readonly { readonly account: string; readonly label: string; readonly debitCents: number; readonly creditCents: number }[]
}

async function journal(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const [name, from, to] = [given.text('journal'), dateOption(given, 'from'), dateOption(given, 'to')]
  const input = { entity: await context.entity(), limit: PAGE, ...(name ? { journal: name } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }
  const entries: JournalEntry[] = []
  for (;;) {
    const page = (await call('journal', { ...input, offset: entries.length })) as { readonly total: number; readonly entries: readonly JournalEntry[] }
    for (const entry of page.entries) entries.push(entry)
    if (page.entries.length === 0 || entries.length >= page.total) break
  }
  if (context.json) return { value: { entries }, text: '' }
  const say = (cents: number): string => (cents === 0 ? '' : amount(cents, language))
  const rows = entries.flatMap((entry) => [
    [entry.entry, entry.date, '', entry.label.slice(0, LABEL_WIDTH), '', ''],
    ...entry.lines.map((line) => ['', '', line.account, line.label.slice(0, LABEL_WIDTH), say(line.debitCents), say(line.creditCents)]),
  ])
  const columns = [
    { title: word('entry', language) }, { title: word('date', language) }, { title: word('account', language) }, { title: word('label', language) },
    right(word('debit', language)), right(word('credit', language)),
  ]
  return { value: { entries }, text: table(columns, rows) }
}

interface Verification {
  readonly ok: boolean
  readonly facts: number
  readonly entries: number
  readonly problems: readonly { readonly code: string }[]
}

async function verify(context: CommandContext): Promise<CommandAnswer> {
  const { given, call, language } = context
  const found = (await call('verify', { full: given.flag('full') })) as Verification
  const messages = found.problems.length > 0 ? await context.messages(found.problems) : []
  const value = { ...found, problems: found.problems.map((problem, index) => ({ ...problem, message: messages[index] })) }
  const text = found.ok
    ? word('verified', language, { facts: found.facts, entries: found.entries })
    : [word('broken', language, { count: found.problems.length }), ...messages.map((message) => `· ${message}`)].join('\n')
  return { value, text, exit: found.ok ? 0 : 1 }
}

const span = { from: { type: 'text', value: 'DATE' }, to: { type: 'text', value: 'DATE' } } as const

export const readingCommands: readonly Command[] = [
  {
    name: 'trial-balance', operands: '', operandCount: [0, 0], opens: 'read', run: trialBalance,
    options: { from: { type: 'text', value: 'DATE' }, 'as-of': { type: 'text', value: 'DATE' } },
  },
  { name: 'ledger', operands: '', operandCount: [0, 0], opens: 'read', run: ledger, options: { account: { type: 'text', value: 'N' }, ...span } },
  { name: 'journal', operands: '', operandCount: [0, 0], opens: 'read', run: journal, options: { journal: { type: 'text', value: 'J' }, ...span } },
  { name: 'verify', operands: '', operandCount: [0, 0], opens: 'read', run: verify, options: { full: { type: 'flag' } } },
]
