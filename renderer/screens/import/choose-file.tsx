import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { uploadFile } from '../../client.ts'
import { takeHandedFiles } from '../../handed-files.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { FileDrop } from '../../ui/file-drop.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Card, Cards } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
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
  // Dropped elsewhere in the window.
  const started = useRef(take)
  useEffect(() => {
    const [file] = takeHandedFiles('/import') ?? []
    if (file) void started.current(file)
  }, [])
  return (
    <div className="stack">
      {error ? <Problem error={error} /> : null}
      {unknown && <Warning title={t('import.unknown', { name: unknown.name })}>{t(`import.unknown.${unknown.kind}`)}</Warning>}
      {busy ? <ProgressBar step={{ step: 'reading', done: 0, total: 0 }} /> : <FileDrop accept=".txt,.csv,.tsv,.json" leaves={(file) => /\.pli$/iu.test(file.name)} help={t('import.drop.help')} onFiles={(files) => void take(files[0])} />}
      {!busy && <PasteBox onText={(text) => void take(new File([text], `${t('import.paste.name')}.tsv`, { type: 'text/plain' }))} />}
      <Cards columns={3}>
        {(['fec', 'csv', 'entries'] as const).map((format) => <Card key={format} title={t(`import.format.${format}`)}><p className="soft">{t(`import.format.${format}.text`)}</p></Card>)}
      </Cards>
    </div>
  )
}

/** Lines copied out of a spreadsheet: Ctrl+V anywhere on the page, or into the box. Read as a file is, with the same look before anything is written. */
function PasteBox({ onText }: { readonly onText: (text: string) => void }) {
  const t = useWords()
  const given = useRef(onText)
  useLayoutEffect(() => { given.current = onText })
  const [text, setText] = useState('')
  const [copied, setCopied] = useState(false)
  const titles = t('import.paste.titles')
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const said = event.clipboardData?.getData('text/plain') ?? ''
      const isField = event.target instanceof HTMLInputElement || (event.target instanceof HTMLTextAreaElement && event.target.id !== 'import-paste')
      // One line may be the beginning of something typed; several are lines of a sheet.
      if (isField || !/\n./u.test(said)) return
      event.preventDefault()
      given.current(said)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  }, [])
  return (
    <Card title={t('import.paste.title')}>
      <div className="stack">
        <Field id="import-paste" label={t('import.paste.label')} help={t('import.paste.help')}>
          <textarea id="import-paste" className={inputClass} rows={3} value={text} spellCheck={false} aria-describedby="import-paste-help" onChange={(event) => setText(event.currentTarget.value)} />
        </Field>
        <div className="row">
          {text.trim() !== '' && <Pill onClick={() => onText(text)}>{t('import.paste.read')}</Pill>}
          <span className="note">{t('import.paste.template', { titles: titles.replaceAll('\t', ' · ') })}</span>
          <Pill look="link" onClick={() => void navigator.clipboard.writeText(`${titles}\n`).then(() => setCopied(true), () => setText(`${titles}\n`))}>{t(copied ? 'import.paste.copied' : 'import.paste.copy')}</Pill>
        </div>
      </div>
    </Card>
  )
}
