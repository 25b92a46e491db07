import type { MenuCommand } from './bridge.ts'
import type { MenuItem } from './electron-api.ts'

/** The application menu, in French: what the system's own roles do, and six commands that the screens answer. */
export function menuTemplate(send: (command: MenuCommand) => void, quit: () => void, platform: string, developer: boolean): MenuItem[] {
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItem => ({ label, click: () => send(name), ...(accelerator ? { accelerator } : {}) })
  const separator: MenuItem = { type: 'separator' }
  const application: MenuItem = {
    label: 'Archipel',
    submenu: [{ role: 'about', label: 'À propos d’Archipel' }, separator, { role: 'hide', label: 'Masquer' }, { role: 'hideOthers', label: 'Masquer les autres' }, separator, { label: 'Quitter', accelerator: 'Cmd+Q', click: quit }],
  }
  const tools: MenuItem[] = developer ? [separator, { role: 'toggleDevTools', label: 'Outils du développeur' }] : []
  return [
    ...(platform === 'darwin' ? [application] : []),
    {
      label: 'Fichier',
      submenu: [
        command('Nouvelle écriture', 'new-entry'), command('Importer…', 'import'), separator,
        command('Ouvrir un fichier de comptes…', 'open-workspace', 'CmdOrCtrl+O'), command('Réglages et sauvegardes', 'settings'),
        ...(platform === 'darwin' ? [] : [separator, { label: 'Quitter', accelerator: 'CmdOrCtrl+Q', click: quit }]),
      ],
    },
    {
      label: 'Édition',
      submenu: [
        { role: 'undo', label: 'Annuler' }, { role: 'redo', label: 'Rétablir' }, separator, { role: 'cut', label: 'Couper' }, { role: 'copy', label: 'Copier' },
        { role: 'paste', label: 'Coller' }, { role: 'selectAll', label: 'Tout sélectionner' },
      ],
    },
    {
      label: 'Affichage',
      submenu: [
        command('Accueil', 'home'), command('Rechercher', 'search'), separator, { role: 'resetZoom', label: 'Taille normale' }, { role: 'zoomIn', label: 'Agrandir' },
        { role: 'zoomOut', label: 'Réduire' }, { role: 'togglefullscreen', label: 'Plein écran' },
        ...tools,
      ],
    },
    { label: 'Aide', submenu: [command('Aide', 'help')] },
  ]
}
