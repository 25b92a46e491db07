import { createRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { type Books, useReading, useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { inputClass } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { indexChoices, searchChoices } from '../../ui/search-index.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import styles from '../books/books.module.css'
import { PartyForm } from './party-form.tsx'
import { PartyItems } from './party-items.tsx'

export type Party = Books['parties'][number]

export const partiesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/parties',
  validateSearch: (search: Record<string, unknown>): { party?: string } => compact({ party: searchText(search['party']) }),
  component: Parties,
})

/** Clients, suppliers and others: found by words, opened beside the list with what is still open between us. */
function Parties() {
  const t = useWords()
  const { books, canWrite } = useSession()
  const reading = useReading()
  const navigate = useNavigate()
  const { party: code } = partiesRoute.useSearch()
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<Party | 'new' | null>(null)
  const shown = useMemo(() => {
    if (text.trim() === '') return books.parties
    const byCode = new Map(books.parties.map((party) => [party.code, party]))
    return searchChoices(indexChoices(books.parties.map((party) => ({ value: party.code, label: party.name, hint: `${party.vatNumber ?? ''} ${party.email ?? ''}` }))), text, [], 5000).flatMap((choice) => byCode.get(choice.value) ?? [])
  }, [books.parties, text])
  const columns = useMemo((): readonly Column<Party>[] => [
    ...(reading === 'comptable' ? [{ key: 'code', header: t('parties.code'), track: '9rem', cell: (party: Party) => party.code }] : []),
    { key: 'name', header: t('parties.name'), track: 'minmax(12rem, 1fr)', cell: (party) => party.name },
    { key: 'kind', header: t('parties.kind'), track: '12rem', cell: (party) => <span className="soft">{t(`party.kind.${party.kind}`)}</span> },
    { key: 'vat', header: t('parties.vat'), track: '11rem', cell: (party) => party.vatNumber },
    { key: 'email', header: t('parties.email'), track: '14rem', cell: (party) => party.email },
  ], [t, reading])
  const open = books.parties.find((party) => party.code === code)
  const close = (): void => void navigate({ to: '/parties', search: {} })
  return (
    <Page title={t('nav.parties')} lead={t('parties.lead')} actions={canWrite && <Pill onClick={() => setEditing('new')}>{t('parties.add')}</Pill>}>
      {books.parties.length === 0 ? <EmptyState title={t('parties.empty.title')} text={t('parties.empty.text')} action={canWrite && <Pill onClick={() => setEditing('new')}>{t('parties.add')}</Pill>} /> : (
        <>
          <div className={styles['filters']}>
            <label htmlFor="party-search">{t('common.search')}</label>
            <input id="party-search" className={`${inputClass} ${styles['select']}`} value={text} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
            <span className="note" role="status">{t('common.rows', { count: shown.length })}</span>
          </div>
          <VirtualTable label={t('nav.parties')} columns={columns} count={shown.length} rowAt={(index) => shown[index]} onOpen={(party) => void navigate({ to: '/parties', search: { party: party.code } })} kind={(party) => (party.closedOn ? 'muted' : undefined)} minWidth="46rem" />
        </>
      )}
      <SidePanel opened={open !== undefined} onClose={close} title={open?.name ?? ''}>
        {open && <PartyDetails party={open} canWrite={canWrite} onEdit={() => setEditing(open)} />}
      </SidePanel>
      {editing !== null && <PartyForm key={editing === 'new' ? 'new' : editing.code} party={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

function PartyDetails({ party, canWrite, onEdit }: { readonly party: Party; readonly canWrite: boolean; readonly onEdit: () => void }) {
  const t = useWords()
  const facts = [[t('parties.code'), party.code], [t('parties.kind'), t(`party.kind.${party.kind}`)], [t('parties.vat'), party.vatNumber], [t('parties.iban'), party.iban], [t('parties.email'), party.email], [t('parties.address'), party.address]] as const
  return (
    <>
      <dl style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '4px 16px', margin: 0 }}>
        {facts.filter(([, value]) => value).map(([label, value]) => <div key={label} style={{ display: 'contents' }}><dt className="note">{label}</dt><dd style={{ margin: 0 }}>{value}</dd></div>)}
      </dl>
      {canWrite && <div><Pill onClick={onEdit}>{t('common.edit')}</Pill></div>}
      <PartyItems party={party} />
    </>
  )
}
