import { useCommand, useApi } from '../../query.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { Problem } from '../../ui/problem.tsx'
import styles from './first-run.module.css'
import { useHome } from './use-home.ts'

/** The files opened lately on this machine; one that is gone says so. */
export function Recent({ except }: { readonly except?: string }) {
  const t = useWords()
  const recent = useApi('workspace.recent', {})
  const open = useCommand('workspace.open')
  const home = useHome()
  const files = recent.data?.filter((file) => file.path !== except) ?? []
  if (files.length === 0) return null
  return (
    <section className="stack" aria-label={t('start.recent')}>
      <h2>{t('start.recent')}</h2>
      {open.isError && <Problem error={open.error} />}
      <ul className={styles['recent']}>
        {files.map((file) => (
          <li key={file.path}>
            <button type="button" disabled={!file.exists || open.isPending} onClick={() => open.mutate({ path: file.path }, { onSuccess: home })}>
              <strong>{file.name}</strong>
              <span className="note">{file.exists ? file.path : t('start.recent.gone', { path: file.path })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
