/**
 * The system's keychain, wherever it is kept: Electron's main process alone may use it, and the core asks across two processes.
 * Both answer undefined when there is none, or none that protects anything (Linux without a keyring only scrambles), or when it refuses.
 */
export interface Keychain {
  available(): Promise<boolean>
  /** Seals a short text; what it answers opens only for this account of this system. */
  wrap(text: string): Promise<string | undefined>
  unwrap(wrapped: string): Promise<string | undefined>
}

/** What the core asks of the process that may use the keychain, and the answer: plain data, for a message. */
export type KeychainAsk = { readonly action: 'available' } | { readonly action: 'wrap' | 'unwrap'; readonly text: string }
export type KeychainAnswer = boolean | string | null

/** A keychain at the other end of a line. */
export function remoteKeychain(ask: (asked: KeychainAsk) => Promise<KeychainAnswer>): Keychain {
  const texted = async (asked: KeychainAsk): Promise<string | undefined> => {
    const answer = await ask(asked)
    return typeof answer === 'string' ? answer : undefined
  }
  return {
    available: async () => (await ask({ action: 'available' })) === true,
    wrap: (text) => texted({ action: 'wrap', text }),
    unwrap: (text) => texted({ action: 'unwrap', text }),
  }
}

/** The near end: answers what was asked with a keychain. */
export async function answerKeychain(keychain: Keychain | undefined, asked: KeychainAsk): Promise<KeychainAnswer> {
  if (!keychain) return null
  if (asked.action === 'available') return keychain.available()
  return (await (asked.action === 'wrap' ? keychain.wrap(asked.text) : keychain.unwrap(asked.text))) ?? null
}
