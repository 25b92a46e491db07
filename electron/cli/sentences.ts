import type { Refusal } from '../../core/kernel/result.ts'
import { whatOf } from '../machine/fault.ts'
import type { Language } from './command.ts'
import { FAULTS, say } from './words.ts'

/** Each refusal in words, by the same catalogue as the screens; read only when something is refused. */
export async function sentences(refusals: readonly Refusal[], language: Language): Promise<string[]> {
  const { sentence } = await import('../../renderer/i18n/refusals.ts')
  return refusals.map((refusal) => {
    const what = whatOf(refusal, 'path', 'name')
    return FAULTS[refusal.code] ? say(FAULTS, refusal.code, language, { what }) : sentence(language, refusal)
  })
}
