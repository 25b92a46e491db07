import { extname } from 'node:path'

/** The address of another entry of the program beside this one: `.ts` in the repository, `.js` once built. */
export function siblingModule(name: string, from: string): URL {
  return new URL(`./${name}${extname(new URL(from).pathname)}`, from)
}
