import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useMemo, useState } from 'react'
import { call } from '../client.ts'
import { useWords } from '../i18n/use-words.tsx'
import { setPreferences, usePreferences } from '../preferences.ts'
import { useApi } from '../query.ts'
import { useAccountName } from '../screens/account-name.tsx'
import { useSession } from '../session.tsx'
import { indexChoices, searchChoices, type SearchIndex } from '../ui/search-index.ts'
import { usePages } from './navigation.tsx'
import { PAGE_OF_ONE } from './place.ts'

const [store, controls] = createSpotlight()

export const openPalette = controls.open

interface Found { readonly id: string; readonly label: string; readonly note?: string; readonly run: () => void }
interface Group { readonly title: string; readonly found: readonly Found[] }

/** One field for everything: pages, actions, accounts, parties, entries by reference, words or amount. */
export function Palette({ onKeys }: { readonly onKeys: () => void }) {
  const t = useWords()
  const [text, setText] = useState('')
  const deferred = useDeferredValue(text)
  const groups = useFound(deferred, onKeys)
  const nothing = groups.every((group) => group.found.length === 0)
  return (
    <Spotlight.Root store={store} query={text} onQueryChange={setText} scrollable maxHeight="60vh" shortcut={null} transitionProps={{ duration: 0 }} radius="lg" lockScroll={false}>
      <Spotlight.Search placeholder={t('palette.placeholder')} aria-label={t('top.search')} />
      <Spotlight.ActionsList>
        {groups.filter((group) => group.found.length > 0).map((group) => (
          <Spotlight.ActionsGroup key={group.title} label={group.title}>
            {group.found.map((each) => <Spotlight.Action key={each.id} label={each.label} description={each.note ?? ''} onClick={each.run} />)}
          </Spotlight.ActionsGroup>
        ))}
        {nothing && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

function useFound(text: string, onKeys: () => void): readonly Group[] {
  const t = useWords()
  const { entity } = useSession()
  const fixed = useSections(onKeys)
  const wanted = text.trim()
  const entries = useApi('search', wanted.length > 1 ? { entity, text: wanted, limit: 12 } : undefined)
  const navigate = useNavigate()
  const lists = fixed.map(({ title, index, byId, most }): Group => ({
    title,
    found: wanted === '' && most.empty === 0 ? [] : searchChoices(index, wanted, [], wanted === '' ? most.empty : most.typed).flatMap((choice) => byId.get(choice.value) ?? []),
  }))
  const found = wanted.length > 1 ? (entries.data ?? []) : []
  return [...lists, {
    title: t('palette.entries'),
    found: found.map((entry) => ({
      id: `entry-${entry.id}`, label: entry.label, note: `${entry.entry} · ${t.date(entry.date)}`, run: () => void navigate({ to: '/entry/$id', params: { id: String(entry.id) } }),
    })),
  }]
}

interface Section { readonly title: string; readonly index: SearchIndex; readonly byId: ReadonlyMap<string, Found>; readonly most: { readonly empty: number; readonly typed: number } }

function sectionOf(title: string, found: readonly Found[], most: Section['most']): Section {
  return { title, index: indexChoices(found.map((each) => ({ value: each.id, label: each.label, hint: each.note ?? '' }))), byId: new Map(found.map((each) => [each.id, each])), most }
}

/** Pages, actions, accounts and parties: indexed once, searched at each key. */
function useSections(onKeys: () => void): readonly Section[] {
  const t = useWords()
  const { workspace, books, entities, canWrite } = useSession()
  const { hidden, reading, theme } = usePreferences()
  const name = useAccountName()
  const navigate = useNavigate()
  const sections = usePages()
  const pages = useMemo(() => sections.flatMap((section) => section.pages).map((page): Found => ({ id: t(page.says), label: t(page.says), run: () => void navigate({ to: page.to }) })), [t, navigate, sections])
  const actions = useMemo((): readonly Found[] => [
    ...(canWrite ? [
      { id: 'new', label: t('palette.action.newEntry'), run: () => void navigate({ to: '/entry' }) },
      { id: 'drafts', label: t('palette.action.drafts'), run: () => void navigate({ to: '/drafts' }) },
      { id: 'paste', label: t('palette.action.paste'), run: () => void navigate({ to: '/import' }) },
      { id: 'import', label: t('palette.action.import'), run: () => void navigate({ to: '/import' }) },
      { id: 'backup', label: t('palette.action.backup'), run: () => void call('backup.now', {}).finally(() => void navigate({ to: '/backups' })) },
    ] : []),
    ...(workspace.kind === 'office' ? [
      { id: 'propose', label: t('palette.action.propose', { name: books.entity.name }), run: () => void navigate({ to: '/propose' }) },
      { id: 'entrusted', label: t('palette.action.entrusted', { name: books.entity.name }), run: () => void navigate({ to: '/entrusted' }) },
    ] : []),
    { id: 'send', label: t('palette.action.send'), run: () => void navigate({ to: '/plis', search: { tab: 'send' } }) },
    { id: 'receive', label: t('palette.action.receive'), run: () => void navigate({ to: '/plis', search: { tab: 'receive' } }) },
    { id: 'history', label: t('palette.action.history'), run: () => void navigate({ to: '/plis', search: { tab: 'history' } }) },
    { id: 'watch', label: t('palette.action.watch'), run: () => void navigate({ to: '/plis', search: { tab: 'receive' } }) },
    { id: 'reading', label: t('palette.action.switch'), run: () => setPreferences({ reading: reading === 'clair' ? 'comptable' : 'clair' }) },
    { id: 'privacy', label: t('palette.action.privacy'), run: () => setPreferences({ hidden: !hidden }) },
    { id: 'dark', label: t('palette.action.dark'), run: () => setPreferences({ theme: theme === 'dark' ? 'light' : 'dark' }) },
    { id: 'open', label: t('palette.action.open'), run: () => void navigate({ to: '/settings', search: { tab: 'workspace' } }) },
    { id: 'keys', label: t('keys.title'), run: onKeys },
  ], [t, navigate, reading, hidden, theme, canWrite, workspace.kind, books.entity.name, onKeys])
  const others = useMemo((): readonly Found[] => (entities.length < 2 ? [] : entities.map((entity) => ({
    id: entity.code, label: entity.name, note: entity.code, run: () => { setPreferences({ entity: entity.code }); void navigate({ to: PAGE_OF_ONE[workspace.kind], search: { e: entity.code } as never }) },
  }))), [entities, navigate, workspace.kind])
  const accounts = useMemo(() => books.accounts.filter((account) => account.opened).map((account): Found => ({
    id: account.number, label: name(account.number, account.label), run: () => void navigate({ to: '/account/$number', params: { number: account.number } }),
  })), [books.accounts, name, navigate])
  const parties = useMemo(() => books.parties.map((party): Found => ({ id: party.code, label: party.name, note: party.code, run: () => void navigate({ to: '/parties', search: { party: party.code } }) })), [books.parties, navigate])
  return useMemo(() => [
    sectionOf(t('palette.pages'), pages, { empty: 20, typed: 6 }), sectionOf(t('palette.actions'), actions, { empty: 16, typed: 6 }),
    sectionOf(t('palette.entities'), others, { empty: 0, typed: 8 }), sectionOf(t('palette.accounts'), accounts, { empty: 0, typed: 12 }), sectionOf(t('palette.parties'), parties, { empty: 0, typed: 8 }),
  ], [t, pages, actions, others, accounts, parties])
}
