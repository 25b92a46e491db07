import { useState } from 'react'
import { bridge, call } from '../client.ts'
import { useWords } from '../i18n/use-words.tsx'
import { Pill } from '../ui/pill.tsx'
import { Problem } from '../ui/problem.tsx'

export interface ReportRequest { readonly procedure: string; readonly input: unknown }

/** Writes what is on the screen, with its filters, to a file: the same procedure with the same input. */
export async function saveReport(format: 'pdf' | 'xlsx' | 'csv', reports: readonly ReportRequest[], language: 'fr' | 'nl' | 'en'): Promise<void> {
  const { fileId } = await call('report.write', { format, reports, language })
  await bridge.download(fileId)
}

export function ExportButtons({ report }: { readonly report: ReportRequest }) {
  const t = useWords()
  const [busy, setBusy] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const save = async (format: 'pdf' | 'xlsx' | 'csv'): Promise<void> => {
    setBusy(format)
    setError(null)
    try {
      await saveReport(format, [report], t.language)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(null)
    }
  }
  return (
    <>
      {error !== null && <Problem error={error} />}
      <span className="note">{t('books.save')}</span>
      {(['pdf', 'xlsx', 'csv'] as const).map((format) => <Pill key={format} onClick={() => void save(format)} disabled={busy !== null} aria-busy={busy === format}>{t(`books.save.${format}`)}</Pill>)}
    </>
  )
}
