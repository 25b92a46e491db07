import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'
import type { CopyProof } from '../../electron/machine/backup.ts'
import { MemoryFiles } from '../../electron/machine/files.ts'
import { loadProcedures } from '../../electron/machine/procedure-table.ts'
import { Session } from '../../electron/machine/session.ts'
import { createWorkspace } from '../../electron/machine/workspace.ts'
import { makeFolder } from '../fixtures/temporary.ts'

// The person's own journal and list of recent files are none of a test's business.
const data = makeFolder('data')
process.env['ARCHIPEL_DATA'] = data
afterAll(() => rmSync(data, { recursive: true, force: true }))

const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = makeFolder('test')
  made.push(folder)
  return folder
}

/** A session over the real procedures, whose data folder is the test's. */
export function testSession(shell = 'test'): Session {
  return new Session({ shell, procedures: loadProcedures })
}

/** A workspace file with one entity, its year 2026 open, closed again. */
export async function makeWorkspace(folder: string, name = 'essai', country: 'BE' | 'FR' = 'BE'): Promise<string> {
  const path = join(folder, `${name}.archipel`)
  const session = testSession()
  const nothing = (): void => undefined
  await createWorkspace(path, { kind: 'entity', country, name, demonstration: false }, { files: new MemoryFiles(), progress: nothing }, async (ctx) => {
    const added = await session.runOver(ctx, 'entity.add', { code: 'A1', name: 'Atelier', country, firstYear: { startOn: '2026-01-01', endOn: '2026-12-31' } })
    return added.ok
  })
  return path
}

/** A proof that finds nothing wrong: for tests of the copying itself. */
export const proved = (): CopyProof => ({ facts: 0, entries: 0, problems: [] })

/** A balanced entry of the Belgian chart. */
export function anEntry(amountCents: number, label = 'Vente', date = '2026-03-01'): unknown {
  return {
    journal: 'OD', date, label, documentRef: `P${amountCents}`,
    lines: [{ account: '550000', debitCents: amountCents, creditCents: 0 }, { account: '700000', debitCents: 0, creditCents: amountCents }],
  }
}
