import { existsSync } from 'node:fs'
import type { Context, Outcome } from '../../core/context.ts'
import { err, type Refusal } from '../../core/kernel/result.ts'
import type { ForkRepaired } from '../../core/sync/forks/fork-repair.command.ts'
import type { WorkspaceApi } from '../../core/workspace.ts'
import type { DoorOutcome } from './door.ts'
import { realPath } from './paths.ts'
import type { Session } from './session.ts'
import { createWorkspace, openWorkspace, type OpenWorkspace } from './workspace.ts'

/**
 * Books again, in another file, what the open file wrote after its own history parted from headquarters'; then opens that file. It is
 * made new, under an author of its own, from what both histories share; or it is one that joined anew and took headquarters' pli. The old
 * file is only read, and stays as it is. Refusals: `no_workspace`, `fork_repair_itself`, `workspace_read_only`, those of the core.
 */
export async function repairFork(session: Session, newPath: string): Promise<DoorOutcome<WorkspaceApi['fork.repair']['output']>> {
  const old = session.workspace
  if (!old) return err([{ code: 'no_workspace' }])
  if (realPath(newPath) === old.path) return err([{ code: 'fork_repair_itself' }])
  const { exchange } = await import('../../core/exchange.ts')
  const repair = (ctx: Context): Outcome<ForkRepaired> => exchange.repairFork(ctx, old.ctx)
  const repaired = existsSync(newPath) ? await inJoined(session, newPath, repair) : await inNew(session, old, newPath, repair)
  if (!repaired.ok) return repaired
  const opened = await session.open(newPath)
  return { ok: true, value: { ...opened.info(), entriesBookedAgain: repaired.value.entriesBookedAgain }, changed: ['workspace'] }
}

async function inJoined(session: Session, path: string, repair: (ctx: Context) => Outcome<ForkRepaired>): Promise<Outcome<ForkRepaired>> {
  const fresh = await openWorkspace(path, session.openOptions)
  try {
    return fresh.access === 'write' ? repair(fresh.ctx) : err([session.readOnlyRefusal(fresh)])
  } finally {
    fresh.close()
  }
}

/** A file that gets its name only when all of it is there. */
async function inNew(session: Session, old: OpenWorkspace, path: string, repair: (ctx: Context) => Outcome<ForkRepaired>): Promise<Outcome<ForkRepaired>> {
  const setting = (key: string): string => (old.connection.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(key) as string | undefined) ?? ''
  const workspace = { kind: old.info().kind, country: setting('country') === 'FR' ? 'FR' : 'BE', name: setting('name'), demonstration: old.info().demonstration } as const
  let repaired: Outcome<ForkRepaired> = err<readonly Refusal[]>([])
  await createWorkspace(path, workspace, session.openOptions, (ctx) => {
    repaired = repair(ctx)
    return repaired.ok
  })
  return repaired
}
