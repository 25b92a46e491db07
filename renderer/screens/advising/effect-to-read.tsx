import { useWords } from '../../i18n/use-words.tsx'
import { Effect } from '../entry/effect.tsx'
import { type FormBody, isComplete } from '../entry/form-body.ts'
import styles from './advising.module.css'

/** The effect of an entry as the porteur will read it: these are the porteur's books, and the porteur's words. */
export function EffectToRead({ body }: { readonly body: FormBody }) {
  const t = useWords()
  if (body.lines.filter(isComplete).length < 2) return null
  return <div><p className={styles['meta']}>{t('advising.effect')}</p><Effect body={body} /></div>
}
