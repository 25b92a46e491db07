import { QueryClient, useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { call, type Input, type Name, onChanged, type Output } from './client.ts'

/** Answers of the core are kept until a command says that it changed something: the books only change through it. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false, refetchOnWindowFocus: false, networkMode: 'always' }, mutations: { retry: false, networkMode: 'always' } },
})

/** A draft being typed changes nothing that the books show but their number of drafts. */
const DRAFTS_ONLY = /^(draft\.|home$)/u
const TEMPLATES_ONLY = /^(template\.|home$)/u

onChanged((modules) => {
  const small = modules.every((module) => module === 'drafts') ? DRAFTS_ONLY : modules.every((module) => module === 'templates') ? TEMPLATES_ONLY : undefined
  void queryClient.invalidateQueries({ predicate: (query) => small === undefined || small.test(String(query.queryKey[0])) })
})

/** Asks a door of the core; `undefined` as input waits. The former answer stays on screen while a new one comes. */
export function useApi<N extends Name>(procedure: N, input: Input<N> | undefined): UseQueryResult<Output<N>> {
  return useQuery({
    queryKey: [procedure, input],
    queryFn: ({ signal }) => call(procedure, input as Input<N>, { signal }),
    enabled: input !== undefined,
    placeholderData: (previous) => previous,
  })
}

/** A command of the core, with what it is doing. */
export function useCommand<N extends Name>(procedure: N) {
  return useMutation<Output<N>, Error, Input<N>>({ mutationFn: (input) => call(procedure, input) })
}
