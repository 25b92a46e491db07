import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { useSessionIfAny } from '../../session.tsx'
import { Card } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { AccessDetails, type AccessRow } from './access-details.tsx'

const MOST = 5000

/** Who may sign and who reads in the books on screen, headquarters first: all devices, those revoked too. */
export function AccessTable() {
  const session = useSessionIfAny()
  return session && <AccessTableOf entity={session.entity} name={session.books.entity.name} />
}

function AccessTableOf({ entity, name }: { readonly entity: string; readonly name: string }) {
  const t = useWords()
  const keys = useApi('trust.keys', { entity, offset: 0, limit: MOST })
  const [open, setOpen] = useState<AccessRow | null>(null)
  if (keys.isError) return <Problem error={keys.error} />
  if (!keys.data) return null
  return (
    <Card title={t('trust.access', { name })}>
      {keys.data.rows.length === 0 ? <p className="soft">{t('trust.access.none')}</p> : (
        <PlainTable
          label={t('trust.access', { name })} rows={keys.data.rows} rowKey={(row) => `${row.author}${row.device ?? ''}`} muted={(row) => isGone(row)}
          columns={[
            { key: 'person', header: t('hq.people.person'), cell: (row) => <>{row.person}{row.own && <span className="note"> {t('trust.thisMachine')}</span>}</> },
            { key: 'role', header: t('role.column'), cell: (row) => [t(`role.${row.role}`), ...(row.office ? [t('plis.ofOffice', { office: row.office })] : [])].join(' · ') },
            { key: 'may', header: t('trust.may'), cell: (row) => (isGone(row) ? <span className="bad">{t('trust.revoked')}</span> : t(`trust.may.${row.role}`)) },
            { key: 'device', header: t('trust.device'), cell: (row) => row.device },
            { key: 'since', header: t('trust.since'), cell: (row) => row.grantedAt !== null && t.instant(row.grantedAt) },
            { key: 'open', header: <span className="visually-hidden">{t('common.show')}</span>, number: true, cell: (row) => <Pill look="link" aria-label={t('trust.details', { person: row.person })} onClick={() => setOpen(row)}>{t('common.show')}</Pill> },
          ]}
        />
      )}
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={open?.person ?? ''}>{open && <AccessDetails row={open} entity={entity} onDone={() => setOpen(null)} />}</SidePanel>
    </Card>
  )
}

function isGone(row: AccessRow): boolean {
  return row.revoked !== null || row.endedOn !== null
}
