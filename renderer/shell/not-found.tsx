import { Link } from '@tanstack/react-router'
import { useWords } from '../i18n/use-words.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  const t = useWords()
  return <EmptyState title={t('notFound.title')} text={t('notFound.text')} action={<Link to="/">{t('nav.home')}</Link>} />
}
