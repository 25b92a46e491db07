import { useState } from 'react'
import type { Input } from '../client.ts'
import { useWords } from '../i18n/use-words.tsx'
import { Pill } from '../ui/pill.tsx'
import { Problem } from '../ui/problem.tsx'
import { saveReport } from './export-buttons.tsx'

export type ShownList = Input<'report.list'>

/** Prints or saves a list as the screen shows it; `list` is asked when a button is pressed, so that pages not yet in view are there too. */
export function ListExport({ list }: { readonly list: () => ShownList | Promise<ShownList> }) {
  const t = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const save = async (format: 'pdf' | 'xlsx' | 'csv'): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await saveReport(format, [{ procedure: 'report.list', input: await list() }], t.language)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <span className="row no-print">
      {error !== null && <Problem error={error} />}
      <span className="note">{t('books.save')}</span>
      {(['pdf', 'xlsx', 'csv'] as const).map((format) => <Pill key={format} onClick={() => void save(format)} disabled={busy} aria-busy={busy}>{t(`books.save.${format}`)}</Pill>)}
    </span>
  )
}
