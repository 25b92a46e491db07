import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { Refusal } from '../../../core/kernel/result.ts'
import type { Input, Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { Done } from '../../ui/page.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Problem, refusalsOf } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useLongCall } from '../../use-long-call.ts'
import { ImportPreview } from './import-preview.tsx'
import { ProblemList } from './problem-list.tsx'

/** How a file is read: everything of the door but the entity and whether a part is accepted. */
export type ImportHow = Omit<Input<'import.preview'>, 'entity' | 'partial'>

/**
 * What booking the file would do, worked out by booking it and rolling it back. A file with problems is refused whole,
 * unless the person accepts, seeing what is left out, to take only what is right.
 */
export function ImportReview(props: ReviewProps) {
  const { entity } = useSession()
  // Other books chosen at the top: what was done in the former ones is not said of these.
  return <Review key={entity} entity={entity} {...props} />
}

interface ReviewProps {
  readonly how: ImportHow
  readonly onDone: (result: Output<'import.book'>) => void
  readonly onAgain: () => void
}

function Review({ entity, how, onDone, onAgain }: ReviewProps & { readonly entity: string }) {
  const t = useWords()
  const preview = useLongCall('import.preview')
  const book = useLongCall('import.book')
  const drafts = useLongCall('import.drafts')
  const [partial, setPartial] = useState(false)
  const { start } = preview
  useEffect(() => void start({ ...how, entity, partial }), [start, how, entity, partial])
  const confirm = async (): Promise<void> => {
    const result = await book.start({ ...how, entity, partial })
    if (result) onDone(result)
  }
  // What is not ready for the books may be looked at one by one: a FEC is a whole year and is not.
  const asDrafts = how.format === 'fec' ? null : <Pill onClick={() => void drafts.start({ ...how, entity, partial })}>{t('import.drafts')}</Pill>
  const other = <Pill onClick={onAgain}>{t('import.other')}</Pill>
  if (book.pending) return <ProgressBar step={book.progress} onCancel={book.cancel} />
  // The preview books and rolls back: to the person it is a check, and must not be called booking.
  if (preview.pending) return <ProgressBar step={preview.progress && { ...preview.progress, step: preview.progress.step === 'booking' ? 'checking' : preview.progress.step }} onCancel={preview.cancel} />
  if (drafts.pending) return <ProgressBar step={drafts.progress} onCancel={drafts.cancel} />
  if (drafts.data) return <DraftsMade made={drafts.data} other={other} />
  const refused = refusalsOf(preview.error)
  return (
    <div className="stack">
      {book.error ? <Problem error={book.error} /> : null}
      {drafts.error ? <Problem error={drafts.error} /> : null}
      {preview.error && refused.length === 0 ? <Problem error={preview.error} onRetry={() => void start({ ...how, entity, partial })} /> : null}
      {refused.length > 0 && <RefusedFile problems={refused} partial={partial} onPartial={() => setPartial(true)} />}
      {preview.data && <ImportPreview result={preview.data} />}
      <div className="row no-print">
        {preview.data && preview.data.booked > 0 && <Button onClick={() => void confirm()}>{t(partial ? 'import.book.partial' : 'import.book', { count: preview.data.booked, left: preview.data.refused.length })}</Button>}
        {(refused.length > 0 || (preview.data && preview.data.booked > 0)) && asDrafts}
        {other}
      </div>
      {preview.data?.booked === 0 && <p>{t(preview.data.alreadyKnown > 0 ? 'import.nothingNew' : 'import.nothing')}</p>}
    </div>
  )
}

function DraftsMade({ made, other }: { readonly made: Output<'import.drafts'>; readonly other: ReactNode }) {
  const t = useWords()
  return (
    <div className="stack">
      <Done><strong>{t('import.drafts.made', { count: made.made })}</strong>{made.alreadyThere > 0 && <p>{t('import.drafts.known', { count: made.alreadyThere })}</p>}</Done>
      <div className="row"><Button component={Link} to="/drafts">{t('import.drafts.see')}</Button>{other}</div>
    </div>
  )
}

function RefusedFile({ problems, partial, onPartial }: { readonly problems: readonly Refusal[]; readonly partial: boolean; readonly onPartial: () => void }) {
  const t = useWords()
  // A problem without a line is of the file itself: no part of it can be taken.
  const byLine = problems.every((problem) => typeof problem['line'] === 'number')
  return (
    <>
      <ProblemList title={t('import.refused', { count: problems.length })} text={t('import.refused.text')} problems={problems} urgent />
      {byLine && !partial && <div className="row"><Pill onClick={onPartial}>{t('import.acceptPart')}</Pill><span className="note">{t('import.acceptPart.help')}</span></div>}
    </>
  )
}
