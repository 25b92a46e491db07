import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * What is prepared before booking: ordinary rows, edited and deleted freely, read and written with Drizzle.
 * The fact tables are written by `.apply.ts` alone, with statements prepared once, and read the same way.
 */
export const draftTable = sqliteTable('draft', {
  id: text('id').primaryKey(),
  entityId: integer('entity_id').notNull(),
  body: text('body').notNull(),
  version: integer('version').notNull(),
  changedAt: integer('changed_at').notNull(),
})

export const draftStateTable = sqliteTable(
  'draft_state',
  { draftId: text('draft_id').notNull(), version: integer('version').notNull(), body: text('body').notNull() },
  (table) => [primaryKey({ columns: [table.draftId, table.version] })],
)

export const templateTable = sqliteTable('template', {
  id: text('id').primaryKey(),
  entityId: integer('entity_id').notNull(),
  name: text('name').notNull(),
  body: text('body').notNull(),
  recurrence: text('recurrence', { enum: ['monthly', 'quarterly', 'yearly'] }),
  nextOn: text('next_on'),
})
