import { Button } from '@mantine/core'
import { createRoute } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { call, type Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { compact, rootRoute } from '../../root-route.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Switcher } from '../../ui/switcher.tsx'
import { useInfiniteQuery } from '@tanstack/react-query'
import { NoticeLine, SilenceLine } from './notice-line.tsx'
import styles from './notices.module.css'

const PAGE = 100

/** What was moved and why, what contradicts itself, what is missing: told once, kept, marked when read. */
function Notices() {
  const t = useWords()
  const { show = 'unread' } = noticesRoute.useSearch()
  const navigate = noticesRoute.useNavigate()
  const read = useCommand('notice.read')
  const load = useCallback((offset: number, signal: AbortSignal) => call('notice.list', { unreadOnly: show === 'unread', offset, limit: PAGE }, { signal }), [show])
  const [opened] = useState(() => Date.now())
  const answer = useInfiniteQuery({
    queryKey: ['notice.list', 'page', show, opened], queryFn: ({ pageParam, signal }) => load(pageParam, signal), initialPageParam: 0,
    getNextPageParam: (last: Output<'notice.list'>, all) => { const seen = all.reduce((sum, page) => sum + page.rows.length, 0); return last.rows.length > 0 && seen < last.total ? seen : undefined },
  })
  const rows = answer.data?.pages.flatMap((page) => page.rows) ?? []
  const unread = answer.data?.pages[0]?.unread ?? 0
  const { silence = null } = answer.data?.pages[0] ?? {}
  return (
    <Page title={t('nav.notices')} lead={t('notices.lead')}>
      <div className="row">
        <Switcher label={t('notices.filter')} value={show} onChange={(value) => void navigate({ search: { show: value } })} options={[{ value: 'unread', label: t('notices.unread', { count: unread }) }, { value: 'all', label: t('notices.all') }]} />
        {unread > 0 && <Button variant="default" loading={read.isPending} onClick={() => read.mutate({})}>{t('notices.readAll')}</Button>}
      </div>
      {silence && !rows.some((notice) => notice.code === silence.code && notice.readAt === null) && <ul className={styles['list']}><SilenceLine silence={silence} /></ul>}
      {read.error ? <Problem error={read.error} /> : null}
      {answer.isError ? <Problem error={answer.error} /> : answer.isPending ? <Skeleton /> : rows.length === 0
        ? <EmptyState title={t(show === 'unread' ? 'notices.none' : 'notices.never')} text={t('notices.none.text')} />
        : <ul className={styles['list']}>{rows.map((notice) => <NoticeLine key={notice.id} notice={notice} onRead={() => read.mutate({ ids: [notice.id] })} />)}</ul>}
      {answer.hasNextPage && <div><Pill onClick={() => void answer.fetchNextPage()} disabled={answer.isFetchingNextPage}>{t('notices.more')}</Pill></div>}
    </Page>
  )
}

export const noticesRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/notices', component: Notices,
  validateSearch: (search: Record<string, unknown>): { show?: 'unread' | 'all' } => compact({ show: search['show'] === 'all' ? ('all' as const) : search['show'] === 'unread' ? ('unread' as const) : undefined }),
})
