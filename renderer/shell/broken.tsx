import type { ErrorComponentProps } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Pill } from '../ui/pill.tsx'

/** A defect of a screen: said in words, with a way on; the books are elsewhere and untouched. */
export function Broken({ error }: ErrorComponentProps) {
  const t = useWords()
  return <EmptyState title={t('broken.title')} text={t('broken.text', { message: error instanceof Error ? error.message : '' })} action={<Pill onClick={() => window.location.reload()}>{t('broken.reload')}</Pill>} />
}
