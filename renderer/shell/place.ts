/** Where one Activité is looked at: the first page of an office or of headquarters is about all of them. */
export const PAGE_OF_ONE = { entity: '/', office: '/entrusted', headquarters: '/activity' } as const

const KEY = 'archipel.place'

/** Remembers the page, so that the next start returns to it. */
export function rememberPlace(place: string): void {
  try {
    localStorage.setItem(KEY, place)
  } catch {
    // A browser that keeps nothing starts at home.
  }
}

/** The page of the last visit, put in the address when the address names none. */
export function returnToPlace(location: Location): void {
  const place = localStorage.getItem(KEY)
  if (place && place.startsWith('/') && (location.hash === '' || location.hash === '#/')) window.history.replaceState(null, '', `#${place}`)
}
