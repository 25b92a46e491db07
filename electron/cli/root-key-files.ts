import { whatOf } from '../machine/fault.ts'
import { type CommandContext, UsageError } from './command.ts'
import { requiredOption } from './context.ts'
import { passphrasesIn } from './keys-at-hand.ts'
import { readWhole } from './write-file.ts'

/** Root key files with their passphrases: a line each in `--root-passphrase-file`, or one line that the number of the key follows. */
export function rootFiles(context: CommandContext, paths: readonly string[]): readonly { readonly fileId: string; readonly passphrase: string }[] {
  const lines = passphrasesIn(requiredOption(context.given, 'root-passphrase-file'))
  if (lines.length !== 1 && lines.length < paths.length) throw new UsageError('root_passphrase_lines')
  return paths.map((path, index) => {
    const { name, bytes } = readWhole(path)
    const passphrase = lines.length === 1 ? `${lines[0] ?? ''} ${numberIn(bytes)}` : (lines[index] ?? '')
    return { fileId: context.session.files.put(name, 'application/json', bytes), passphrase }
  })
}

/** The number that a root key file bears for people; empty when it is no such file, which is then refused by its name. */
function numberIn(bytes: Uint8Array): string {
  try {
    return whatOf(JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>, 'number')
  } catch {
    return ''
  }
}
