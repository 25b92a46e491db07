/** The code of an entity as another workspace calls it, signed by nobody who answers for it: only what a person may type is kept (`~` marks a federation). */
export function codeFrom(code: string): string {
  return code.normalize('NFC').replace(/[^\p{L}\p{N}._~-]/gu, '').replace(/^[._-]+/u, '') || 'X'
}
