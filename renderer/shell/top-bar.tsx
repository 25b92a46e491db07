import { Popover } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconEye, IconEyeOff, IconMenu2, IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { LANGUAGES } from '../i18n/messages.ts'
import { useWords } from '../i18n/use-words.tsx'
import { PeriodChooser } from '../period/period-chooser.tsx'
import { setPreferences, usePreferences } from '../preferences.ts'
import { useSession } from '../session.tsx'
import { SearchCombobox } from '../ui/search-combobox.tsx'
import { indexChoices } from '../ui/search-index.ts'
import { Pill } from '../ui/pill.tsx'
import { Switcher } from '../ui/switcher.tsx'
import { PAGE_OF_ONE } from './place.ts'
import styles from './shell.module.css'

export function TopBar({ onSearch, onMenu, menuOpen, onKeys }: { readonly onSearch: () => void; readonly onMenu: () => void; readonly menuOpen: boolean; readonly onKeys: () => void }) {
  const t = useWords()
  const { reading, hidden } = usePreferences()
  return (
    <header className={styles['top']} aria-label={t('shell.tools')}>
      <span className={styles['menu']}>
        <Pill look="icon" aria-label={t('shell.navigation')} aria-expanded={menuOpen} aria-controls="navigation" onClick={onMenu}><IconMenu2 size={18} aria-hidden /></Pill>
      </span>
      <EntityName />
      <PeriodChooser />
      <Pill onClick={onSearch} title={t('top.search')}><IconSearch size={16} aria-hidden /><span className={styles['wide']}>{t('top.search')}</span> <kbd>{t('key.ctrl')} K</kbd></Pill>
      <span className="grow" />
      <Switcher
        label={t('top.reading')} value={reading} onChange={(value) => setPreferences({ reading: value })}
        options={[{ value: 'clair', label: t('top.clear') }, { value: 'comptable', label: t('top.expert') }]}
      />
      <Pill onClick={() => setPreferences({ hidden: !hidden })} aria-pressed={hidden} title={t(hidden ? 'top.reveal' : 'top.hide')}>
        {hidden ? <IconEye size={16} aria-hidden /> : <IconEyeOff size={16} aria-hidden />}<span className={styles['wide']}>{hidden ? t('top.reveal') : t('top.hide')}</span>
      </Pill>
      <DisplayMenu onKeys={onKeys} />
    </header>
  )
}

/** Beyond these a list is searched, not read through. */
const MOST_LISTED = 30

function EntityName() {
  const t = useWords()
  const { workspace, entities, books } = useSession()
  const navigate = useNavigate()
  const index = useMemo(() => indexChoices(entities.map((entity) => ({ value: entity.code, label: entity.name }))), [entities])
  if (entities.length < 2) return <span className={styles['name']}>{books.entity.name}</span>
  const change = (entity: string): void => {
    if (!entities.some((each) => each.code === entity)) return
    setPreferences({ entity })
    void navigate({ to: PAGE_OF_ONE[workspace.kind], search: { e: entity } as never })
  }
  if (entities.length > MOST_LISTED) {
    return (
      <span className={styles['combobox']}>
        <SearchCombobox id="entity-shown" index={index} value={books.entity.code} onChange={change} show={(choice) => choice.label} ariaLabel={t('top.entity')} />
      </span>
    )
  }
  return (
    <select className={styles['select']} aria-label={t('top.entity')} value={books.entity.code} onChange={(event) => change(event.currentTarget.value)}>
      {entities.map((entity) => <option key={entity.code} value={entity.code}>{entity.name}</option>)}
    </select>
  )
}

/** Theme, language and the sheet of shortcuts: also shown before any file is open. */
export function DisplayMenu({ onKeys }: { readonly onKeys?: () => void }) {
  const t = useWords()
  const { theme, language } = usePreferences()
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus shadow="none" transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Pill look="icon" aria-label={t('top.preferences')}><IconAdjustmentsHorizontal size={18} aria-hidden /></Pill>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('top.preferences')}>
        <div className="stack">
          <div><h3>{t('top.theme')}</h3>
            <Switcher
              label={t('top.theme')} value={theme} onChange={(value) => setPreferences({ theme: value })}
              options={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`top.theme.${value}`) }))}
            />
          </div>
          <div><h3>{t('top.language')}</h3>
            <Switcher label={t('top.language')} value={language} onChange={(value) => setPreferences({ language: value })} options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))} />
          </div>
          {onKeys && <Pill look="link" onClick={onKeys}>{t('nav.help')} <kbd>?</kbd></Pill>}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
