import { Button } from '@mantine/core'
import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Card, Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { PlainTable } from '../../ui/plain-table.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { PublishChart } from './publish-chart.tsx'
import { PublishParameters } from './publish-parameters.tsx'

export type Published = Output<'parameters.show'>['parameters'][number]

/** Dated numbers of the law and of the house, and charts of accounts: published once, followed by everybody from their day on. */
function Parameters() {
  const t = useWords()
  const { canWrite, workspace } = useSession()
  const shown = useApi('parameters.show', {})
  const [open, setOpen] = useState<Published | 'new' | 'chart' | null>(null)
  const mayPublish = canWrite && workspace.kind === 'headquarters'
  const actions = mayPublish && <><Button onClick={() => setOpen('new')}>{t('hq.parameters.add')}</Button><Button variant="default" onClick={() => setOpen('chart')}>{t('hq.chart.add')}</Button></>
  if (shown.isError) return <Page title={t('nav.parameters')}><Problem error={shown.error} /></Page>
  if (!shown.data) return <Skeleton lines={6} />
  const { parameters, charts } = shown.data
  return (
    <Page title={t('nav.parameters')} lead={t('hq.parameters.lead')} actions={parameters.length > 0 && actions}>
      {parameters.length === 0
        ? <EmptyState title={t('hq.parameters.none')} text={t('hq.parameters.none.text')} action={actions} />
        : (
          <PlainTable
            label={t('nav.parameters')} rows={parameters} rowKey={(row) => `${row.name}${row.validFrom}`}
            columns={[
              { key: 'name', header: t('hq.parameters.name'), cell: (row) => row.name },
              { key: 'from', header: t('hq.parameters.from'), cell: (row) => t.date(row.validFrom, 'long') },
              { key: 'note', header: t('hq.parameters.note'), cell: (row) => row.note },
              { key: 'at', header: t('hq.parameters.at'), cell: (row) => t.instant(row.publishedAt) },
              { key: 'open', header: <span className="visually-hidden">{t('common.show')}</span>, number: true, cell: (row) => <Pill look="link" aria-label={t('hq.parameters.open', { name: row.name, date: t.date(row.validFrom) })} onClick={() => setOpen(row)}>{t('common.show')}</Pill> },
            ]}
          />
        )}
      {charts.length > 0 && (
        <Card title={t('hq.charts')}>
          <PlainTable
            label={t('hq.charts')} rows={charts} rowKey={(chart) => chart.chart}
            columns={[{ key: 'chart', header: t('hq.chart'), cell: (chart) => chart.chart }, { key: 'edition', header: t('hq.chart.edition'), cell: (chart) => chart.edition }, { key: 'at', header: t('hq.parameters.at'), cell: (chart) => t.instant(chart.publishedAt) }]}
          />
        </Card>
      )}
      <SidePanel opened={open !== null} onClose={() => setOpen(null)} title={open === 'chart' ? t('hq.chart.add') : open === 'new' || open === null ? t('hq.parameters.add') : open.name}>
        {open === 'chart' && <PublishChart onClose={() => setOpen(null)} />}
        {open !== null && open !== 'chart' && <PublishParameters key={open === 'new' ? 'new' : open.validFrom + open.name} from={open === 'new' ? undefined : open} known={parameters} onClose={() => setOpen(null)} />}
      </SidePanel>
    </Page>
  )
}

export const parametersRoute = createRoute({ getParentRoute: () => rootRoute, path: '/parameters', component: Parameters })
