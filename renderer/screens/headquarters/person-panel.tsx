import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { FingerprintCard } from '../trust/fingerprint-card.tsx'
import { RevokeForm } from '../trust/revoke-form.tsx'
import styles from './headquarters.module.css'
import type { Person } from './people.tsx'

const MOST = 5000

/** One person at one machine: where they sign and read, their fingerprint, the end of it everywhere. */
export function PersonPanel({ person, onDone }: { readonly person: Person; readonly onDone: () => void }) {
  const t = useWords()
  const { canWrite } = useSession()
  const first = person.entities[0]?.entity
  const keys = useApi('trust.keys', first === undefined ? undefined : { entity: first, offset: 0, limit: MOST })
  const fingerprint = keys.data?.rows.find((row) => row.author === person.author)?.fingerprint
  const active = person.entities.some((each) => each.active)
  return (
    <>
      <dl className={styles['facts']}>
        <dt>{t('role.column')}</dt><dd>{person.roles.map((role) => t(`role.${role}`)).join(', ')}</dd>
        {person.email && <><dt>{t('join.email')}</dt><dd>{person.email}</dd></>}
        {person.offices.length > 0 && <><dt>{t('hq.column.office')}</dt><dd>{person.offices.join(', ')}</dd></>}
      </dl>
      <div>
        <h3>{t('hq.people.entities')}</h3>
        <ul className={styles['list']}>
          {person.entities.map((each) => (
            <li key={`${each.entity}${each.device}`}>
              <Link to="/trust" search={{ e: each.entity } as never}>{each.entity}</Link> <span className="soft">{[t(`role.${each.role}`), t('plis.device', { device: each.device })].join(' · ')}</span>
              {!each.active && <span className="bad"> {t('trust.revoked')}</span>}
            </li>
          ))}
        </ul>
      </div>
      {fingerprint && <FingerprintCard title={t('accept.compare', { person: person.person })} fingerprint={fingerprint} />}
      {canWrite && active && <RevokeForm author={person.author} person={person.person} onDone={onDone} />}
    </>
  )
}
