import { useQuery } from '@tanstack/react-query'
import { call, type Output } from '../../client.ts'

export type Fresh = Output<'freshness.list'>['rows'][number]

const PAGE = 5000

/** Every Activité that headquarters holds, at a glance: a few figures each, so that all of them are filtered here without asking again. */
export function useFreshness() {
  return useQuery({
    queryKey: ['freshness.list', 'all'],
    queryFn: async ({ signal }): Promise<readonly Fresh[]> => {
      const rows: Fresh[] = []
      for (;;) {
        const page = await call('freshness.list', { order: 'name', descending: false, incompleteOnly: false, offset: rows.length, limit: PAGE }, { signal })
        rows.push(...page.rows)
        if (page.rows.length === 0 || rows.length >= page.total) return rows
      }
    },
  })
}
