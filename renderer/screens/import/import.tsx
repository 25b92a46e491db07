import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
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
  const again = (): void => setStage({ at: 'choose' })
  if (!canWrite) return <Page title={t('import.title')}><EmptyState title={t('import.readOnly')} text={t('import.readOnly.text')} /></Page>
  if (stage.at === 'done') return <ImportDone file={stage.file} result={stage.result} onAgain={again} />
  if (stage.at === 'review') {
    const done = (result: Output<'import.book'>): void => setStage({ at: 'done', file: stage.file, result })
    return stage.file.format === 'csv'
      ? <CsvImport key={stage.file.fileId} file={stage.file} onDone={done} onAgain={again} />
      : (
        <Page title={stage.file.name} lead={t(`import.is.${stage.file.format}`)}>
          <ImportReview key={stage.file.fileId} how={{ format: stage.file.format, fileId: stage.file.fileId }} onDone={done} onAgain={again} />
        </Page>
      )
  }
  return <Page title={t('import.title')} lead={t('import.lead')}><ChooseFile onChosen={(file) => setStage({ at: 'review', file })} /></Page>
}

export const importRoute = createRoute({ getParentRoute: () => rootRoute, path: '/import', component: Import })
