import { useWords } from '../../i18n/use-words.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SavedFile } from '../export/saved-file.tsx'
import { KeyProblem } from './key-problem.tsx'
import { useMadeFile } from './use-made-file.ts'

/** The sheet to print: with it and the last pli, a lost machine is replaced. */
export function RecoverySheet() {
  const t = useWords()
  const sheet = useMadeFile('identity.recovery-sheet')
  const make = (): void => void sheet.make({ language: t.language })
  return (
    <div className="stack">
      <p className="soft">{t('sheet.text')}</p>
      {sheet.error ? <KeyProblem error={sheet.error} onRetry={make} /> : null}
      {sheet.made ? <SavedFile {...sheet.made.value} kept={sheet.made.kept}><span className="note">{t('sheet.after')}</span></SavedFile> : <div><Pill onClick={make} disabled={sheet.pending}>{t('sheet.make')}</Pill></div>}
    </div>
  )
}
