import { parentPort, workerData } from 'node:worker_threads'
import type { BackupThreadAnswer } from './core-messages.ts'
import { toFault } from './fault.ts'
import { logThrown } from './log.ts'
import { loadProcedures } from './procedure-table.ts'
import { Session } from './session.ts'

const { workspacePath } = workerData as { readonly workspacePath: string }
const session = new Session({ shell: 'backup', procedures: loadProcedures })

try {
  const made = await session.backupHere(workspacePath)
  parentPort?.postMessage({ ok: true, made } satisfies BackupThreadAnswer)
} catch (error) {
  logThrown('backup-thread', error)
  parentPort?.postMessage({ ok: false, code: toFault(error).code } satisfies BackupThreadAnswer)
}
