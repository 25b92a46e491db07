import type { ReactNode } from 'react'
import { LANGUAGES } from '../../i18n/messages.ts'
import { useWords } from '../../i18n/use-words.tsx'
import { setPreferences, usePreferences } from '../../preferences.ts'
import { Card } from '../../ui/page.tsx'
import { Switcher } from '../../ui/switcher.tsx'
import styles from './settings.module.css'

/** What a person chose for their eyes; kept on this machine, never in the books. */
export function DisplayTab() {
  const t = useWords()
  const { language, theme, reading, hidden } = usePreferences()
  return (
    <Card title={t('settings.tab.display')}>
      <p className="note">{t('settings.display.text')}</p>
      <Choice title={t('top.reading')} text={t('settings.display.reading')}>
        <Switcher label={t('top.reading')} value={reading} onChange={(value) => setPreferences({ reading: value })} options={[{ value: 'clair', label: t('top.clear') }, { value: 'comptable', label: t('top.expert') }]} />
      </Choice>
      <Choice title={t('top.language')} text={t('settings.display.language')}>
        <Switcher label={t('top.language')} value={language} onChange={(value) => setPreferences({ language: value })} options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))} />
      </Choice>
      <Choice title={t('top.theme')} text={t('settings.display.theme')}>
        <Switcher label={t('top.theme')} value={theme} onChange={(value) => setPreferences({ theme: value })} options={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`top.theme.${value}`) }))} />
      </Choice>
      <Choice title={t('settings.display.privacy')} text={t('settings.display.privacyText')}>
        <Switcher label={t('settings.display.privacy')} value={hidden ? 'yes' : 'no'} onChange={(value) => setPreferences({ hidden: value === 'yes' })} options={[{ value: 'no', label: t('settings.display.shown') }, { value: 'yes', label: t('settings.display.hidden') }]} />
      </Choice>
    </Card>
  )
}

function Choice({ title, text, children }: { readonly title: string; readonly text: string; readonly children: ReactNode }) {
  return <div className={styles['choice']}><strong>{title}</strong><span className="soft">{text}</span>{children}</div>
}
