import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useRef, useState, useLayoutEffect } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './file-drop.module.css'
import { Pill } from './pill.tsx'

type Wants = (files: readonly File[]) => boolean
const places = new Set<Wants>()

/** Whether a place on the page takes these files when they are dropped: the window itself then leaves them to it. */
export function isWanted(files: readonly File[]): boolean {
  return [...places].some((wants) => wants(files))
}

/** A place to drop files, anywhere on the window while it is shown, and a button that does the same (WCAG 2.5.7). */
export function FileDrop({ accept, multiple = false, help, compact = false, leaves, onFiles }: {
  readonly accept?: string
  readonly multiple?: boolean
  readonly help?: string
  readonly compact?: boolean
  /** Files that are none of this place: dropped, they go where the window takes them. */
  readonly leaves?: (file: File) => boolean
  readonly onFiles: (files: readonly File[]) => void
}) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const given = useRef(onFiles)
  const left = useRef(leaves)
  useLayoutEffect(() => { given.current = onFiles; left.current = leaves })
  useEffect(() => {
    const wants: Wants = (files) => left.current === undefined || !files.every(left.current)
    places.add(wants)
    const hold = (event: DragEvent): void => { event.preventDefault(); setOver(event.type === 'dragover') }
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      setOver(false)
      const files = [...(event.dataTransfer?.files ?? [])]
      if (files.length > 0 && wants(files)) given.current(multiple ? files : files.slice(0, 1))
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', hold)
    window.addEventListener('drop', drop)
    return () => {
      places.delete(wants)
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
