import type { Words } from '../../i18n/use-words.tsx'

/** The stream that everybody receives has no books: its code is no word for people. */
export function isNetwork(stream: string): boolean {
  return stream.startsWith('~')
}

/** `ATELIER/B`, or what the stream of the whole network is called. */
export function streamWords(t: Words, stream: string): string {
  return isNetwork(stream) ? t('plis.network') : stream
}

/** Whom a line of plis is for, as a person says it. */
export function addresseeWords(t: Words, to: string): string {
  if (to === 'headquarters') return t('role.headquarters')
  return to.startsWith('office:') ? t('plis.ofOffice', { office: to.slice('office:'.length) }) : to
}
