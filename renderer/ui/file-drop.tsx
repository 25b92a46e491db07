import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useRef, useState, useLayoutEffect } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './file-drop.module.css'
import { Pill } from './pill.tsx'

/** A place to drop files, anywhere on the window while it is shown, and a button that does the same (WCAG 2.5.7). */
export function FileDrop({ accept, multiple = false, help, compact = false, onFiles }: {
  readonly accept?: string
  readonly multiple?: boolean
  readonly help?: string
  readonly compact?: boolean
  readonly onFiles: (files: readonly File[]) => void
}) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const given = useRef(onFiles)
  useLayoutEffect(() => { given.current = onFiles })
  useEffect(() => {
    const hold = (event: DragEvent): void => { event.preventDefault(); setOver(event.type === 'dragover') }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0) given.current(multiple ? files : files.slice(0, 1))
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', hold)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('dragleave', hold)
      window.removeEventListener('drop', drop)
    }
  }, [multiple])
  return (
    <div className={styles['drop']} data-over={over} data-compact={compact}>
      {!compact && <IconFileImport size={28} stroke={1.5} aria-hidden />}
      <span>{over ? t('drop.over') : t('drop.title')} {t('drop.or')}</span>
      <Pill onClick={() => input.current?.click()}>{t('drop.choose')}</Pill>
      {help && <span className="note">{help}</span>}
      <input
        ref={input} type="file" className="visually-hidden" accept={accept} multiple={multiple} tabIndex={-1} aria-label={t('drop.choose')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </div>
  )
}
