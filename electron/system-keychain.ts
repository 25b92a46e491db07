import type { SafeStorage } from './electron-api.ts'
import type { Keychain } from './machine/keychain.ts'

/** Passwords written in the program itself, and a system not asked yet: no protection, so no keychain. */
const NO_KEYRING = new Set(['basic_text', 'unknown'])

/** The system's keychain through Electron. A Linux without a keyring has none: what is scrambled there anyone can read. */
export function systemKeychain(storage: SafeStorage, platform: string): Keychain {
  const available = async (): Promise<boolean> => {
    if (!(await storage.isAsyncEncryptionAvailable())) return false
    return platform !== 'linux' || !NO_KEYRING.has(storage.getSelectedStorageBackend())
  }
  return {
    available,
    wrap: async (text) => ((await available()) ? (await storage.encryptStringAsync(text)).toString('base64') : undefined),
    unwrap: async (wrapped) => ((await available()) ? (await storage.decryptStringAsync(Buffer.from(wrapped, 'base64'))).result : undefined),
  }
}
