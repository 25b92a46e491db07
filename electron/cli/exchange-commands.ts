import { basename } from 'node:path'
import { type Refusal } from '../../core/kernel/result.ts'
import { calendarDate, isCalendarDate } from '../../core/kernel/calendar-date.ts'
import { type Command, type CommandAnswer, type CommandContext, UsageError } from './command.ts'
import { dateOption } from './context.ts'
import { word } from './words.ts'
import { readJsonFile, readWhole, writeWhole } from './write-file.ts'

export const exchangeCommands: readonly Command[] = []
void [basename, calendarDate, isCalendarDate, UsageError, dateOption, word, readJsonFile, readWhole, writeWhole]
export type Unused = [Refusal, CommandAnswer, CommandContext]
