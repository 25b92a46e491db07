import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi, useCommand } from '../../query.ts'
import { Card } from '../../ui/page.tsx'
import { NoticeLine, SilenceLine } from './notice-line.tsx'
import styles from './notices.module.css'

const SHOWN = 3

/** The latest things told and not read yet; nothing when there are none. */
export function HomeNotices() {
  const t = useWords()
  const list = useApi('notice.list', { unreadOnly: true, offset: 0, limit: SHOWN })
  const read = useCommand('notice.read')
  if (!list.data || (list.data.rows.length === 0 && !list.data.silence)) return null
  const silence = list.data.rows.some((notice) => notice.code === list.data.silence?.code) ? null : list.data.silence
  const more = list.data.unread - list.data.rows.length
  return (
    <Card title={t('notices.home')}>
      <ul className={styles['list']} data-plain>{silence && <SilenceLine silence={silence} />}{list.data.rows.map((notice) => <NoticeLine key={notice.id} notice={notice} onRead={() => read.mutate({ ids: [notice.id] })} />)}</ul>
      {more > 0 && <p><Link to="/notices">{t('notices.others', { count: more })}</Link></p>}
    </Card>
  )
}
