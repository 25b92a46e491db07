import { createRootRoute, retainSearchParams } from '@tanstack/react-router'
import { NotFound } from './shell/not-found.tsx'
import { Shell } from './shell/shell.tsx'

export interface RootSearch {
  /** Code of the entity shown. */
  readonly e?: string
  /** Token of the period. */
  readonly p?: string
}

/** Reads short text out of an address; anything else is as if it were not there. */
export function searchText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined
}

/** Keeps only the fields that have a value, so that addresses stay short. */
export function compact<T extends Record<string, unknown>>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** The entity and the period stay in the address while one moves between screens. */
export const rootRoute = createRootRoute({
  validateSearch: (search: Record<string, unknown>): RootSearch => compact({ e: searchText(search['e']), p: searchText(search['p']) }),
  search: { middlewares: [retainSearchParams(['e', 'p'])] },
  component: Shell,
  notFoundComponent: NotFound,
})
