import { useSearch } from '@tanstack/react-router'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { type CalendarDate, dateOf } from '../core/kernel/calendar-date.ts'
import type { Period } from '../core/kernel/period.ts'
import type { WorkspaceInfo } from '../core/workspace.ts'
import type { Output } from './client.ts'
import { DEFAULT_PERIOD, type PeriodFrame, type PeriodToken, resolvePeriod } from './period/period-token.ts'
import { type Preferences, usePreferences } from './preferences.ts'

export type Books = Output<'books.get'>
export type Entity = Output<'entity.list'>[number]

export interface Session {
  readonly workspace: WorkspaceInfo
  readonly entities: readonly Entity[]
  /** Code of the entity shown: what every door of the books asks for. */
  readonly entity: string
  readonly books: Books
  /** In the books: a regional office reads them. */
  readonly canWrite: boolean
  readonly today: CalendarDate
  readonly frame: PeriodFrame
}

const SessionContext = createContext<Session | null>(null)

/** The working day of this machine. */
export function localToday(): CalendarDate {
  const now = new Date()
  return dateOf(now.getFullYear(), now.getMonth() + 1, now.getDate())
}

export function SessionProvider({ workspace, entities, entity, books, children }: Omit<Session, 'canWrite' | 'today' | 'frame'> & { readonly children: ReactNode }) {
  const session = useMemo((): Session => {
    const today = localToday()
    return { workspace, entities, entity, books, canWrite: workspace.access === 'write' && workspace.kind !== 'office', today, frame: { today, years: books.years } }
  }, [workspace, entities, entity, books])
  return <SessionContext value={session}>{children}</SessionContext>
}

/** The open workspace and the entity being read; only screens behind the shell ask. */
export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('no session')
  return session
}

/** The period of the address, or the fiscal year of today. */
export function usePeriod(): Period & { readonly token: PeriodToken } {
  const { frame } = useSession()
  const search = useSearch({ strict: false }) as { p?: string }
  const token = search.p ?? DEFAULT_PERIOD
  return useMemo(() => {
    const span = resolvePeriod(token, frame) ?? resolvePeriod(DEFAULT_PERIOD, frame)
    if (!span) throw new Error('no period')
    return { ...span, token }
  }, [token, frame])
}

/** `clair` or `comptable`. */
export function useReading(): Preferences['reading'] {
  return usePreferences().reading
}
