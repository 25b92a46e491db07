import { useState } from 'react'
import { bridge, type Input, type Output } from '../../client.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { usePeriod, useSession } from '../../session.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Warning } from '../../ui/warning.tsx'
import { useLongCall } from '../../use-long-call.ts'
import styles from './export.module.css'
import { SavedFile } from './saved-file.tsx'

type Format = Input<'export.text'>['format']
const FORMATS: readonly Format[] = ['fec', 'hledger', 'beancount', 'entries']

/** Every entry of the period, for another program, an inspection, or one's own archive. */
export function ExportEntries() {
  const t = useWords()
  return (
    <Card title={t('export.entries')}>
      <p className="soft">{t('export.entries.text')}</p>
      <ul className={styles['formats']}>{FORMATS.map((format) => <FormatRow key={format} format={format} />)}</ul>
    </Card>
  )
}

function FormatRow({ format }: { readonly format: Format }) {
  const t = useWords()
  const { entity, books } = useSession()
  const span = usePeriod()
  const write = useLongCall('export.text')
  const [kept, setKept] = useState(false)
  // The law asks for the file of one fiscal year: it is chosen here, the others follow the period of the page.
  const [year, setYear] = useState(() => books.years.findLast((each) => each.startOn <= span.to)?.code ?? '')
  const range = format === 'fec' && year !== '' ? { year } : { from: span.from, to: span.to }
  const save = async (): Promise<void> => {
    const file = await write.start({ entity, format, ...range })
    if (file) setKept(await bridge.download(file.fileId))
  }
  return (
    <li>
      <div>
        <strong>{t(`export.format.${format}`)}</strong>
        <p className="note">{t(`export.format.${format}.text`)}</p>
      </div>
      <div className="row">
        {format === 'fec' && books.years.length > 0 && (
          <SelectField id="export-year" label={t('export.year')} value={year} onChange={setYear} options={books.years.map((each) => ({ value: each.code, label: each.code }))} />
        )}
        <Pill onClick={() => void save()} disabled={write.pending}>{t('export.save')}<span className="visually-hidden"> {t(`export.format.${format}`)}</span></Pill>
      </div>
      {write.pending && <ProgressBar step={write.progress ?? { step: 'writing', done: 0, total: 0 }} onCancel={write.cancel} />}
      {write.error ? <Problem error={write.error} /> : null}
      {write.data && <Written file={write.data} kept={kept} />}
    </li>
  )
}

function Written({ file, kept }: { readonly file: Output<'export.text'>; readonly kept: boolean }) {
  const t = useWords()
  const { notice } = file
  return (
    <div className="stack">
      <SavedFile fileId={file.fileId} fileName={file.fileName} kept={kept} totals={file}>
        {notice && <Pill onClick={() => void bridge.download(notice.fileId)}>{t('export.notice')}</Pill>}
      </SavedFile>
      {file.warnings.length > 0 && <Warning title={t('import.warnings', { count: file.warnings.length })}><ul>{file.warnings.map((warning, at) => <li key={at}>{sentence(t, warning)}</li>)}</ul></Warning>}
    </div>
  )
}
