import { closingCommands } from './closing-commands.ts'
import type { Command } from './command.ts'
import { copyCommands } from './copy-commands.ts'
import { exchangeCommands } from './exchange-commands.ts'
import { exchangeTable } from './exchange-table.ts'
import { readingCommands } from './reading-commands.ts'
import { serveCommand } from './serve-command.ts'
import { statementCommands } from './statement-commands.ts'
import { writingCommands } from './writing-commands.ts'

/** Every command, in the order that help shows them. */
export const COMMANDS: readonly Command[] = [
  ...writingCommands, ...exchangeCommands, ...closingCommands, ...readingCommands, ...statementCommands,
  ...exchangeTable, ...copyCommands, serveCommand,
]
