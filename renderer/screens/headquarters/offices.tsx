import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '@mantine/core'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OfficeForm } from './office-form.tsx'

export type Office = Output<'office.list'>[number]

/** The regional offices: who advises there, and what is entrusted to them. Everybody of the network receives this list. */
function Offices() {
  const t = useWords()
  const { canWrite } = useSession()
  const offices = useApi('office.list', {})
  // By its code: what the panel shows is the office as it is now, not as it was when it was opened.
  const [open, setOpen] = useState<string | null>(null)
  const shown = offices.data?.find((office) => office.code === open)
  const add = canWrite && <Button onClick={() => setOpen(NEW)}>{t('hq.office.add')}</Button>
  return (
    <Page title={t('nav.offices')} lead={t('hq.office.lead')} actions={offices.data && offices.data.length > 0 && add}>
      {offices.isError ? <Problem error={offices.error} /> : !offices.data ? <Skeleton /> : offices.data.length === 0
        ? <EmptyState title={t('hq.office.none')} text={t('hq.office.none.text')} action={add} />
        : (
          <PlainTable
            label={t('nav.offices')} rows={offices.data} rowKey={(office) => office.code} muted={(office) => office.closedOn !== null}
            columns={[
              { key: 'name', header: t('hq.office.name'), cell: (office) => <>{office.name} <span className="note">{office.code}</span></> },
              { key: 'advisers', header: t('hq.office.advisers'), cell: (office) => office.advisers.join(', ') },
              { key: 'entities', header: t('hq.office.entities'), number: true, cell: (office) => t.count(office.entities.length) },
              { key: 'state', header: t('hq.column.state'), cell: (office) => (office.closedOn ? t('hq.office.closed', { date: t.date(office.closedOn) }) : t('hq.office.open')) },
              { key: 'edit', header: <span className="visually-hidden">{t('common.edit')}</span>, number: true, cell: (office) => <Pill look="link" aria-label={t('hq.office.edit', { name: office.name })} onClick={() => setOpen(office.code)}>{t('common.show')}</Pill> },
            ]}
          />
        )}
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={shown?.name ?? t('hq.office.add')}>
        {open !== null && <OfficeForm key={open} office={shown} onClose={() => setOpen(null)} />}
      </SidePanel>
    </Page>
  )
}

/** No code of an office can hold a space. */
const NEW = ' '

export const officesRoute = createRoute({ getParentRoute: () => rootRoute, path: '/offices', component: Offices })
