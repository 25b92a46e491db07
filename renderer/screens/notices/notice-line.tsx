import { Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './notices.module.css'

type Notice = Output<'notice.list'>['rows'][number]

/** One thing told: the sentence of its code, where and when, the way to what it is about. */
export function NoticeLine({ notice, onRead }: { readonly notice: Notice; readonly onRead: () => void }) {
  const t = useWords()
  const entry = typeof notice.data['entryId'] === 'number' ? notice.data['entryId'] : null
  const said = sentence(t.language, { ...notice.data, code: notice.code })
  return (
    <li data-read={notice.readAt !== null}>
      <div>
        <p>{said}</p>
        <p className="note">{[...(notice.entity ? [notice.entity] : []), t.instant(notice.toldAt)].join(' · ')}</p>
      </div>
      <div className={styles['do']}>
        {entry !== null && <Link to="/entry/$id" params={{ id: String(entry) }} {...(notice.entity ? { search: { e: notice.entity } as never } : {})}>{t('notices.entry')}</Link>}
        {notice.readAt === null ? <Pill look="link" onClick={onRead} aria-label={t('notices.read.this', { notice: said })}>{t('notices.read')}</Pill> : <span className="note">{t('notices.isRead')}</span>}
      </div>
    </li>
  )
}
