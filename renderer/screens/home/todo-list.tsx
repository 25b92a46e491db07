import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useReading, useSession } from '../../session.tsx'
import type { HomeAnswer } from './home.tsx'
import styles from './home.module.css'

/** What is missing, each count leading to the list where it is mended; nothing missing is said too. */
export function TodoList({ home }: { readonly home: HomeAnswer }) {
  const t = useWords()
  const plain = useReading() === 'clair'
  const { missing } = home
  const { entity, canWrite } = useSession()
  const proposed = useApi('proposal.list', canWrite ? { entity } : undefined).data?.filter((each) => each.state === 'open').length ?? 0
  const nothing = proposed + missing.drafts + missing.withoutDocument + missing.unmatched + missing.templatesDue === 0 && missing.suspense.cents === 0
  if (nothing) return <p className="good">{t('home.todo.nothing')}</p>
  const waiting = missing.suspense.accounts[0]
  return (
    <ul className={styles['todo']}>
      {proposed > 0 && <li><span><strong>{t('advising.nav.waiting', { count: proposed })}</strong></span><Link to="/advice">{t('advising.todo.do')}</Link></li>}
      {missing.drafts > 0 && <li><span><strong>{t('home.todo.drafts', { count: missing.drafts })}</strong> <span className="soft">{t('home.todo.drafts.text')}</span></span><Link to={missing.drafts > 1 ? '/drafts' : '/entry'}>{t('home.todo.drafts.do')}</Link></li>}
      {missing.templatesDue > 0 && <li><span><strong>{t('home.todo.templates', { count: missing.templatesDue })}</strong> <span className="soft">{t('home.todo.templates.text')}</span></span><Link to="/entry">{t('home.todo.templates.do')}</Link></li>}
      {missing.withoutDocument > 0 && <li><span><strong>{t('home.todo.documents', { count: missing.withoutDocument })}</strong> <span className="soft">{t('home.todo.documents.text')}</span></span><Link to="/journals" search={{ missing: true }}>{t('home.todo.documents.do')}</Link></li>}
      {missing.unmatched > 0 && (
        <li>
          <span>
            <strong>{t(plain ? 'home.todo.unmatched.plain' : 'home.todo.unmatched', { count: missing.unmatched })}</strong>{' '}
            <span className="soft">{t(plain ? 'home.todo.unmatched.plain.text' : 'home.todo.unmatched.text')}</span>
          </span>
          <Link to="/matching">{t('home.todo.unmatched.do')}</Link>
        </li>
      )}
      {waiting && <li><span><strong>{t('home.todo.suspense', { amount: t.money(missing.suspense.cents) })}</strong> <span className="soft">{t('home.todo.suspense.text')}</span></span><Link to="/account/$number" params={{ number: waiting.account }}>{t('home.todo.suspense.do')}</Link></li>}
    </ul>
  )
}
