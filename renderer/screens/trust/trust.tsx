import { createRoute } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useSession } from '../../session.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { FoundRoot } from './found-root.tsx'
import { MyKeys } from './my-keys.tsx'

/** Who may sign and read what in these books, and the keys of this workspace. */
function Trust() {
  const t = useWords()
  const { workspace } = useSession()
  const identity = useApi('identity.state', {})
  return (
    <Page title={t('nav.trust')} lead={t('trust.lead')}>
      {identity.isError && <Problem error={identity.error} />}
      {identity.isPending && <Skeleton />}
      {workspace.kind === 'headquarters' && <FoundRoot />}
      {identity.data && <MyKeys identity={identity.data} />}
    </Page>
  )
}

export const trustRoute = createRoute({ getParentRoute: () => rootRoute, path: '/trust', component: Trust })
