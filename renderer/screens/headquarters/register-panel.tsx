import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { setPreferences } from '../../preferences.ts'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './headquarters.module.css'
import { MoveForm } from './move-form.tsx'
import { RowState } from './row-state.tsx'
import type { Fresh } from './use-freshness.ts'

/** Codes that hold this one in them; its own is among the first. */
const FOUND = 500

/** One Activité of the register: where it lives, who signs and reads, and the way into its books. */
export function RegisterPanel({ code, fresh }: { readonly code: string; readonly fresh: Fresh | undefined }) {
  const t = useWords()
  const navigate = useNavigate()
  const { canWrite, entities } = useSession()
  const all = useApi('register.list', { text: code, offset: 0, limit: FOUND })
  if (all.isError) return <Problem error={all.error} />
  if (!all.data) return <Skeleton />
  const row = all.data.rows.find((each) => each.entity === code)
  if (!row) return <p className="soft">{t('hq.panel.unknown')}</p>
  const read = (): void => {
    setPreferences({ entity: code })
    void navigate({ to: '/activity', search: { e: code } })
  }
  return (
    <>
      {fresh && <p><RowState row={fresh} /></p>}
      <dl className={styles['facts']}>
        <dt>{t('hq.panel.code')}</dt><dd>{row.entity}</dd>
        <dt>{t('hq.panel.state')}</dt><dd>{t(`hq.panel.state.${row.state}`)}</dd>
        {row.legalEntity && <><dt>{t('hq.panel.legal')}</dt><dd>{entities.find((each) => each.code === row.legalEntity)?.name ?? row.legalEntity}</dd></>}
        {row.offices.length > 0 && <><dt>{t('hq.column.office')}</dt><dd>{row.offices.join(', ')}</dd></>}
        {row.registration && <><dt>{t('hq.panel.registration')}</dt><dd>{row.registration}</dd></>}
        {fresh && fresh.lastPliAt !== null && <><dt>{t('hq.column.last')}</dt><dd>{t('hq.panel.last', { number: fresh.lastPliNumber ?? 0, when: t.instant(fresh.lastPliAt) })}</dd></>}
        {fresh?.closedUntil && <><dt>{t('hq.column.closed')}</dt><dd>{t.date(fresh.closedUntil, 'long')}</dd></>}
      </dl>
      <div>
        <h3>{t('hq.panel.people')}</h3>
        {row.people.length === 0 ? <p className="soft">{t('hq.panel.nobody')}</p> : (
          <ul className={styles['list']}>
            {row.people.map((each) => (
              <li key={each.author}>
                <strong>{each.person}</strong> <span className="soft">{[t(`role.${each.role}`), ...(each.office ? [t('plis.ofOffice', { office: each.office })] : []), t('plis.device', { device: each.device })].join(' · ')}</span>
                {!each.active && <span className="bad"> {t('trust.revoked')}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
      {canWrite && <MoveForm entity={code} legalEntity={row.legalEntity} />}
      <div className="row">
        <Button onClick={read} disabled={row.awaited}>{t('hq.panel.read')}</Button>
        <Pill onClick={() => void navigate({ to: '/plis', search: { tab: 'send', to: code } })}>{t('hq.panel.send')}</Pill>
      </div>
      <div className="row">
        <Link to="/liaisons" search={{ tab: 'pairs', entity: code }}>{t('hq.panel.pairs')}</Link>
        <Link to="/trust" search={{ e: code } as never}>{t('nav.trust')}</Link>
      </div>
    </>
  )
}
