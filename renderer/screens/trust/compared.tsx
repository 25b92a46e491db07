import { useId } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { TextField } from '../../ui/field.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './trust.module.css'

/** How the person says that both sides see the same fingerprint: by ticking, or by pasting what the other side sent another way. */
export interface Comparison {
  readonly aloud: boolean
  /** Words or digits received; null while nothing is pasted. */
  readonly pasted: string | null
}

export const NOT_COMPARED: Comparison = { aloud: false, pasted: null }

export function isCompared({ aloud, pasted }: Comparison): boolean {
  return pasted === null ? aloud : pasted.trim() !== ''
}

/** What was pasted goes with the call: the core compares it, and refuses what differs. */
export function pastedOf({ pasted }: Comparison): { readonly fingerprint?: string } {
  return pasted === null || pasted.trim() === '' ? {} : { fingerprint: pasted.trim() }
}

export function ComparedField({ says, value, onChange }: { readonly says: string; readonly value: Comparison; readonly onChange: (value: Comparison) => void }) {
  const t = useWords()
  const id = useId()
  if (value.pasted !== null) {
    return (
      <div className="stack">
        <TextField id={id} label={t('finger.paste')} help={t('finger.paste.help')} value={value.pasted} onChange={(pasted) => onChange({ aloud: false, pasted })} width="44rem" autoFocus />
        <div><Pill look="link" onClick={() => onChange(NOT_COMPARED)}>{t('finger.byVoice')}</Pill></div>
      </div>
    )
  }
  return (
    <div>
      <label className={styles['check']}><input type="checkbox" checked={value.aloud} onChange={(event) => onChange({ aloud: event.currentTarget.checked, pasted: null })} />{says}</label>
      <Pill look="link" onClick={() => onChange({ aloud: false, pasted: '' })}>{t('finger.byText')}</Pill>
    </div>
  )
}
