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

/** A keychain at the other end of a line: it numbers what it asks, and is told what was answered. */
export class KeychainLine implements Keychain {
  readonly #send: (id: number, asked: KeychainAsk) => void
  readonly #waiting = new Map<number, (answer: KeychainAnswer) => void>()
  #next = 1

  constructor(send: (id: number, asked: KeychainAsk) => void) {
    this.#send = send
  }

  ask(asked: KeychainAsk): Promise<KeychainAnswer> {
    const id = this.#next
    this.#next += 1
    return new Promise((settle) => {
      this.#waiting.set(id, settle)
      this.#send(id, asked)
    })
  }

  answered(id: number, answer: KeychainAnswer): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  async available(): Promise<boolean> {
    return (await this.ask({ action: 'available' })) === true
  }

  wrap(text: string): Promise<string | undefined> {
    return this.#text({ action: 'wrap', text })
  }

  unwrap(text: string): Promise<string | undefined> {
    return this.#text({ action: 'unwrap', text })
  }

  async #text(asked: KeychainAsk): Promise<string | undefined> {
    const answer = await this.ask(asked)
    return typeof answer === 'string' ? answer : undefined
  }
}

/** The near end: answers what was asked with a keychain. Never rejects. */
export async function answerKeychain(keychain: Keychain | undefined, asked: KeychainAsk): Promise<KeychainAnswer> {
  if (!keychain) return null
  try {
    if (asked.action === 'available') return await keychain.available()
    return (await (asked.action === 'wrap' ? keychain.wrap(asked.text) : keychain.unwrap(asked.text))) ?? null
  } catch {
    // Refused by the person or by the system: as if there were none.
    return null
  }
}
