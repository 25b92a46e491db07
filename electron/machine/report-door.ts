import type { Report } from '../../core/reporting/report.ts'
import { err, ok, type Refusal } from '../../core/kernel/result.ts'
import type { Session } from './session.ts'
import { writeReport } from './write-report.ts'

interface Asked {
  readonly format: 'xlsx' | 'pdf' | 'csv'
  readonly reports: readonly { readonly procedure: string; readonly input: unknown }[]
  readonly language: 'fr' | 'nl' | 'en'
}

/** Asks the core for the reports that are on the screen and writes them: what is seen is what is saved. */
export async function writeReports(session: Session, asked: Asked): Promise<{ readonly ok: true; readonly value: { readonly fileId: string; readonly fileName: string } } | { readonly ok: false; readonly error: readonly Refusal[] }> {
  const reports: Report[] = []
  for (const each of asked.reports) {
    if (!each.procedure.startsWith('report.') || each.procedure === 'report.write') return err([{ code: 'unknown_procedure', procedure: each.procedure }])
    const reply = await session.run(each.procedure, each.input, session.openOptions.progress)
    if (!reply.ok) return err('refused' in reply ? reply.refused : [{ code: 'internal' }])
    reports.push(reply.value as Report)
  }
  const [first, ...others] = reports
  if (!first) return err([{ code: 'invalid_input', path: 'reports' }])
  const written = await writeReport(asked.format, [first, ...others], asked.language)
  if (!written.ok) return written
  const { fileName, mediaType, bytes } = written.value
  return ok({ fileId: session.files.put(fileName, mediaType, bytes), fileName })
}
