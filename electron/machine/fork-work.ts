import { ok, err } from '../../core/kernel/result.ts'
import type { WorkspaceApi } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import { realPath } from './paths.ts'
import type { Session } from './session.ts'
import { openWorkspace } from './workspace.ts'

/**
 * Books again, in a new file that joined anew and took headquarters' history, what the open file wrote after its own history parted from
 * it; then opens the new file. The old one is only read, and stays as it is. Refusals: `no_workspace`, `fork_repair_itself` (the new file is the
 * open one), those of opening a file for writing, and those of the core.
 */
export async function repairFork(session: Session, newPath: string): Promise<DoorOutcome<WorkspaceApi['fork.repair']['output']>> {
  const old = session.workspace
  if (!old) return err([{ code: 'no_workspace' }])
  if (realPath(newPath) === old.path) return err([{ code: 'fork_repair_itself' }])
  const { exchange } = await import('../../core/exchange.ts')
  const fresh = await openWorkspace(newPath, session.openOptions)
  let repaired: ReturnType<typeof exchange.repairFork>
  try {
    if (fresh.access !== 'write') return err([{ code: 'workspace_read_only' }])
    repaired = exchange.repairFork(fresh.ctx, old.ctx)
  } finally {
    fresh.close()
  }
  if (!repaired.ok) return repaired
  const opened = await session.open(newPath)
  return { ...ok({ ...opened.info(), entriesBookedAgain: repaired.value.entriesBookedAgain }), changed: ['workspace'] }
}
