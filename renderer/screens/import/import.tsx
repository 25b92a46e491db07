import { createRoute } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FocusRegion } from '../../ui/focus-region.tsx'
import { Page } from '../../ui/page.tsx'
import { ChooseFile, type ChosenFile } from './choose-file.tsx'
import { CsvImport } from './csv-import.tsx'
import { ImportReview } from './import-review.tsx'
import { ImportDone } from './import-done.tsx'

type Stage =
  | { readonly at: 'choose' }
  | { readonly at: 'review'; readonly file: ChosenFile }
  | { readonly at: 'done'; readonly file: ChosenFile; readonly result: Output<'import.book'> }

/** A file, then what it would change, then the books: nothing is written before the last step, and then all of it at once. */
function Import() {
  const t = useWords()
  const { canWrite } = useSession()
  const [stage, setStage] = useState<Stage>({ at: 'choose' })
  if (!canWrite) return <Page title={t('import.title')}><EmptyState title={t('import.readOnly')} text={t('import.readOnly.text')} /></Page>
  return <FocusRegion step={stage.at === 'review' ? stage.file.fileId : stage.at}><StagePage stage={stage} onStage={setStage} /></FocusRegion>
}

function StagePage({ stage, onStage }: { readonly stage: Stage; readonly onStage: (stage: Stage) => void }) {
  const t = useWords()
  const again = (): void => onStage({ at: 'choose' })
  if (stage.at === 'choose') return <Page title={t('import.title')} lead={t('import.lead')}><ChooseFile onChosen={(file) => onStage({ at: 'review', file })} /></Page>
  const { file } = stage
  if (stage.at === 'done') return <ImportDone file={file} result={stage.result} onAgain={again} />
  const done = (result: Output<'import.book'>): void => onStage({ at: 'done', file, result })
  if (file.format === 'csv') return <CsvImport key={file.fileId} file={file} onDone={done} onAgain={again} />
  return (
    <Page title={file.name} lead={t(`import.is.${file.format}`)}>
      <FileReview key={file.fileId} file={file} onDone={done} onAgain={again} />
    </Page>
  )
}

/** A file whose format says everything: its reading is the same object for as long as it is looked at. */
function FileReview({ file, onDone, onAgain }: { readonly file: ChosenFile; readonly onDone: (result: Output<'import.book'>) => void; readonly onAgain: () => void }) {
  const how = useMemo(() => ({ format: file.format, fileId: file.fileId }), [file])
  return <ImportReview how={how} onDone={onDone} onAgain={onAgain} />
}

export const importRoute = createRoute({ getParentRoute: () => rootRoute, path: '/import', component: Import })
