import type { Command, Language } from './command.ts'
import { COMMON_OPTIONS } from './arguments.ts'
import { HELP } from './help-words.ts'

/** The whole help, or that of one command. */
export function helpText(language: Language, commands: readonly Command[], wanted: string): string {
  const words = HELP[language]
  const chosen = commands.filter((command) => command.name === wanted || (wanted !== '' && command.name.startsWith(`${wanted} `)))
  if (chosen.length > 0) return chosen.map((command) => oneCommand(command, words.commands[command.name] ?? '', words.options)).join('\n\n')
  const width = Math.max(...commands.map((command) => usage(command).length))
  return [
    words.title, '', words.usage, '',
    ...commands.map((command) => `  ${usage(command).padEnd(width)}  ${words.commands[command.name] ?? ''}`), '',
    words.common,
    ...Object.entries(COMMON_OPTIONS).map(([name, option]) => `  ${optionText(name, option).padEnd(26)} ${words.options[name] ?? ''}`), '',
    words.exit,
  ].join('\n')
}

function usage(command: Command): string {
  return `${command.name} ${command.operands}`.trim()
}

function oneCommand(command: Command, sentence: string, options: Readonly<Record<string, string>>): string {
  const lines = Object.entries(command.options).map(([name, option]) => `  ${optionText(name, option).padEnd(36)} ${options[`${command.name} ${name}`] ?? options[name] ?? ''}`.trimEnd())
  return [`archipel ${usage(command)}`, `  ${sentence}`, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')
}

function optionText(name: string, option: { readonly short?: string; readonly value?: string }): string {
  return `${option.short ? `-${option.short}, ` : ''}--${name}${option.value ? ` ${option.value}` : ''}`
}
