import { createRoute } from '@tanstack/react-router'
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
import { Readers } from './readers.tsx'

/** For the porteur: what the adviser proposes and says, and who reads these books. */
export const adviceRoute = createRoute({ getParentRoute: () => rootRoute, path: '/advice', component: Advice })

function Advice() {
  const t = useWords()
  const { entity, canWrite } = useSession()
  const proposals = useApi('proposal.list', { entity })
  const notes = useApi('note.list', { entity })
  const appointments = useApi('appointment.list', { entity })
  const readers = useApi('readers.list', { entity })
  const error = proposals.error ?? notes.error ?? appointments.error ?? readers.error
  if (error) return <Problem error={error} />
  if (!proposals.data || !notes.data || !appointments.data || !readers.data) return <Skeleton lines={6} />
  const open = proposals.data.filter((each) => each.state === 'open').length
  // Roles come with the grants: books that never joined have none, and are their owner's.
  const own = readers.data.find((each) => each.own)?.role
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
          <Readers readers={readers.data} />
        </div>
      </div>
    </Page>
  )
}
