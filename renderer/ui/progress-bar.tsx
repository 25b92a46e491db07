import type { ProgressStep } from '../../core/context.ts'
import { isMessageId } from '../i18n/messages.ts'
import { useWords } from '../i18n/use-words.tsx'
import { Pill } from './pill.tsx'
import styles from './progress-bar.module.css'

/** What is being done, how far, and a way to stop it. */
export function ProgressBar({ step, onCancel }: { readonly step: ProgressStep | null; readonly onCancel?: () => void }) {
  const t = useWords()
  const id = `progress.${step?.step ?? 'working'}`
  const says = t(isMessageId(id) ? id : 'progress.working')
  const known = step && step.total > 0
  return (
    <div className={styles['progress']}>
      <div className="row">
        <span role="status">{says}</span>
        <span className="note grow">{known ? `${t.percent(step.done / step.total)} · ${t('progress.of', { done: t.count(step.done), total: t.count(step.total) })}` : ''}</span>
        {onCancel && <Pill onClick={onCancel}>{t('progress.cancel')}</Pill>}
      </div>
      <progress aria-label={says} {...(known ? { value: step.done, max: step.total } : {})} />
    </div>
  )
}
