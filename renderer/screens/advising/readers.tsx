import { Link } from '@tanstack/react-router'
import { useWords } from '../../i18n/use-words.tsx'
import { useReading } from '../../session.tsx'
import { Card } from '../../ui/page.tsx'
import { useOfficeName } from '../office-name.ts'
import styles from './advising.module.css'

export interface BooksReader {
  readonly person: string
  readonly role: 'porteur' | 'associate' | 'adviser' | 'accountant'
  /** Its letter in entry numbers. */
  readonly device: string | null
  readonly office: string | null
  readonly own: boolean
}

/** Who reads these books and what each may do: headquarters decides, and everyone concerned sees it. */
export function Readers({ readers }: { readonly readers: readonly BooksReader[] }) {
  const t = useWords()
  const expert = useReading() === 'comptable'
  const officeName = useOfficeName()
  /** The letter of a machine tells an accountant who booked what; else only somebody who has two. */
  const saysDevice = ({ person, device }: BooksReader): boolean => device !== null && (expert || readers.filter((each) => each.person === person).length > 1)
  return (
    <Card title={t('advising.readers')} id="readers">
      <p className="note">{t('advising.readers.text')}</p>
      <ul className={styles['said']}>
        <li><p><strong>{t('advising.readers.headquarters')}</strong></p><p className={styles['meta']}>{t('advising.readers.headquarters.may')}</p></li>
        {readers.map((each) => (
          <li key={`${each.person}${each.device}`}>
            <p><strong>{each.person}</strong>{each.own && <span className={styles['mine']}> · {t('advising.readers.own')}</span>}</p>
            <p className={styles['meta']}>{t(`advising.role.${each.role}`)}{each.office !== null && ` · ${officeName(each.office)}`}{saysDevice(each) && ` · ${t('advising.device', { device: each.device ?? '' })}`}</p>
          </li>
        ))}
      </ul>
      <p><Link to="/trust">{t('advising.readers.more')}</Link></p>
    </Card>
  )
}
