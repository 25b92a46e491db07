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

export interface OpenFile {
  readonly workspace: WorkspaceInfo
  /** In the file: keys, plis and notices are kept there whoever may write in the books. */
  readonly mayWrite: boolean
}

const FileContext = createContext<OpenFile | null>(null)

export function FileProvider({ workspace, children }: { readonly workspace: WorkspaceInfo; readonly children: ReactNode }) {
  const file = useMemo((): OpenFile => ({ workspace, mayWrite: workspace.access === 'write' }), [workspace])
  return <FileContext value={file}>{children}</FileContext>
}

/** The open file, with books in it or not yet: what joining, plis and keys stand on. */
export function useFile(): OpenFile {
  const file = use(FileContext)
  if (!file) throw new Error('no file')
  return file
}

/** The books being read, where there are some: a file made to join has none yet. */
export function useSessionIfAny(): Session | null {
  return use(SessionContext)
}

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
