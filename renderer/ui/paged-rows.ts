import { type QueryKey, useInfiniteQuery, useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'

/** Rows in view of a list that is known by page: `offset` and `limit`. Only the pages in view are asked for, and kept. */
export function usePagedRows<Row>({ key, pageSize, load }: {
  readonly key: QueryKey
  readonly pageSize: number
  readonly load: (offset: number, limit: number, signal: AbortSignal) => Promise<{ readonly total: number; readonly rows: readonly Row[] }>
}) {
  // First and last page in view: moving within them draws nothing again.
  const [range, setRange] = useState<readonly [number, number]>([0, 0])
  const pages = useMemo(() => {
    const [first, last] = range
    // The first page always, since it knows the total.
    return [...new Set([0, ...Array.from({ length: last - first + 1 }, (_, at) => first + at)])]
  }, [range])
  const answers = useQueries({
    queries: pages.map((page) => ({ queryKey: [...key, 'page', page], queryFn: ({ signal }: { signal: AbortSignal }) => load(page * pageSize, pageSize, signal), gcTime: 60_000 })),
  })
  const known = new Map(pages.map((page, at) => [page, answers[at]?.data]))
  const error = answers.find((answer) => answer.isError)?.error
  const onRange = useCallback((firstRow: number, lastRow: number) => {
    const [first, last] = [Math.floor(firstRow / pageSize), Math.floor(lastRow / pageSize)]
    setRange((now) => (now[0] === first && now[1] === last ? now : [first, last]))
  }, [pageSize])
  return {
    total: known.get(0)?.total,
    rowAt: (index: number): Row | undefined => known.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    onRange,
    error,
  }
}

/** Rows of a list that is known by cursor: each page says where the next begins; it is asked for as one nears the end. */
export function useCursorRows<Page, Cursor extends object>({ key, load, next, enabled = true }: {
  readonly key: QueryKey
  readonly load: (after: Cursor | undefined, signal: AbortSignal) => Promise<Page>
  readonly next: (page: Page) => Cursor | null
  readonly enabled?: boolean
}) {
  const answer = useInfiniteQuery({
    queryKey: [...key, 'cursor'],
    queryFn: ({ pageParam, signal }) => load(pageParam as Cursor | undefined, signal),
    initialPageParam: undefined as Cursor | undefined,
    getNextPageParam: (page: Page) => next(page) ?? undefined,
    enabled,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = answer
  const near = useCallback((last: number, count: number) => {
    if (hasNextPage && !isFetchingNextPage && last > count - 60) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return { pages: answer.data?.pages ?? [], pending: answer.isPending, error: answer.error, complete: !hasNextPage, near }
}
