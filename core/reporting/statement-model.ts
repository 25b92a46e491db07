import { isMembers } from '../kernel/members.ts'
import { err, ok, type Refusal, type Result } from '../kernel/result.ts'

/**
 * A model of annual statements as shipped in `resources/statements/<id>.json`: dated data, never code.
 *
 * Grammar. A rubric is the sum of its terms. A term takes accounts or other rubrics, with a sign:
 * `{"accounts":["22"],"side":"balance","sign":1}` adds the balances (debit positive) of every account whose
 * most precise prefix in the whole model is `22`; `debit` and `credit` take it only while it stands on that side,
 * `balance` on either. So an account has one home at a time, and a short prefix catches what a longer one leaves.
 * `{"rubrics":["21","22/27"],"sign":1}` adds rubrics.
 */
export interface StatementModel {
  /** `be-micro`, `fr-simplified` … */
  readonly id: string
  readonly country: 'BE' | 'FR'
  /** Generation of the official model; a later one is a new edition of the file. */
  readonly edition: string
  /** The official text or form, in French. */
  readonly source: string
  readonly label: Readonly<Record<string, string>>
  /** Prefixes of accounts that never reach these statements: commitments. */
  readonly offBalance: readonly string[]
  readonly controls: {
    readonly assets: string
    readonly liabilities: string
    /** The rubric that holds all that classes 6 and 7 make, appropriation included. */
    readonly result: string
    /** The prefixes that make it. */
    readonly resultAccounts: readonly string[]
  }
  readonly rubrics: readonly Rubric[]
}

export type StatementSection = 'assets' | 'equity_liabilities' | 'income' | 'appropriation'
const STATEMENT_SECTIONS: readonly StatementSection[] = ['assets', 'equity_liabilities', 'income', 'appropriation']

export interface Rubric {
  /** The official code, unique in the model. */
  readonly code: string
  readonly section: StatementSection
  /** Depth of indentation, 0 first. */
  readonly level: number
  /** `total` looks like a total; `line` is everything else. */
  readonly kind: 'line' | 'total'
  readonly label: Readonly<Record<string, string>>
  /** True for a line that the official form does not print and the books need. */
  readonly own?: true
  /** The rubric that this one is taken off, in another column of the form (French depreciation). */
  readonly deductedFrom?: string
  readonly terms: readonly Term[]
}

export type TermSide = 'balance' | 'debit' | 'credit'
export type Term = AccountTerm | RubricTerm
export interface AccountTerm {
  readonly accounts: readonly string[]
  readonly side: TermSide
  /** 1 shows a debit balance as positive, -1 a credit balance. */
  readonly sign: 1 | -1
}
export interface RubricTerm {
  readonly rubrics: readonly string[]
  readonly sign: 1 | -1
}

/** Finds a shipped model by its id. */
export type StatementLibrary = (id: string) => StatementModel | undefined

/**
 * Checks a model at the door. All problems are told at once.
 *
 * Refusals: `statement_model_unreadable {path}` what stands at `path` has not the shape of a model;
 * `statement_rubric_twice {rubric}`; `statement_rubric_unknown {rubric, unknown}` a formula names no rubric of the model;
 * `statement_rubric_circular {rubrics}` a rubric is part of itself;
 * `statement_account_twice {prefix, rubrics}` two rubrics claim the same accounts on the same side.
 */
export function parseStatementModel(input: unknown): Result<StatementModel, readonly Refusal[]> {
  const shape = shapeProblems(input)
  if (shape.length > 0) return err(shape.map((path) => ({ code: 'statement_model_unreadable', path })))
  const model = input as StatementModel
  const problems = [...rubricProblems(model), ...claimProblems(model)]
  return problems.length > 0 ? err(problems) : ok(model)
}

export function isAccountTerm(term: Term): term is AccountTerm {
  return 'accounts' in term
}

/** Paths of what has not the shape of a model. */
function shapeProblems(input: unknown): string[] {
  const problems: string[] = []
  const want = (path: string, fine: boolean): boolean => {
    if (!fine) problems.push(path)
    return fine
  }
  if (!want('', isMembers(input))) return problems
  const model = input as Record<string, unknown>
  for (const key of ['id', 'edition', 'source']) want(key, isText(model[key]))
  want('country', model['country'] === 'BE' || model['country'] === 'FR')
  want('label', isLabel(model['label']))
  want('offBalance', isListOf(model['offBalance'], isPrefix))
  if (want('controls', isMembers(model['controls']))) {
    const controls = model['controls'] as Record<string, unknown>
    for (const key of ['assets', 'liabilities', 'result']) want(`controls.${key}`, isText(controls[key]))
    want('controls.resultAccounts', isListOf(controls['resultAccounts'], isPrefix))
  }
  if (!want('rubrics', Array.isArray(model['rubrics']))) return problems
  for (const [index, rubric] of (model['rubrics'] as unknown[]).entries()) {
    if (!want(`rubrics[${index}]`, isMembers(rubric))) continue
    for (const path of rubricShapeProblems(rubric as Record<string, unknown>)) problems.push(`rubrics[${index}].${path}`)
  }
  return problems
}

function rubricShapeProblems(rubric: Record<string, unknown>): string[] {
  const problems: string[] = []
  if (!isText(rubric['code'])) problems.push('code')
  if (!STATEMENT_SECTIONS.includes(rubric['section'] as StatementSection)) problems.push('section')
  if (!Number.isSafeInteger(rubric['level']) || (rubric['level'] as number) < 0) problems.push('level')
  if (rubric['kind'] !== 'line' && rubric['kind'] !== 'total') problems.push('kind')
  if (!isLabel(rubric['label'])) problems.push('label')
  if (rubric['own'] !== undefined && rubric['own'] !== true) problems.push('own')
  if (rubric['deductedFrom'] !== undefined && !isText(rubric['deductedFrom'])) problems.push('deductedFrom')
  if (!isListOf(rubric['terms'], isTerm)) problems.push('terms')
  return problems
}

function isTerm(value: unknown): boolean {
  if (!isMembers(value)) return false
  const term = value as Record<string, unknown>
  if (term['sign'] !== 1 && term['sign'] !== -1) return false
  if ('rubrics' in term) return !('accounts' in term) && isListOf(term['rubrics'], isText)
  return isListOf(term['accounts'], isPrefix) && (term['side'] === 'balance' || term['side'] === 'debit' || term['side'] === 'credit')
}

function rubricProblems(model: StatementModel): Refusal[] {
  const problems: Refusal[] = []
  const byCode = new Map<string, Rubric>()
  for (const rubric of model.rubrics) {
    if (byCode.has(rubric.code)) problems.push({ code: 'statement_rubric_twice', rubric: rubric.code })
    byCode.set(rubric.code, rubric)
  }
  const mustExist = (from: string, code: string): void => {
    if (!byCode.has(code)) problems.push({ code: 'statement_rubric_unknown', rubric: from, unknown: code })
  }
  for (const key of ['assets', 'liabilities', 'result'] as const) mustExist(`controls.${key}`, model.controls[key])
  for (const rubric of model.rubrics) {
    if (rubric.deductedFrom !== undefined) mustExist(rubric.code, rubric.deductedFrom)
    for (const code of partsOf(rubric)) mustExist(rubric.code, code)
  }
  return [...problems, ...circles(byCode).map((rubrics) => ({ code: 'statement_rubric_circular', rubrics }))]
}

/** Codes of the rubrics that a rubric adds up. */
function partsOf(rubric: Rubric): string[] {
  return rubric.terms.flatMap((term) => (isAccountTerm(term) ? [] : [...term.rubrics]))
}

/** Every way round by which a rubric would be part of itself. */
function circles(byCode: ReadonlyMap<string, Rubric>): string[][] {
  const found: string[][] = []
  const done = new Set<string>()
  const walk = (code: string, above: readonly string[]): void => {
    const rubric = byCode.get(code)
    const start = above.indexOf(code)
    if (start >= 0) {
      found.push([...above.slice(start), code])
      return
    }
    if (!rubric || done.has(code)) return
    for (const part of partsOf(rubric)) walk(part, [...above, code])
    done.add(code)
  }
  for (const code of byCode.keys()) walk(code, [])
  return found
}

/** The same prefix claimed twice for one side: the account would be counted twice. */
function claimProblems(model: StatementModel): Refusal[] {
  const problems: Refusal[] = []
  const homes = new Map<string, { debit?: string; credit?: string }>()
  for (const { prefix, side, rubric } of claims(model)) {
    const home = homes.get(prefix) ?? {}
    homes.set(prefix, home)
    for (const each of side === 'balance' ? (['debit', 'credit'] as const) : [side]) {
      if (home[each] !== undefined) problems.push({ code: 'statement_account_twice', prefix, rubrics: [home[each], rubric.code] })
      home[each] = rubric.code
    }
  }
  return problems
}

export interface Claim {
  readonly prefix: string
  readonly side: TermSide
  readonly sign: 1 | -1
  readonly rubric: Rubric
}

/** Every prefix that a rubric of the model claims. */
export function claims(model: StatementModel): Claim[] {
  return model.rubrics.flatMap((rubric) =>
    rubric.terms.flatMap((term) =>
      isAccountTerm(term) ? term.accounts.map((prefix) => ({ prefix, side: term.side, sign: term.sign, rubric })) : [],
    ),
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function isPrefix(value: unknown): boolean {
  return typeof value === 'string' && /^\d+$/u.test(value)
}

function isListOf(value: unknown, fine: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fine)
}

/** Words by language; French is always there. */
function isLabel(value: unknown): boolean {
  return isMembers(value) && Object.values(value).every(isText) && isText(value['fr'])
}
