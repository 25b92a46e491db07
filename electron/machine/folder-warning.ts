import { readFileSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname, sep } from 'node:path'

/** Why a folder is a risky place for a live workspace: two machines may write it at once, or the lock is not kept. */
export interface FolderWarning {
  readonly kind: 'synced' | 'network'
  /** `OneDrive`, `Dropbox` …, or the kind of network disk. */
  readonly service: string
}

const SYNCED: readonly (readonly [RegExp, string])[] = [
  [/^onedrive\b/iu, 'OneDrive'],
  [/^dropbox\b/iu, 'Dropbox'],
  [/^(?:google ?drive|googledrive-.*|my drive|mon drive|drivefs)$/iu, 'Google Drive'],
  [/^(?:icloud ?drive|mobile documents|com~apple~clouddocs)$/iu, 'iCloud'],
  [/^nextcloud\b/iu, 'Nextcloud'],
  [/^owncloud\b/iu, 'ownCloud'],
  [/^(?:kdrive|pcloud ?drive|pcloud|mega|megasync|syncthing|proton drive)$/iu, 'autre service'],
]
const NETWORK_DISKS = new Set(['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'fuse.sshfs', 'fuse.rclone', 'davfs', 'fuse.davfs2', 'afpfs', 'fuse.gvfsd-fuse', '9p'])

/** Looks at the names along the path and at the disk under it. `mounts` is the text of /proc/self/mounts. */
export function folderWarning(path: string, mounts: string = readMounts()): FolderWarning | undefined {
  for (const part of dirname(path).split(/[/\\]/u)) {
    const found = SYNCED.find(([pattern]) => pattern.test(part))
    if (found) return { kind: 'synced', service: found[1] }
  }
  if (/^(?:\\\\|\/\/)[^\\/?.]/u.test(path)) return { kind: 'network', service: 'smb' }
  const disk = diskUnder(path, mounts)
  return disk !== undefined && NETWORK_DISKS.has(disk) ? { kind: 'network', service: disk } : undefined
}

function diskUnder(path: string, mounts: string): string | undefined {
  let best = ''
  let type: string | undefined
  for (const line of mounts.split('\n')) {
    const [, where, kind] = line.split(' ')
    if (!where || !kind) continue
    const folder = where.replace(/\\040/gu, ' ')
    const under = path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
    if (under && folder.length >= best.length) {
      best = folder
      type = kind
    }
  }
  return type
}

function readMounts(): string {
  if (platform() !== 'linux') return ''
  try {
    return readFileSync('/proc/self/mounts', 'utf8')
  } catch {
    return ''
  }
}
