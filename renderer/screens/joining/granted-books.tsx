import { useMemo, useState } from 'react'
import { foldText } from '../../../core/kernel/text.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useSession } from '../../session.tsx'
import { inputClass } from '../../ui/field.tsx'
import trust from '../trust/trust.module.css'
import styles from './joining.module.css'

const SHOWN = 60

/** Which books are entrusted: found by words among thousands; those chosen stay in view. */
export function GrantedBooks({ chosen, onChange }: { readonly chosen: readonly string[]; readonly onChange: (codes: readonly string[]) => void }) {
  const t = useWords()
  const { entities } = useSession()
  const [text, setText] = useState('')
  const shown = useMemo(() => {
    const wanted = foldText(text).split(/\s+/u).filter(Boolean)
    const found = entities.filter((entity) => chosen.includes(entity.code) || wanted.every((word) => foldText(`${entity.code} ${entity.name}`).includes(word)))
    return [...found].sort((a, b) => Number(chosen.includes(b.code)) - Number(chosen.includes(a.code)))
  }, [entities, text, chosen])
  return (
    <fieldset className={styles['grants']}>
      <legend>{t('accept.entrust')}</legend>
      {entities.length > 8 && <input className={inputClass} value={text} aria-label={t('common.search')} placeholder={t('common.search')} onChange={(event) => setText(event.currentTarget.value)} />}
      <ul>
        {shown.slice(0, SHOWN).map((entity) => (
          <li key={entity.code}>
            <label className={trust['check']}>
              <input type="checkbox" checked={chosen.includes(entity.code)} onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, entity.code] : chosen.filter((code) => code !== entity.code))} />
              {entity.name} <span className="note">{entity.code}</span>
            </label>
          </li>
        ))}
      </ul>
      {shown.length > SHOWN && <span className="note">{t('accept.entrust.more', { count: shown.length - SHOWN })}</span>}
      <span className="note" role="status">{t('accept.entrust.chosen', { count: chosen.length })}</span>
    </fieldset>
  )
}
