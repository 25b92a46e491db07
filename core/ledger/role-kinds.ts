/** Kinds of facts of the books that an associate may sign: the daily work. */
export const ASSOCIATE_KINDS = ['EntryPosted', 'LinesMatched', 'MatchUndone', 'DocumentAttached', 'AccountRecorded', 'PartyRecorded', 'AxisValueRecorded'] as const

/** Kinds that only a porteur, an accountant or headquarters sign: what the books are, their years and their closings. */
export const KEEPER_KINDS = ['EntityDescribed', 'JournalRecorded', 'FiscalYearOpened', 'PeriodClosed', 'PeriodReopened'] as const
