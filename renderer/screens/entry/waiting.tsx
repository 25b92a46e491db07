import { Link } from '@tanstack/react-router'
import type { Output } from '../../client.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { useCommand } from '../../query.ts'
import { useSession } from '../../session.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './entry-form.module.css'

/** Drafts to take up again, and the entries that templates propose: prepared, never booked alone. */
export function Waiting({ drafts, templates, current }: { readonly drafts: Output<'draft.list'>; readonly templates: Output<'template.list'>; readonly current: string | undefined }) {
  const t = useWords()
  const { entity, today } = useSession()
  const remove = useCommand('draft.delete')
  const skip = useCommand('template.advance')
  const others = drafts.filter((draft) => draft.id !== current).slice(0, 5)
  const due = templates.filter((template) => template.nextOn !== null && template.nextOn <= today)
  if (drafts.length < 2 && others.length === 0 && templates.length === 0) return null
  return (
    <div className={styles['waiting']}>
      {due.map((template) => (
        <span key={template.id} className={styles['chip']}>
          <Link to="/entry" search={{ template: template.id }}>{t('entry.template.due', { name: template.name, date: template.nextOn ? t.date(template.nextOn, 'dayMonth') : '' })}</Link>
          <Pill look="link" onClick={() => skip.mutate({ entity, id: template.id })}>{t('entry.template.skip')}</Pill>
        </span>
      ))}
      {others.map((draft) => (
        <span key={draft.id} className={styles['chip']}>
          <span className="soft">{t('entry.draft')}</span>
          <Link to="/entry" search={{ draft: draft.id }}>{draft.body.label || t('entry.draft.unnamed')}</Link>
          <Pill look="link" onClick={() => remove.mutate({ entity, id: draft.id })} aria-label={t('entry.draft.delete', { label: draft.body.label ?? '' })}>{t('common.delete')}</Pill>
        </span>
      ))}
      {drafts.length > 1 && <Link to="/drafts">{t('drafts.see', { count: drafts.length })}</Link>}
      {templates.length > 0 && (
        <details className={styles['templates']}>
          <summary>{t('entry.templates')}</summary>
          <ul>{templates.map((template) => <li key={template.id}><Link to="/entry" search={{ template: template.id }}>{template.name}</Link></li>)}</ul>
        </details>
      )}
    </div>
  )
}
