import { createRoute, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { dateOf, partsOf } from '../../../core/kernel/calendar-date.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { compact, rootRoute, searchText } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { DraftOfProposal } from '../advising/draft-of-proposal.tsx'
import { EntryEditor } from './entry-editor.tsx'
import { copyOf } from './copy-entry.ts'
import { EMPTY_LINE, type FormBody, fromDraft } from './form-body.ts'
import { lastEntry } from './last-entry.ts'
import { Waiting } from './waiting.tsx'

interface EntrySearch {
  /** A draft to take up again. */
  readonly draft?: string
  /** An entry to start from, by its id. */
  readonly copy?: string
  readonly template?: string
  /** Raised for each new blank form, so that it starts empty. */
  readonly n?: number
}

export const entryFormRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/entry',
  validateSearch: (search: Record<string, unknown>): EntrySearch => compact({
    draft: searchText(search['draft']), copy: searchText(search['copy']), template: searchText(search['template']), n: typeof search['n'] === 'number' ? search['n'] : undefined,
  }),
  component: EntryForm,
})

function EntryForm() {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const search = entryFormRoute.useSearch()
  const drafts = useApi('draft.list', { entity })
  const templates = useApi('template.list', { entity })
  const copied = useApi('entry.get', search.copy ? { entity, id: Number(search.copy) } : undefined)
  const blank = useBlank()
  const [current, setCurrent] = useState<string | undefined>(search.draft)
  const error = drafts.error ?? templates.error ?? copied.error
  if (error) return <Problem error={error} />
  if (!drafts.data || !templates.data || (search.copy && !copied.data)) return <Skeleton lines={6} />
  if (!canWrite) return <Page title={t('entry.title')}><p>{t('entry.readOnly')}</p></Page>
  const draft = drafts.data.find((each) => each.id === search.draft)
  // A draft made a moment ago is not in the list yet.
  if (search.draft && !draft && drafts.isFetching) return <Skeleton lines={6} />
  const template = templates.data.find((each) => each.id === search.template)
  const first = draft ? fromDraft(draft.body, blank) : template ? { ...fromDraft(template.body, blank), date: template.nextOn ?? blank.date } : copied.data && search.copy ? copyOf(copied.data, blank) : blank
  return (
    <Page title={t('entry.title')} lead={t('entry.lead')}>
      <DraftOfProposal draft={search.draft} />
      <Waiting drafts={drafts.data} templates={templates.data} current={current} />
      <Keyed key={`${entity}|${search.draft}|${search.copy}|${search.template}|${search.n}`} first={first} draft={draft} templateId={template?.id} onDraft={setCurrent} />
    </Page>
  )
}

/** Holds on to what it started with: a list that is read again must not restart what is being typed. */
function Keyed({ first, draft, templateId, onDraft }: { readonly first: FormBody; readonly draft: Parameters<typeof EntryEditor>[0]['draft']; readonly templateId: string | undefined; readonly onDraft: (id: string | undefined) => void }) {
  const [start] = useState({ first, draft })
  const navigate = useNavigate()
  return <EntryEditor first={start.first} draft={start.draft} templateId={templateId} onDraft={onDraft} onNext={() => void navigate({ to: '/entry', search: { n: Date.now() } })} />
}

function useBlank(): FormBody {
  const { books, today } = useSession()
  const last = lastEntry()
  return useMemo(() => {
    const year = books.years.find((each) => each.startOn <= today && today <= each.endOn) ?? books.years.at(-1)
    const inYear = !year || (year.startOn <= today && today <= year.endOn)
    const day = last?.date ?? (inYear ? today : year.endOn < today ? year.endOn : dateOf(partsOf(year.startOn).year, partsOf(year.startOn).month, 1))
    const open = books.journals.filter((journal) => journal.closedOn === null)
    const journal = open.find((each) => each.code === last?.journal) ?? open.find((each) => each.kind === 'purchases') ?? open[0]
    return { journal: journal?.code ?? '', date: day, label: '', documentRef: '', documentOn: null, lines: [EMPTY_LINE, EMPTY_LINE, EMPTY_LINE] }
  }, [books, today, last])
}
