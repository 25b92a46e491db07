import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useFile } from '../../session.tsx'
import { FingerprintCard } from './fingerprint-card.tsx'
import { RevokeForm } from './revoke-form.tsx'
import styles from './trust.module.css'

export type AccessRow = Output<'trust.keys'>['rows'][number]

/** One access: its keys from the first to the last, until where it is believed, and at headquarters the way to end it. */
export function AccessDetails({ row, entity, onDone }: { readonly row: AccessRow; readonly entity: string; readonly onDone: () => void }) {
  const t = useWords()
  const { workspace, mayWrite } = useFile()
  const canRevoke = workspace.kind === 'headquarters' && mayWrite && row.role !== 'headquarters' && row.revoked === null
  return (
    <>
      <dl className={styles['facts']}>
        <dt>{t('role.column')}</dt><dd>{t(`role.${row.role}`)}</dd>
        {row.office && <><dt>{t('join.office')}</dt><dd>{row.office}</dd></>}
        {row.email && <><dt>{t('join.email')}</dt><dd>{row.email}</dd></>}
        {row.device && <><dt>{t('trust.device')}</dt><dd>{row.device}</dd></>}
        {row.grantedAt !== null && <><dt>{t('trust.since')}</dt><dd>{t.instant(row.grantedAt)}</dd></>}
        <dt>{t('trust.held')}</dt><dd>{row.lastSequence === 0 ? t('trust.held.none') : t('trust.held.text', { sequence: row.lastSequence, when: row.lastFactAt === null ? '' : t.instant(row.lastFactAt) })}</dd>
        {row.endedOn && <><dt>{t('trust.endedOn')}</dt><dd>{t.date(row.endedOn, 'long')}</dd></>}
        {row.revoked && <><dt className="bad">{t('trust.revoked')}</dt><dd>{t('trust.revoked.text', { sequence: row.revoked.lastSequence, when: t.instant(row.revoked.at), reason: row.revoked.reason })}</dd></>}
      </dl>
      <FingerprintCard title={t('accept.compare', { person: row.person })} fingerprint={row.fingerprint} />
      {row.keys.length > 1 && <div><h3>{t('trust.keysBefore')}</h3><ul>{row.keys.map((key) => <li key={`${key.shortKey}${key.fromSequence}`}>{t(key.rotated ? 'trust.key.rotated' : 'trust.key.granted', { key: key.shortKey, sequence: key.fromSequence, when: t.instant(key.since) })}</li>)}</ul></div>}
      {canRevoke && row.entity !== null && <RevokeForm author={row.author} person={row.person} entity={entity} held={row.lastSequence} onDone={onDone} />}
    </>
  )
}
