import { isAbsolute } from 'node:path'
import { err, ok } from '../../core/kernel/result.ts'
import type { WatchState } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import type { Session } from './session.ts'
import { rememberFolder, WatchedFolder, watchedFolder } from './watch-folder.ts'

const NOTHING: WatchState = { folder: null, lastLookedAt: null, lastProblem: null, taken: 0 }

/** Remembers the folder to watch (null: none) and begins at once. A folder that is away today is kept: a stick comes back. */
export async function watch(session: Session, folder: string | null): Promise<DoorOutcome<WatchState>> {
  const workspace = session.workspace
  if (!workspace) return err([{ code: 'no_workspace' }])
  if (workspace.access !== 'write') return err([session.readOnlyRefusal(workspace)])
  if (folder !== null && !isAbsolute(folder)) return err([{ code: 'folder_not_whole', path: folder }])
  rememberFolder(workspace.connection, folder)
  watchRemembered(session)
  await session.watcher?.look(true)
  return { ok: true, value: session.watcher?.state() ?? NOTHING, changed: ['sync'] }
}

/** Watches what the open workspace remembers, in place of what was watched. */
export function watchRemembered(session: Session): void {
  session.watcher?.stop()
  const folder = session.workspace?.access === 'write' ? watchedFolder(session.workspace.connection) : null
  session.watcher = folder === null ? undefined : new WatchedFolder(session, folder)
}

export function watchState(session: Session): DoorOutcome<WatchState> {
  return session.workspace ? ok(session.watcher?.state() ?? NOTHING) : err([{ code: 'no_workspace' }])
}
