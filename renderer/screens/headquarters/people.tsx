import { createRoute } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { PersonPanel } from './person-panel.tsx'
import styles from './headquarters.module.css'

export type Person = Output<'people.list'>[number]

/** Everyone whom headquarters gave an access, with the machine they sign from. */
function People() {
  const t = useWords()
  const people = useApi('people.list', {})
  const [text, setText] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const shown = useMemo(() => {
    const wanted = foldText(text).split(/\s+/u).filter(Boolean)
    return (people.data ?? []).filter((each) => wanted.every((word) => foldText(`${each.person} ${each.email ?? ''} ${each.offices.join(' ')} ${each.entities.map((entity) => entity.entity).join(' ')}`).includes(word)))
  }, [people.data, text])
  const columns = useMemo((): readonly Column<Person>[] => [
    { key: 'person', header: t('hq.people.person'), track: 'minmax(12rem, 1fr)', cell: (each) => each.person },
    { key: 'roles', header: t('role.column'), track: 'minmax(10rem, 16rem)', cell: (each) => each.roles.map((role) => t(`role.${role}`)).join(', ') },
    { key: 'offices', header: t('hq.column.office'), track: '8rem', cell: (each) => each.offices.join(', ') },
    { key: 'entities', header: t('hq.people.entities'), track: 'minmax(8rem, 1fr)', cell: (each) => each.entities.filter((entity) => entity.active).map((entity) => entity.entity).join(', ') },
    { key: 'email', header: t('join.email'), track: '14rem', cell: (each) => each.email },
  ], [t])
  const chosen = people.data?.find((each) => each.author === open)
  return (
    <Page title={t('nav.people')} lead={t('hq.people.lead')}>
      {people.isError ? <Problem error={people.error} /> : !people.data ? <Skeleton lines={6} /> : people.data.length === 0
        ? <EmptyState title={t('hq.people.none')} text={t('hq.people.none.text')} />
        : (
          <>
            <div className={styles['filters']}>
              <input className={inputClass} style={{ maxWidth: '22rem' }} value={text} aria-label={t('common.search')} placeholder={t('hq.people.search')} onChange={(event) => setText(event.currentTarget.value)} />
              <span className="note" role="status">{t('common.results', { count: shown.length })}</span>
            </div>
            <VirtualTable label={t('nav.people')} columns={columns} count={shown.length} rowAt={(index) => shown[index]} onOpen={(each) => setOpen(each.author)} kind={(each) => (each.entities.some((entity) => entity.active) ? undefined : 'muted')} minWidth="56rem" />
          </>
        )}
      <SidePanel opened={chosen !== undefined} onClose={() => setOpen(null)} title={chosen?.person ?? ''}>{chosen && <PersonPanel person={chosen} onDone={() => setOpen(null)} />}</SidePanel>
    </Page>
  )
}

export const peopleRoute = createRoute({ getParentRoute: () => rootRoute, path: '/people', component: People })
