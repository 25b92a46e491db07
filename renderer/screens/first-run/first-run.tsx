import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { Brand } from '../../shell/navigation.tsx'
import { DisplayMenu } from '../../shell/top-bar.tsx'
import { FocusRegion } from '../../ui/focus-region.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Demonstration } from './demonstration.tsx'
import { Doors, type DoorName } from './doors.tsx'
import styles from './first-run.module.css'
import { OpenFile } from './open-file.tsx'
import { Recent } from './recent.tsx'
import { SetupWizard } from './setup-wizard.tsx'

/** Before any file is open: three doors in words, and the files of last time. */
export function FirstRun() {
  const t = useWords()
  return (
    <div className={styles['frame']}>
      <header className={styles['top']}><Brand /><span className="grow" /><DisplayMenu /></header>
      <main className={styles['content']}>
        <Welcome title={t('start.title')} lead={t('start.lead')} />
      </main>
    </div>
  )
}

/** The doors and what is behind each; also shown in the settings, to change to another file. */
export function Welcome({ title, lead, heading: Heading = 'h1', opened }: {
  readonly title: string
  readonly lead: string
  readonly heading?: 'h1' | 'h2'
  /** Path of the file that is open already: not proposed again. */
  readonly opened?: string
}) {
  const t = useWords()
  const [door, setDoor] = useState<DoorName | null>(null)
  return (
    <FocusRegion step={door ?? 'doors'}>
      <div className="stack">
        {door === null
          ? (
            <>
              <div><Heading>{title}</Heading><p className="soft">{lead}</p></div>
              <Doors onChoose={setDoor} />
              <Recent {...(opened === undefined ? {} : { except: opened })} />
            </>
          )
          : <div><Pill look="link" onClick={() => setDoor(null)}>← {t('common.back')}</Pill></div>}
        {door === 'own' && <SetupWizard />}
        {door === 'demonstration' && <Demonstration />}
        {door === 'file' && <OpenFile />}
      </div>
    </FocusRegion>
  )
}
