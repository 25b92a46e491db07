import type { Refusal } from '../../core/kernel/result.ts'
import { Failed, Refused, Stopped } from '../client.ts'
import { isMessageId } from '../i18n/messages.ts'
import { isRefusalCode, sentence, sentences } from '../i18n/refusals.ts'
import { useWords, type Words } from '../i18n/use-words.tsx'
import styles from './problem.module.css'

/** Every sentence of what went wrong: the refusals of the books, or the one fault of the machine. */
export function sentencesOf(t: Words, error: unknown): readonly string[] {
  if (error instanceof Refused) return sentences(t, error.refused)
  if (error instanceof Stopped) return [t('fault.cancelled')]
  if (error instanceof Failed) {
    const { code, reference } = error.fault
    const id = `fault.${code}`
    if (!isMessageId(id) && isRefusalCode(code)) return [sentence(t, { ...error.fault, code, reference })]
    if (isMessageId(id)) return [t(id, { reference })]
    return [isRefusalCode(error.fault.code) ? sentence(t, { ...error.fault }) : t('fault.internal', { reference })]
  }
  return [t('fault.internal', { reference: error instanceof Error ? error.message : '' })]
}

/** What went wrong, where the person looks: said at once to a screen reader, never a bare "error". */
export function Problem({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const t = useWords()
  const stopped = error instanceof Stopped
  const sentences = sentencesOf(t, error)
  return (
    <div className={stopped ? `${styles['problem']} ${styles['calm']}` : styles['problem']} role="alert">
      {error instanceof Failed && <strong>{t('fault.title')}</strong>}
      {sentences.length === 1 ? <p>{sentences[0]}</p> : <ul>{sentences.map((each) => <li key={each}>{each}</li>)}</ul>}
      {onRetry && <button type="button" className={styles['retry']} onClick={onRetry}>{t('common.retry')}</button>}
    </div>
  )
}

/** The refusals of an error, empty for anything else. */
export function refusalsOf(error: unknown): readonly Refusal[] {
  return error instanceof Refused ? error.refused : []
}
