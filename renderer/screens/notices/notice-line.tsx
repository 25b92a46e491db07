import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../client.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSessionIfAny } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { useOfficeName } from '../office-name.ts'
import { RepairFork } from './repair-fork.tsx'
import styles from './notices.module.css'

type Notice = Output<'notice.list'>['rows'][number]

/** The one notice that asks for something to be done here. */
const OWN_FORK = 'fork_of_own_stream'

/** One thing told: the sentence of its code, where and when, the way to what it is about. */
export function NoticeLine({ notice, onRead }: { readonly notice: Notice; readonly onRead: () => void }) {
  const t = useWords()
  const [repairing, setRepairing] = useState(false)
  const officeName = useOfficeName()
  const session = useSessionIfAny()
  // The books by their name; where there are only some, nothing needs to say which.
  const books = session && session.entities.length < 2 ? undefined : (session?.entities.find((each) => each.code === notice.entity)?.name ?? notice.entity ?? undefined)
  const entry = typeof notice.data['entryId'] === 'number' ? notice.data['entryId'] : null
  const { office } = notice.data
  const said = sentence(t, { ...notice.data, ...(typeof office === 'string' ? { office: officeName(office) } : {}), code: notice.code })
  return (
    <li data-read={notice.readAt !== null}>
      <div>
        <p>{said}</p>
        <p className="note">{[...(books === undefined ? [] : [books]), t.instant(notice.toldAt)].join(' · ')}</p>
      </div>
      <div className={styles['do']}>
        {entry !== null && <Link to="/entry/$id" params={{ id: String(entry) }} {...(notice.entity ? { search: { e: notice.entity } as never } : {})}>{t('notices.entry')}</Link>}
        {notice.code === OWN_FORK && <Pill look="link" onClick={() => setRepairing(true)}>{t('repair.open')}</Pill>}
        {notice.readAt === null ? <Pill look="link" onClick={onRead} aria-label={t('notices.read.this', { notice: said })}>{t('notices.read')}</Pill> : <span className="note">{t('notices.isRead')}</span>}
      </div>
      <SidePanel opened={repairing} onClose={() => setRepairing(false)} title={t('repair.open')}><RepairFork /></SidePanel>
    </li>
  )
}

/** Headquarters that says nothing for too long: no notice to be marked as read, it goes when something comes. */
export function SilenceLine({ silence }: { readonly silence: NonNullable<Output<'notice.list'>['silence']> }) {
  const t = useWords()
  return <li data-read="false"><div><p>{sentence(t, silence)}</p></div></li>
}
