import { statSync } from 'node:fs'
import { extname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { isCalendarDate } from '../../core/kernel/calendar-date.ts'
import { err, ok, type Refusal } from '../../core/kernel/result.ts'
import type { BackupInfo, RestorePreview, WorkspaceInfo } from '../../core/workspace.ts'
import { backupFolder, copyWorkspace, listBackups } from './backup.ts'
import { type Connection, openDatabase } from './database.ts'
import { type Door, door, type DoorOutcome, none, pathText as path } from './door.ts'
import { enrolDoors } from './enrol-doors.ts'
import { identityDoors } from './identity-doors.ts'
import { WORKSPACE_EXTENSION, workspaceFolder } from './paths.ts'
import { pliDoors } from './pli-doors.ts'
import { recentWorkspaces, rememberWorkspace } from './recent.ts'
import { rootDoors } from './root-doors.ts'
import type { Session } from './session.ts'
import { createWorkspace } from './workspace.ts'

/** Everything of a screen may have changed: another file is open. */
const EVERYTHING = ['workspace']

export const doors = {
  'workspace.current': door(none, (session) => ok(session.workspace?.info() ?? null)),
  'workspace.recent': door(none, () => ok(recentWorkspaces())),
  'workspace.folder': door(none, (session) => ok({ path: workspaceFolder(), canPick: session.options.canPick === true })),
  'workspace.create': door(
    z.strictObject({
      path, kind: z.enum(['entity', 'office', 'headquarters']), country: z.enum(['BE', 'FR']), name: z.string().trim().min(1).max(200),
      entityCode: z.string().max(60), entityName: z.string().max(200),
      firstYear: z.strictObject({ startOn: z.string().refine(isCalendarDate), endOn: z.string().refine(isCalendarDate) }).optional(),
      demonstration: z.string().max(60).optional(),
    }),
    create,
  ),
  'workspace.open': door(z.strictObject({ path }), async (session, input) => ({ ok: true, value: await openAndRemember(session, input.path), changed: EVERYTHING })),
  'workspace.close': door(none, (session) => {
    session.close()
    return { ok: true, value: null, changed: EVERYTHING }
  }),
  'backup.list': door(none, (session) => {
    const workspace = session.workspace
    if (!workspace) return err([{ code: 'no_workspace' }])
    const folder = backupFolder(workspace.path)
    return ok({ folder, backups: listBackups(folder), lastProblem: session.backups?.lastProblem ?? null })
  }),
  'backup.now': door(none, async (session) => {
    if (!session.workspace) return err([{ code: 'no_workspace' }])
    if (!session.backups) return err([{ code: 'workspace_read_only' }])
    return { ok: true, value: await session.backups.make(), changed: ['backup'] }
  }),
  'restore.preview': door(z.strictObject({ path }), (session, input) => ok(preview(session, withExtension(input.path)))),
  'restore.run': door(z.strictObject({ path, newPath: path }), async (session, input) => {
    const target = withExtension(absolute(input.newPath))
    await copyWorkspace(absolute(input.path), target, session.verifyCopy)
    return { ok: true, value: await openAndRemember(session, target), changed: EVERYTHING }
  }),
  'report.write': door(
    z.strictObject({
      format: z.enum(['xlsx', 'pdf', 'csv']),
      reports: z.array(z.strictObject({ procedure: z.string().max(60), input: z.unknown() })).min(1).max(20),
      language: z.enum(['fr', 'nl', 'en']),
    }),
    async (session, input) => (await import('./report-door.ts')).writeReports(session, input),
  ),
  ...identityDoors, ...rootDoors, ...pliDoors, ...enrolDoors,
} satisfies Readonly<Record<string, Door>>

interface Creation {
  readonly path: string
  readonly kind: WorkspaceInfo['kind']
  readonly country: 'BE' | 'FR'
  readonly name: string
  readonly entityCode: string
  readonly entityName: string
  readonly firstYear?: { readonly startOn: string; readonly endOn: string } | undefined
  readonly demonstration?: string | undefined
}

async function create(session: Session, input: Creation): Promise<DoorOutcome> {
  const target = withExtension(absolute(input.path))
  if (input.demonstration !== undefined && input.kind !== 'entity') {
    const { makeFederation } = await import('./demonstration-work.ts')
    const federation = await makeFederation(session, { path: target, kind: input.kind, country: input.country, name: input.name, demonstration: input.demonstration })
    return federation.ok ? { ok: true, value: await openAndRemember(session, target), changed: EVERYTHING } : federation
  }
  let refused: readonly Refusal[] = []
  const options = { files: session.files, progress: session.openOptions.progress, on: session.options.on }
  const workspace = { kind: input.kind, country: input.country, name: input.name, demonstration: input.demonstration !== undefined }
  const made = await createWorkspace(target, workspace, options, async (ctx) => {
    for (const [procedure, values] of firstBooks(input)) {
      const outcome = await session.runOver(ctx, procedure, values)
      if (outcome.ok) continue
      refused = outcome.error
      return false
    }
    return true
  })
  if (!made) return err(refused)
  return { ok: true, value: await openAndRemember(session, target), changed: EVERYTHING }
}

/** What the new file is filled with: the first entity, then the demonstration asked for. */
function firstBooks(input: Creation): (readonly [procedure: string, input: unknown])[] {
  if (input.entityCode === '') return []
  const entity = {
    code: input.entityCode, name: input.entityName || input.name, kind: input.kind === 'headquarters' ? 'headquarters' : 'entity', country: input.country,
    ...(input.firstYear && input.demonstration === undefined ? { firstYear: input.firstYear } : {}),
  }
  if (input.demonstration !== undefined) return [['demonstration.fill', { ...entity, demonstration: input.demonstration }]]
  return [['entity.add', entity]]
}

async function openAndRemember(session: Session, where: string): Promise<WorkspaceInfo> {
  const workspace = await session.open(absolute(where))
  rememberWorkspace(workspace.path)
  return workspace.info()
}

/** A bare name lies in the proposed folder. */
function absolute(where: string): string {
  return isAbsolute(where) ? where : join(workspaceFolder(), where)
}

function withExtension(where: string): string {
  return extname(where) === '' ? where + WORKSPACE_EXTENSION : where
}

interface Counts {
  readonly facts: number
  readonly entries: number
  readonly lastEntryOn: string | null
}

function countsOf(connection: Connection): Counts {
  const count = (sql: string): number => connection.prepare(sql).pluck().get() as number
  return {
    facts: count('SELECT count(*) FROM fact'),
    entries: count('SELECT count(*) FROM entry'),
    lastEntryOn: connection.prepare('SELECT max(on_date) FROM entry').pluck().get() as string | null,
  }
}

/** What a restored file would hold, beside what is open now. Reads only; the copy is proved when it is restored. */
function preview(session: Session, where: string): RestorePreview {
  const source = openDatabase(absolute(where), 'read')
  try {
    const counts = countsOf(source)
    const sealed = listBackups(join(where, '..')).find((backup) => backup.path === where)
    const { size, mtime } = statSync(where)
    const backup: BackupInfo = sealed ?? { path: where, madeAt: mtime.toISOString(), sizeBytes: size, verified: false, facts: counts.facts, entries: counts.entries }
    const current = session.workspace ? countsOf(session.workspace.connection) : null
    return {
      backup: { ...backup, facts: counts.facts, entries: counts.entries },
      current: current ? { facts: current.facts, entries: current.entries } : null,
      missingEntries: current ? Math.max(0, current.entries - counts.entries) : 0,
      lastEntryOn: isCalendarDate(counts.lastEntryOn) ? counts.lastEntryOn : null,
    }
  } finally {
    source.close()
  }
}

