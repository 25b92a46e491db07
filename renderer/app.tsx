import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, useIsFetching } from '@tanstack/react-query'
import { createHashHistory, createRouter, RouterProvider, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { WordsProvider } from './i18n/use-words.tsx'
import { usePreferences } from './preferences.ts'
import { queryClient } from './query.ts'
import { rootRoute } from './root-route.tsx'
import { adviceRoute } from './screens/advising/advice.tsx'
import { entrustedRoute } from './screens/advising/entrusted.tsx'
import { proposeRoute } from './screens/advising/propose.tsx'
import { backupsRoute } from './screens/backups/backups.tsx'
import { accountsRoute } from './screens/books/accounts.tsx'
import { journalsRoute } from './screens/books/journals.tsx'
import { ledgerRoute } from './screens/books/ledger.tsx'
import { matchingRoute } from './screens/books/matching.tsx'
import { statementsRoute } from './screens/books/statements.tsx'
import { trialBalanceRoute } from './screens/books/trial-balance.tsx'
import { yearEndRoute } from './screens/closing/closing.tsx'
import { draftsRoute } from './screens/entry/drafts.tsx'
import { entryFormRoute } from './screens/entry/entry-form.tsx'
import { entryPageRoute } from './screens/entry/entry-page.tsx'
import { exportRoute } from './screens/export/export.tsx'
import { inboxRoute } from './screens/headquarters/inbox.tsx'
import { liaisonsRoute } from './screens/headquarters/liaisons.tsx'
import { officesRoute } from './screens/headquarters/offices.tsx'
import { parametersRoute } from './screens/headquarters/parameters.tsx'
import { peopleRoute } from './screens/headquarters/people.tsx'
import { sumRoute } from './screens/headquarters/sum.tsx'
import { importRoute } from './screens/import/import.tsx'
import { plisRoute } from './screens/exchange-plis/plis.tsx'
import { activityRoute, homeRoute } from './screens/home/home.tsx'
import { acceptRoute } from './screens/joining/accept.tsx'
import { joiningRoute } from './screens/joining/joining.tsx'
import { noticesRoute } from './screens/notices/notices.tsx'
import { partiesRoute } from './screens/parties/parties.tsx'
import { settingsRoute } from './screens/settings/settings.tsx'
import { trustRoute } from './screens/trust/trust.tsx'
import { Broken } from './shell/broken.tsx'
import { cssVariables, theme } from './style/theme.ts'
import { styleNonce } from './trusted-types.ts'

const routeTree = rootRoute.addChildren([
  homeRoute, entryFormRoute, draftsRoute, entryPageRoute, journalsRoute, accountsRoute, ledgerRoute, matchingRoute, partiesRoute, trialBalanceRoute, statementsRoute, yearEndRoute,
  importRoute, exportRoute, backupsRoute, settingsRoute, plisRoute, noticesRoute, trustRoute, joiningRoute, acceptRoute, activityRoute,
  entrustedRoute, proposeRoute, adviceRoute,
  inboxRoute, liaisonsRoute, sumRoute, peopleRoute, officesRoute, parametersRoute,
])

const router = createRouter({ routeTree, history: createHashHistory(), defaultPreload: false, defaultErrorComponent: Broken })

declare module '@tanstack/react-router' {
  interface Register { router: typeof router }
}

export function App() {
  const { language, theme: scheme, reading, hidden } = usePreferences()
  useEffect(() => {
    const { dataset } = document.documentElement
    document.documentElement.lang = language
    dataset['reading'] = reading
    dataset['private'] = hidden ? 'yes' : 'no'
  }, [language, reading, hidden])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} getStyleNonce={styleNonce} {...(scheme === 'auto' ? { defaultColorScheme: 'auto' as const } : { forceColorScheme: scheme })}>
      <QueryClientProvider client={queryClient}>
        <WordsProvider language={language} hidden={hidden}><RouterProvider router={router} /><Settled /></WordsProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}

/** Says on the root which address the page shows once nothing of it is on its way: what a walk, or any other program that looks, can wait for. */
function Settled() {
  const fetching = useIsFetching()
  const shown = useRouterState({ router, select: (state) => (state.status === 'idle' ? state.resolvedLocation?.href : undefined) })
  useEffect(() => {
    const { dataset } = document.documentElement
    delete dataset['settled']
    if (fetching > 0 || shown === undefined) return undefined
    // One answer often asks the next question: two frames without any.
    let frame = requestAnimationFrame(() => { frame = requestAnimationFrame(() => { dataset['settled'] = shown }) })
    return () => cancelAnimationFrame(frame)
  }, [fetching, shown])
  return null
}
