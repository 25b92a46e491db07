/** Pages that take files dropped somewhere in the window. */
export type FilesPage = '/plis' | '/import'

let handed: { readonly page: FilesPage; readonly files: readonly File[] } | null = null

/** Files dropped somewhere in the window, for a page that opens next. */
export function handFiles(page: FilesPage, files: readonly File[]): void {
  handed = { page, files }
}

/** Those files, once: the page they were dropped for has them, and no other. */
export function takeHandedFiles(page: FilesPage): readonly File[] | null {
  if (handed?.page !== page) return null
  const { files } = handed
  handed = null
  return files
}
