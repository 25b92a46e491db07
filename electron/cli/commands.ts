import { closingCommands } from './closing-commands.ts'
import type { Command } from './command.ts'
import { copyCommands } from './copy-commands.ts'
import { enrolCommands } from './enrol-commands.ts'
import { exchangeCommands } from './exchange-commands.ts'
import { headquartersCommands } from './headquarters-commands.ts'
import { keyCommands } from './key-commands.ts'
import { pliCommands } from './pli-commands.ts'
import { readingCommands } from './reading-commands.ts'
import { serveCommand } from './serve-command.ts'
import { writingCommands } from './writing-commands.ts'

/** Every command, in the order that help shows them. */
export const COMMANDS: readonly Command[] = [
  ...writingCommands, ...exchangeCommands, ...closingCommands, ...readingCommands,
  ...enrolCommands, ...pliCommands, ...keyCommands, ...headquartersCommands, ...copyCommands, serveCommand,
]
