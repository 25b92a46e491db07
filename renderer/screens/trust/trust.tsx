import { createRoute } from '@tanstack/react-router'
import { useState } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { useApi } from '../../query.ts'
import { rootRoute } from '../../root-route.tsx'
import { useFile } from '../../session.tsx'
import { FocusRegion } from '../../ui/focus-region.tsx'
import { Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AccessTable } from './access-table.tsx'
import { FoundRoot } from './found-root.tsx'
import { KeptRoot } from './kept-root.tsx'
import { MyKeys } from './my-keys.tsx'
import { RootCard } from './root-card.tsx'

/** Who may sign and read what in these books, and the keys of this workspace. */
function Trust() {
  const t = useWords()
  const { workspace, mayWrite } = useFile()
  const identity = useApi('identity.state', {})
  const trust = useApi('trust.root', {})
  // What was just made is shown until one leaves, with the fingerprint to make known.
  const [founding, setFounding] = useState(false)
  const headquarters = workspace.kind === 'headquarters'
  return (
    <Page title={t('nav.trust')} lead={t('trust.lead')}>
      {identity.isError && <Problem error={identity.error} />}
      {trust.isError && <Problem error={trust.error} />}
      {(identity.isPending || trust.isPending) && <Skeleton />}
      {headquarters && identity.data?.made && (founding || (trust.data && !trust.data.root)) && <FocusRegion step={trust.data?.root ? 'founded' : 'found'}><FoundRoot onBegin={() => setFounding(true)} /></FocusRegion>}
      {headquarters && mayWrite && !founding && <KeptRoot />}
      {trust.data?.root && <AccessTable />}
      {trust.data?.root && <RootCard root={trust.data.root} canState={headquarters && mayWrite} />}
      {identity.data && <MyKeys identity={identity.data} />}
    </Page>
  )
}

export const trustRoute = createRoute({ getParentRoute: () => rootRoute, path: '/trust', component: Trust })
