import { useMemo } from 'react'
import type { MessageId } from '../../i18n/messages.ts'
import { LOCALE } from '../../i18n/messages.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { type Books, useSession } from '../../session.tsx'
import { useAccountName } from '../account-name.tsx'
import { type FormBody, isComplete } from './form-body.ts'

type Kind = Books['accounts'][number]['kind']

/** What more on the usual side means, and less, in plain words. */
const SAYS: Readonly<Record<Kind, readonly [debit: MessageId, credit: MessageId]>> = {
  asset: ['effect.asset.more', 'effect.asset.less'],
  expense: ['effect.expense.more', 'effect.expense.less'],
  income: ['effect.income.less', 'effect.income.more'],
  liability: ['effect.liability.less', 'effect.liability.more'],
  equity: ['effect.equity.less', 'effect.equity.more'],
  off_balance: ['effect.other.debit', 'effect.other.credit'],
}

/** The effect of the entry on the books, in one sentence, before the button. */
export function Effect({ body }: { readonly body: FormBody }) {
  const t = useWords()
  const { books } = useSession()
  const name = useAccountName()
  const kinds = useMemo(() => new Map(books.accounts.map((account) => [account.number, account.kind])), [books.accounts])
  const lines = body.lines.filter(isComplete)
  if (lines.length < 2) return null
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(line.account, (sums.get(line.account) ?? 0) + (line.debitCents ?? 0) - (line.creditCents ?? 0))
  const parts = [...sums].filter(([, cents]) => cents !== 0).slice(0, 6).map(([account, cents]) => {
    const [debit, credit] = SAYS[kinds.get(account) ?? 'off_balance']
    return t(cents > 0 ? debit : credit, { amount: t.money(Math.abs(cents)), account: name(account) })
  })
  if (parts.length === 0) return null
  return <p>{t('effect.sentence', { parts: new Intl.ListFormat(LOCALE[t.language]).format(parts) })}</p>
}
