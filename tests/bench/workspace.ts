import { existsSync, rmSync } from 'node:fs'
import { ok } from '../../core/kernel/result.ts'
import { openEntity } from '../../core/ledger/open-entity.command.ts'
import { openFiscalYear } from '../../core/ledger/records.command.ts'
import { recordFact } from '../../core/ledger/record-fact.command.ts'
import type { Context } from '../../core/context.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { createWorkspace, openWorkspace, type OpenWorkspace } from '../../electron/machine/workspace.ts'
import { must } from '../fixtures/books.ts'
import { ACCOUNTS, PARTIES, PROJECTS, WORKING_DATE, YEARS } from './generator.ts'

export const ENTITY = 'ATELIER'

export function remove(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-lock`]) if (existsSync(file)) rmSync(file)
}

/** A workspace of the program, made by the program: one entity, two hundred accounts, its parties, three years, no entry. */
export async function makeWorkspace(path: string): Promise<void> {
  remove(path)
  const workspace = { kind: 'entity', country: 'FR', name: 'Atelier Brume', demonstration: false } as const
  await createWorkspace(path, workspace, { files: new MemoryFiles(), progress: () => {}, on: WORKING_DATE }, (ctx) => {
    const { entityId } = must(openEntity(ctx, { code: ENTITY, name: 'Atelier Brume', kind: 'entity', country: 'FR' }))
    for (const year of YEARS) must(openFiscalYear(ctx, entityId, year))
    recordAll(ctx, entityId)
    return true
  })
}

function recordAll(ctx: Context, entityId: number): void {
  ctx.write((tx) => {
    for (const [code, label, kind] of [['VE', 'Ventes', 'sales'], ['AC', 'Achats', 'purchases'], ['BQ', 'Banque', 'bank'], ['OD', 'Opérations diverses', 'general']] as const) {
      recordFact(tx, entityId, 'JournalRecorded', { code, label, kind })
    }
    for (const number of ACCOUNTS) recordFact(tx, entityId, 'AccountRecorded', { number, label: `Compte ${number}` })
    for (const { code, kind } of PARTIES) recordFact(tx, entityId, 'PartyRecorded', { code, name: `Tiers ${code}`, kind })
    for (const code of PROJECTS) recordFact(tx, entityId, 'AxisValueRecorded', { axis: 'project', code, label: code })
    return ok(null)
  })
}

export function open(path: string, readOnly = false): Promise<OpenWorkspace> {
  return openWorkspace(path, { shell: 'cli', files: new MemoryFiles(), progress: () => {}, readOnly, on: WORKING_DATE })
}

export function entityOf(workspace: OpenWorkspace): number {
  return workspace.connection.prepare('SELECT id FROM entity').pluck().get() as number
}
