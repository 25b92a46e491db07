import { IconFlask, IconFolderOpen, IconNotebook } from '@tabler/icons-react'
import type { MessageId } from '../../i18n/messages.ts'
import { useWords } from '../../i18n/use-words.tsx'
import styles from './first-run.module.css'

export type DoorName = 'own' | 'demonstration' | 'file'

const DOORS: readonly { readonly name: DoorName; readonly title: MessageId; readonly text: MessageId; readonly icon: typeof IconNotebook }[] = [
  { name: 'own', title: 'start.own.title', text: 'start.own.text', icon: IconNotebook },
  { name: 'demonstration', title: 'start.demo.title', text: 'start.demo.text', icon: IconFlask },
  { name: 'file', title: 'start.file.title', text: 'start.file.text', icon: IconFolderOpen },
]

export function Doors({ onChoose }: { readonly onChoose: (door: DoorName) => void }) {
  const t = useWords()
  return (
    <ul className={styles['doors']}>
      {DOORS.map(({ name, title, text, icon: Icon }) => (
        <li key={name}>
          <button type="button" className={styles['door']} onClick={() => onChoose(name)}>
            <Icon size={24} stroke={1.5} aria-hidden />
            <strong>{t(title)}</strong>
            <span className="soft">{t(text)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
