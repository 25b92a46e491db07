import * as crypto from 'node:crypto'

/** SHA-256 of the UTF-8 bytes of a text, or of bytes, as 64 hexadecimal digits. One-shot where the runtime has it: twice as fast. */
export const sha256: (data: string | Uint8Array) => string =
  typeof crypto.hash === 'function'
    ? (data) => crypto.hash('sha256', data, 'hex')
    : (data) => crypto.createHash('sha256').update(data).digest('hex')
