import { Button } from '@mantine/core'
import type { EnrolmentInfo } from '../../../core/workspace.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { SavedFile } from '../export/saved-file.tsx'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import styles from './joining.module.css'

/** The answer is made: to whom it goes, and the words of headquarters to read aloud. */
export function Accepted({ made, kept, info, onAgain }: { readonly made: Output<'enrol.accept'>; readonly kept: boolean; readonly info: EnrolmentInfo; readonly onAgain: () => void }) {
  const t = useWords()
  return (
    <div className="stack">
      <SavedFile fileId={made.fileId} fileName={made.fileName} kept={kept} />
      <ol className={styles['list']}>
        <li>{t('accept.sent.send', { person: info.person })}</li>
        <li>{t('accept.sent.read', { person: info.person })}</li>
        <li>{t('accept.sent.wait')}</li>
      </ol>
      <FingerprintCard title={t('accept.root')} fingerprint={made.rootFingerprint} />
      <div><Button variant="default" onClick={onAgain}>{t('accept.again')}</Button></div>
    </div>
  )
}
