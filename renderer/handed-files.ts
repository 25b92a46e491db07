let handed: readonly File[] | null = null

/** Files dropped somewhere in the window, for the page that opens next. */
export function handFiles(files: readonly File[]): void {
  handed = files
}

/** Those files, once: whoever takes them has them. */
export function takeHandedFiles(): readonly File[] | null {
  const files = handed
  handed = null
  return files
}
