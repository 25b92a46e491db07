import { useEffect, useState } from 'react'
import { useWords } from '../i18n/use-words.tsx'
import styles from './skeleton.module.css'

/** Nothing for 100 ms, then quiet bars where the content will be. */
export function Skeleton({ lines = 4 }: { readonly lines?: number }) {
  const t = useWords()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 100)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <div className={styles['skeleton']} role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      {Array.from({ length: lines }, (_, index) => <span key={index} className={styles['bar']} />)}
    </div>
  )
}
