import { useState } from 'react'
import { uploadFile } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Card, Cards } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Warning } from '../../ui/warning.tsx'
import { headOf, type ImportFormat, recognise } from './recognise.ts'

export interface ChosenFile {
  readonly name: string
  readonly format: ImportFormat
  /** Names it in the doors of the core. */
  readonly fileId: string
}

/** Drop or pick a file; what it is is recognised, and said. */
export function ChooseFile({ onChosen }: { readonly onChosen: (file: ChosenFile) => void }) {
  const t = useWords()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [unknown, setUnknown] = useState<{ name: string; kind: 'empty' | 'workbook' | 'pdf' | 'other' } | null>(null)
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setError(null)
    setUnknown(null)
    try {
      const found = recognise(file.name, await headOf(file))
      if ('unknown' in found) return setUnknown({ name: file.name, kind: found.unknown })
      setBusy(true)
      onChosen({ name: file.name, format: found.format, fileId: await uploadFile(file) })
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="stack">
      {error ? <Problem error={error} /> : null}
      {unknown && <Warning title={t('import.unknown', { name: unknown.name })}>{t(`import.unknown.${unknown.kind}`)}</Warning>}
      {busy ? <ProgressBar step={{ step: 'reading', done: 0, total: 0 }} /> : <FileDrop accept=".txt,.csv,.tsv,.json" help={t('import.drop.help')} onFiles={(files) => void take(files[0])} />}
      <Cards columns={3}>
        {(['fec', 'csv', 'entries'] as const).map((format) => <Card key={format} title={t(`import.format.${format}`)}><p className="soft">{t(`import.format.${format}.text`)}</p></Card>)}
      </Cards>
    </div>
  )
}
