import { IconAlertTriangle, IconCheck, IconEye } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Refusal } from '../../../core/kernel/result.ts'
import { sentence } from '../../i18n/refusals.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { type Books, localToday } from '../../session.tsx'
import styles from './closing.module.css'

type State = 'ok' | 'todo' | 'look'

/** What stands in the way, and what one looks at before ending a year; the state is said in words beside its sign. */
export function Checklist({ problems, year }: { readonly problems: readonly Refusal[]; readonly year: Books['years'][number] }) {
  const t = useWords()
  const backups = useApi('backup.list', {})
  const latest = backups.data?.backups.find((backup) => backup.verified)
  const safe = latest !== undefined && latest.madeAt.slice(0, 10) === localToday()
  return (
    <div>
      <h3>{t('closing.year.checklist')}</h3>
      <ul className={styles['checks']}>
        {problems.length === 0
          ? <Item state="ok">{t('closing.check.ready')}</Item>
          : problems.map((problem, at) => <Item key={at} state="todo">{sentence(t, problem)} {problem.code === 'year_has_drafts' && <Link to="/entry">{t('nav.entry')}</Link>}</Item>)}
        <Item state="look"><Link to="/matching">{t('closing.check.lettering')}</Link></Item>
        <Item state="look"><Link to="/statements" search={{ p: `FY:${year.code}` } as never}>{t('closing.check.balance')}</Link></Item>
        <Item state={safe ? 'ok' : 'look'}><Link to="/backups">{t('closing.check.backup')}</Link></Item>
      </ul>
    </div>
  )
}

const ICONS = { ok: IconCheck, todo: IconAlertTriangle, look: IconEye } as const
const LOOKS = { ok: 'good', todo: 'bad', look: 'soft' } as const

function Item({ state, children }: { readonly state: State; readonly children: ReactNode }) {
  const t = useWords()
  const Icon = ICONS[state]
  return (
    <li>
      <span className={`${styles['state']} ${LOOKS[state]}`}><Icon size={16} aria-hidden />{t(`closing.check.${state}`)}</span>
      <span>{children}</span>
    </li>
  )
}
