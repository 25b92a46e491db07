import { Link } from '@tanstack/react-router'
import type { CalendarDate } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { Terms } from '../../ui/figure.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const SHOWN = 400

/** An account of the sum, book by book; each opens the ledger of that Activité, and there its entries. */
export function SumDetail({ account, input }: { readonly account: string; readonly input: { readonly asOf: CalendarDate; readonly legalEntity?: string; readonly office?: string } }) {
  const t = useWords()
  const detail = useApi('books.sum.detail', { ...input, account })
  if (detail.isError) return <Problem error={detail.error} />
  if (!detail.data) return <Skeleton />
  const total = detail.data.reduce((sum, row) => sum + row.balanceCents, 0)
  const rows = [...detail.data].sort((a, b) => Math.abs(b.balanceCents) - Math.abs(a.balanceCents)).slice(0, SHOWN)
  return (
    <>
      <p className="soft">{t('hq.sum.detail', { count: detail.data.length })}</p>
      <Terms
        terms={rows.map((row) => ({ key: row.entity, cents: row.balanceCents, label: <Link to="/account/$number" params={{ number: account }} search={{ e: row.entity } as never}>{row.name}</Link> }))}
        totalLabel={t('common.total')} totalCents={total}
      />
      {detail.data.length > SHOWN && <p className="note">{t('hq.sum.detailMore', { count: detail.data.length - SHOWN })}</p>}
    </>
  )
}
