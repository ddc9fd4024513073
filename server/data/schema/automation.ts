/** Tables of automations: who is made a power user by rules, what they are given, and who holds it because of that. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Gives one profile, and the datasets of `automationDatasets`, to everybody whom its rules match while it is enabled. */
export const automations = sqliteTable('automations', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull().unique(),
  enabled: integer('enabled', { mode: 'boolean' }).notNull().default(false),
  profileId: integer('profile_id').notNull(),
});

export const automationDatasets = sqliteTable(
  'automation_datasets',
  {
    automationId: integer('automation_id').notNull(),
    datasetId: integer('dataset_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.automationId, table.datasetId] }),
    index('automation_datasets_by_dataset').on(table.datasetId),
  ],
);

/** As `datasetRules`, about people alone. */
export const automationRules = sqliteTable(
  'automation_rules',
  {
    automationId: integer('automation_id').notNull(),
    position: integer('position').notNull(),
    match: text('match', { enum: ['all', 'any'] }).notNull(),
    groupNo: integer('group_no').notNull().default(0),
    groupMatch: text('group_match', { enum: ['all', 'any'] })
      .notNull()
      .default('all'),
    field: text('field').notNull(),
    operator: text('operator').notNull(),
    value: text('value'),
  },
  (table) => [primaryKey({ columns: [table.automationId, table.position] })],
);

/**
 * Whom an automation gives what it has, as of the membership version in `versions` under `automations`; it counts only
 * while that is the current one. `given` is what was given by ids, and `told` the same by names, for the audit: both
 * outlive the automation until its gifts have been taken back.
 */
export const automationGifts = sqliteTable(
  'automation_gifts',
  {
    userId: integer('user_id').notNull(),
    automationId: integer('automation_id').notNull(),
    given: text('given').notNull(),
    told: text('told').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.automationId] }),
    index('automation_gifts_by_automation').on(table.automationId),
  ],
);

/** Who is a power user only because automations made them one. */
export const automationPromotions = sqliteTable('automation_promotions', {
  userId: integer('user_id').primaryKey(),
});
