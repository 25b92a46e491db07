import type { Output } from '../../client.ts'

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

let joined: { readonly author: string; readonly result: Output<'enrol.finish'> } | null = null

/** What joining answered since this page was loaded: the first books that it brings draw the whole page again. */
export function justJoined(author: string): Output<'enrol.finish'> | null {
  return joined?.author === author ? joined.result : null
}

export function rememberJoined(author: string, result: Output<'enrol.finish'>): void {
  joined = { author, result }
}
