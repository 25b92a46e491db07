import type { Output } from '../../client.ts'

export type Draft = Output<'draft.list'>[number]

/** Ids between two rows of a list, both included: what Shift chooses. */
export function rangeOf(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)]
  return a < 0 || b < 0 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** Accounts of the lines of some drafts, with the number of lines on each; those without an account under the empty text, at the end. */
export function accountsIn(drafts: readonly Draft[]): readonly { readonly account: string; readonly lines: number }[] {
  const lines = new Map<string, number>()
  for (const { body } of drafts) {
    for (const { account = '', debitCents, creditCents } of body.lines) {
      if (account !== '' || debitCents || creditCents) lines.set(account, (lines.get(account) ?? 0) + 1)
    }
  }
  return [...lines].map(([account, count]) => ({ account, lines: count })).toSorted((a, b) => Number(a.account === '') - Number(b.account === '') || (a.account < b.account ? -1 : 1))
}

/** Debits of a draft, and whether credits meet them. */
export function weightOf({ body }: Draft): { readonly debitCents: number; readonly balanced: boolean } {
  const [debitCents, creditCents] = [sum(body.lines.map((line) => line.debitCents ?? 0)), sum(body.lines.map((line) => line.creditCents ?? 0))]
  return { debitCents: Math.max(debitCents, creditCents), balanced: debitCents === creditCents && debitCents !== 0 }
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, cents) => total + cents, 0)
}
