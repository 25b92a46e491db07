import { createRoute } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './advising.module.css'
import { Appointments } from './appointments.tsx'
import { Notes } from './notes.tsx'
import { Proposals } from './proposals.tsx'
import { type BooksReader, Readers } from './readers.tsx'

/** For the porteur: what the adviser proposes and says, and who reads these books. */
export const adviceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/advice', component: Advice })

/** More people than ever read the books of one Activité. */
const MOST_READERS = 500

/** Headquarters has its own line; who no longer reads has none. */
function readerOf({ person, role, device, office, revoked, own }: Output<'trust.keys'>['rows'][number]): BooksReader[] {
  return role === 'headquarters' || revoked !== null ? [] : [{ person, role, device, office, own }]
}

function Advice() {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const proposals = useApi('proposal.list', { entity })
  const notes = useApi('note.list', { entity })
  const appointments = useApi('appointment.list', { entity })
  const keys = useApi('trust.keys', { entity, offset: 0, limit: MOST_READERS })
  const error = proposals.error ?? notes.error ?? appointments.error ?? keys.error
  if (error) return <Problem error={error} />
  if (!proposals.data || !notes.data || !appointments.data || !keys.data) return <Skeleton lines={6} />
  const open = proposals.data.filter((each) => each.state === 'open').length
  // Roles come with the grants: books that never joined have none, and are their owner's.
  const readers = keys.data.rows.flatMap(readerOf)
  const own = readers.find((each) => each.own)?.role
  const side = canWrite && (own === undefined || own === 'porteur') ? 'porteur' : 'reader'
  return (
    <Page title={t('advising.advice')} lead={t('advising.advice.lead', { count: open })}>
      <div className={styles['columns']}>
        <div>
          {proposals.data.length === 0
            ? <EmptyState title={t('advising.proposals.none')} text={t('advising.proposals.none.text')} />
            : <Proposals proposals={proposals.data} side={side} />}
        </div>
        <div>
          <Appointments appointments={appointments.data} write={false} />
          <Notes notes={notes.data} write={false} />
          <Readers readers={readers} />
        </div>
      </div>
    </Page>
  )
}
