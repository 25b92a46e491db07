import { isMembers, type Members } from '../../kernel/members.ts'
import type { Refusal } from '../../kernel/result.ts'
import { type Chart, JOURNAL_KINDS, ROLES } from '../../ledger/chart.ts'

/** Problems named at most: the first ones tell what is wrong with the file. */
const MOST = 20
const NUMBER = /^[0-9A-Z]{1,12}$/u

/**
 * Is this the content of a chart that books can be kept with? Problems: `chart_malformed` (with the member that is wrong), `chart_account_wrong`,
 * `chart_account_twice`, `chart_role_empty` (rules ask for that role), `chart_role_unknown_account`.
 */
export function readChart(id: string, content: unknown): { readonly chart: Chart } | { readonly problems: readonly Refusal[] } {
  if (!isMembers(content)) return { problems: [{ code: 'chart_malformed', member: '' }] }
  const wrong = Object.entries(FORM).filter(([name, isRight]) => !isRight(content[name])).map(([name]) => ({ code: 'chart_malformed', member: name }))
  if (content['id'] !== id) wrong.push({ code: 'chart_malformed', member: 'id' })
  if (wrong.length > 0) return { problems: wrong }
  const chart = content as unknown as Chart
  const problems = [...accountProblems(chart), ...roleProblems(chart)]
  return problems.length > 0 ? { problems: problems.slice(0, MOST) } : { chart }
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isLabel = (value: unknown): boolean => isMembers(value) && isText(value['fr']) && Object.values(value).every(isText)
const isListOf = (isOne: (each: Members) => boolean) => (value: unknown): boolean => Array.isArray(value) && value.every((each) => isMembers(each) && isOne(each))

const FORM: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  country: (value) => value === 'BE' || value === 'FR',
  edition: isText,
  currency: (value) => value === 'EUR',
  accounts: (value) => isListOf((each) => typeof each['number'] === 'string' && isLabel(each['label']) && (each['plain'] === undefined || isLabel(each['plain'])))(value) && (value as readonly unknown[]).length > 0,
  groups: isListOf((each) => typeof each['number'] === 'string' && isLabel(each['label'])),
  roles: (value) => isMembers(value) && Object.values(value).every((each) => Array.isArray(each) && each.every(isText)),
  journals: isListOf((each) => isText(each['code']) && isLabel(each['label']) && JOURNAL_KINDS.some((kind) => kind === each['kind'])),
}

function accountProblems(chart: Chart): Refusal[] {
  const seen = new Set<string>()
  return chart.accounts.flatMap(({ number }): Refusal[] => {
    if (!NUMBER.test(number)) return [{ code: 'chart_account_wrong', account: number }]
    if (seen.has(number)) return [{ code: 'chart_account_twice', account: number }]
    seen.add(number)
    return []
  })
}

function roleProblems(chart: Chart): Refusal[] {
  const empty = ROLES.filter((role) => (chart.roles[role] ?? []).length === 0).map((role) => ({ code: 'chart_role_empty', role }))
  const unknown = Object.entries(chart.roles).flatMap(([role, numbers]) =>
    // The first is proposed; the others are prefixes, of accounts that books may open.
    numbers.slice(0, 1).filter((number) => !chart.accounts.some((account) => account.number.startsWith(number))).map((account) => ({ code: 'chart_role_unknown_account', role, account })),
  )
  return [...empty, ...unknown]
}
