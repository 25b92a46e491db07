import { useId, useRef } from 'react'
import { useWords } from '../../i18n/use-words.tsx'
import { Pill } from '../../ui/pill.tsx'

/** One file chosen by a button in the words of the house; its name stays beside it. */
export function FilePick({ label, file, onFile }: { readonly label: string; readonly file: File | null; readonly onFile: (file: File) => void }) {
  const t = useWords()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div>
      <div className="note" id={id}>{label}</div>
      <div className="row"><Pill aria-describedby={id} onClick={() => input.current?.click()}>{t('drop.choose')}</Pill><span style={{ overflowWrap: 'anywhere' }}>{file?.name ?? t('file.none')}</span></div>
      <input
        ref={input} type="file" className="visually-hidden" tabIndex={-1} aria-label={label}
        onChange={(event) => { const chosen = event.currentTarget.files?.[0]; event.currentTarget.value = ''; if (chosen) onFile(chosen) }}
      />
    </div>
  )
}
