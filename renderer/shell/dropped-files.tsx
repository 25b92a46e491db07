import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { handFiles } from '../handed-files.ts'
import { useWords } from '../i18n/use-words.tsx'
import { useSession } from '../session.tsx'
import { isWanted } from '../ui/file-drop.tsx'
import styles from './shell.module.css'

const isPli = (file: File): boolean => /\.pli$/iu.test(file.name)

/** A file dropped where no page asks for one: a pli goes to the page that takes plis, another file to the one that imports, where each is read before anything is written. */
export function DroppedFiles() {
  const t = useWords()
  const navigate = useNavigate()
  const { canWrite } = useSession()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const hold = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(event.type === 'dragover' && !isWanted([]))
    }
    const drop = (event: DragEvent): void => {
      const files = [...(event.dataTransfer?.files ?? [])]
      setOver(false)
      if (files.length === 0) return
      event.preventDefault()
      if (isWanted(files)) return
      const plis = files.filter(isPli)
      if (plis.length === 0 && !canWrite) return
      if (plis.length > 0) handFiles('/plis', plis)
      else handFiles('/import', files.slice(0, 1))
      void (plis.length > 0 ? navigate({ to: '/plis', search: { tab: 'receive' } }) : navigate({ to: '/import' }))
    }
    window.addEventListener('dragover', hold)
    window.addEventListener('dragleave', hold)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', hold)
      window.removeEventListener('dragleave', hold)
      window.removeEventListener('drop', drop)
    }
  }, [navigate, canWrite])
  return over ? <p className={styles['over']} role="status">{t(canWrite ? 'drop.anywhere' : 'drop.anywhere.plis')}</p> : null
}
