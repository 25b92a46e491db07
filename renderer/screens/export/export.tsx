import { createRoute } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { describePeriod } from '../../period/period-words.ts'
import { rootRoute } from '../../root-route.tsx'
import { usePeriod, useSession } from '../../session.tsx'
import { Page } from '../../ui/page.tsx'
import { ExportEntries } from './export-entries.tsx'
import { ExportReports } from './export-reports.tsx'

/** The books in open formats, over the period of the page: nobody is locked in. */
function Export() {
  const t = useWords()
  const { books } = useSession()
  const span = usePeriod()
  return (
    <Page title={t('export.title')} lead={t('export.lead', { name: books.entity.name, period: describePeriod(t.language, span) })}>
      <ExportReports key={`reports${span.token}`} />
      <ExportEntries key={`entries${span.token}`} />
    </Page>
  )
}

export const exportRoute = createRoute({ getParentRoute: () => rootRoute, path: '/export', component: Export })
