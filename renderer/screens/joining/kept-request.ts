const key = (author: string): string => `archipel.request.${author}`

/** Name of the request this workspace made, so that the page opens at the answer when one comes back to it. */
export function keptRequest(author: string): string | null {
  try {
    return localStorage.getItem(key(author))
  } catch {
    return null
  }
}

export function rememberRequest(author: string, fileName: string): void {
  try {
    localStorage.setItem(key(author), fileName)
  } catch {
    // A browser that keeps nothing opens at the request again: making it twice does no harm.
  }
}
