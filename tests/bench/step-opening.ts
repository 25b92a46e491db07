import { performance } from 'node:perf_hooks'
import { journalPage } from '../../core/ledger/entry.query.ts'
import { home } from '../../core/reporting/home.query.ts'
import { WORKING_DATE } from './generator.ts'
import { medianWall } from './measure.ts'
import { booksPath } from './step-posting.ts'
import { entityOf, open } from './workspace.ts'

/** From the path of a file to what the home screen shows, in a fresh process, once: nothing is warm but the pages the machine kept. */
export async function opening(size: number, folder: string): Promise<Record<string, number>> {
  const start = performance.now()
  const workspace = await open(booksPath(folder, size))
  const opened = performance.now()
  const page = home(workspace.ctx, entityOf(workspace), WORKING_DATE)
  const shown = performance.now()
  if (page.have.cents === 0) throw new Error('the home screen is empty')
  const again = medianWall(5, () => home(workspace.ctx, entityOf(workspace), WORKING_DATE))
  const journal = medianWall(3, () => journalPage(workspace.ctx, entityOf(workspace), {}, 0, 100))
  const journalOfOne = medianWall(3, () => journalPage(workspace.ctx, entityOf(workspace), { journal: 'BQ' }, 0, 100))
  workspace.close()
  return { opened: opened - start, home: shown - opened, total: shown - start, again, journal, journalOfOne }
}
