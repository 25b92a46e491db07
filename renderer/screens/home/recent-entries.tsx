import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { DateText, Money } from '../../ui/money.tsx'
import type { HomeAnswer } from './home.tsx'
import styles from './home.module.css'

export function RecentEntries({ entries }: { readonly entries: HomeAnswer['recent'] }) {
  const t = useWords()
  const reading = useReading()
  return (
    <>
      <table className={styles['recent']}>
        <caption className="visually-hidden">{t('home.recent')}</caption>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="soft"><DateText date={entry.date} style={reading === 'clair' ? 'dayMonth' : 'short'} /></td>
              {reading === 'comptable' && <td>{entry.entry}</td>}
              <td className={styles['words']} style={{ width: '100%' }}><Link to="/entry/$id" params={{ id: String(entry.id) }}>{entry.label}</Link></td>
              {reading === 'comptable' && <td className="soft">{entry.documentRef}</td>}
              <td className="number"><Money cents={entry.totalCents} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p><Link to="/journals">{t('home.recent.all')}</Link></p>
    </>
  )
}
