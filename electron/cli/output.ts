import type { ProgressStep } from '../../core/context.ts'
import { cents, formatAmount } from '../../core/kernel/money.ts'
import type { Language } from './command.ts'

const GROUP = { fr: '\u202f', nl: '.', en: ',' } as const

/** An amount for a person's eyes: `1 234,50`. Built from its digits. */
export function amount(amountCents: number, language: Language): string {
  const [whole = '', decimals = ''] = formatAmount(cents(amountCents)).split('.')
  const grouped = whole.replace(/(?<=\d)(?=(?:\d{3})+$)/gu, GROUP[language])
  return `${grouped}${language === 'en' ? '.' : ','}${decimals}`
}

export interface Column {
  readonly title: string
  readonly right?: boolean
}

/** A table of text with aligned columns, two spaces apart. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) => Math.max(column.title.length, ...rows.slice(0, 100_000).map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    columns.map((column, index) => (column.right ? (cells[index] ?? '').padStart(widths[index] ?? 0) : (cells[index] ?? '').padEnd(widths[index] ?? 0))).join('  ').trimEnd()
  return [line(columns.map((column) => column.title)), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)].join('\n')
}

const WIDTH = 30

/** A bar on a terminal, nothing otherwise. `end` wipes it. */
export function progressBar(stream: NodeJS.WriteStream = process.stderr): { readonly step: (step: ProgressStep) => void; readonly end: () => void } {
  if (!stream.isTTY) return { step: () => undefined, end: () => undefined }
  let last = 0
  let shown = false
  return {
    step({ done, total }) {
      const instant = performance.now()
      if (instant - last < 80 || total <= 0) return
      last = instant
      shown = true
      const filled = Math.min(WIDTH, Math.floor((done * WIDTH) / total))
      stream.write(`\r[${'█'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${Math.min(100, Math.floor((done * 100) / total))} %`)
    },
    end() {
      if (shown) stream.write(`\r${' '.repeat(WIDTH + 10)}\r`)
    },
  }
}
