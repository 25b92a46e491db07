import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { CsvMapping } from '../../../core/formats/csv/csv-mapping.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { ChosenFile } from './choose-file.tsx'
import { proposed, type ProposalBooks } from './csv-defaults.ts'
import { type CsvForm, formOf, mappingOf, missingIn } from './csv-form.ts'
import { CsvOptions } from './csv-options.tsx'
import { CsvOutcome } from './csv-outcome.tsx'
import { CsvSampleTable } from './csv-sample.tsx'
import { ImportReview } from './import-review.tsx'

interface CsvImportProps {
  readonly file: ChosenFile
  readonly onDone: (result: Output<'import.book'>) => void
  readonly onAgain: () => void
}

/** A CSV says nothing of itself: the person tells once what its columns hold, seeing at each change what comes out. */
export function CsvImport({ file, onDone, onAgain }: CsvImportProps) {
  const t = useWords()
  const [form, setForm] = useState<CsvForm | null>(null)
  const [agreed, setAgreed] = useState<CsvMapping | null>(null)
  const how = useMemo(() => agreed && { format: 'csv' as const, fileId: file.fileId, mapping: agreed }, [agreed, file.fileId])
  if (how) {
    return (
      <Page title={file.name} lead={t('csv.remembered')} actions={<Pill onClick={() => setAgreed(null)}>{t('csv.back')}</Pill>}>
        <ImportReview how={how} onDone={onDone} onAgain={onAgain} />
      </Page>
    )
  }
  return <CsvReading file={file} form={form} onForm={setForm} onAgree={setAgreed} onAgain={onAgain} />
}

/** A mapping that was used before stands as it is; a guess is made fit for these books. */
function startingForm(sample: Output<'import.readCsv'>, books: ProposalBooks): CsvForm {
  const form = formOf(sample.mapping)
  return sample.origin === 'guessed' ? proposed(form, sample.columns, form.header ? sample.rows.slice(1) : sample.rows, books) : form
}

function CsvReading({ file, form: typed, onForm, onAgree, onAgain }: {
  readonly file: ChosenFile
  readonly form: CsvForm | null
  readonly onForm: (form: CsvForm) => void
  readonly onAgree: (mapping: CsvMapping) => void
  readonly onAgain: () => void
}) {
  const t = useWords()
  const { entity, books } = useSession()
  const first = useApi('import.readCsv', { entity, fileId: file.fileId })
  const guess = useMemo(() => first.data && startingForm(first.data, books), [first.data, books])
  const form = typed ?? guess
  const mapping = useMemo(() => form && mappingOf(form), [form])
  const live = useApi('import.readCsv', mapping ? { entity, fileId: file.fileId, mapping } : undefined)
  if (first.isError) return <Page title={file.name} actions={<Pill onClick={onAgain}>{t('import.other')}</Pill>}><Problem error={first.error} /></Page>
  if (!first.data || !form) return <Page title={file.name}><Skeleton lines={8} /></Page>
  const read = mapping ? live.data : undefined
  const missing = missingIn(form)
  return (
    <Page title={file.name} lead={t(`csv.origin.${typed ? 'given' : first.data.origin}`)}>
      <Card title={t('csv.step')}><CsvOptions form={form} first={first.data.rows[0] ?? []} onChange={onForm} /></Card>
      <CsvSampleTable form={form} rows={first.data.rows} onChange={onForm} />
      {missing.length > 0 && <p className="soon" role="status">{t('csv.missing', { list: missing.map((each) => t(`csv.missing.${each}`)).join(', ') })}</p>}
      {live.isError && <Problem error={live.error} />}
      {read && <CsvOutcome read={read} />}
      <div className="row">
        <Button disabled={!mapping || !read || read.entryCount === 0} onClick={() => mapping && onAgree(mapping)}>{t('csv.continue')}</Button>
        <Pill onClick={onAgain}>{t('import.other')}</Pill>
      </div>
    </Page>
  )
}
