/** Tables of who may what and on whom: profiles, grants, datasets with their selections, and assignments. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { axes, selectionModes } from '../../../shared/scope.ts';

export const profiles = sqliteTable('profiles', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull().unique(),
  description: text('description').notNull().default(''),
});

export const profilePermissions = sqliteTable(
  'profile_permissions',
  {
    profileId: integer('profile_id').notNull(),
    permission: text('permission').notNull(),
  },
  (table) => [primaryKey({ columns: [table.profileId, table.permission] })],
);

/**
 * A profile held by a power user; at most ten each (PU-022). One that a power user granted counts only while they hold
 * it to pass on, as `profileResources` says; nobody's name there is a superadmin's gift.
 */
export const grants = sqliteTable(
  'grants',
  {
    powerUserId: integer('power_user_id').notNull(),
    profileId: integer('profile_id').notNull(),
    grantedAt: integer('granted_at').notNull(),
    grantedBy: integer('granted_by'),
  },
  (table) => [
    primaryKey({ columns: [table.powerUserId, table.profileId] }),
    index('grants_by_profile').on(table.profileId),
    index('grants_by_giver').on(table.grantedBy, table.profileId),
  ],
);

/** A profile that a power user holds to pass on; it gives them no rights (PU-080, PU-081). */
export const profileResources = sqliteTable(
  'profile_resources',
  {
    powerUserId: integer('power_user_id').notNull(),
    profileId: integer('profile_id').notNull(),
    grantedBy: integer('granted_by'),
  },
  (table) => [
    primaryKey({ columns: [table.powerUserId, table.profileId] }),
    index('profile_resources_by_profile').on(table.profileId),
    index('profile_resources_by_giver').on(table.grantedBy, table.profileId),
  ],
);

/**
 * `ownerId` is set for a dataset that is private to one power user; a named one may be shared. `cutFrom` and `madeBy`
 * are set for one that a power user cut out of a dataset of theirs: it counts only while they hold that one, and never
 * shows more than it.
 */
export const datasets = sqliteTable(
  'datasets',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull().unique(),
    ownerId: integer('owner_id'),
    cutFrom: integer('cut_from'),
    madeBy: integer('made_by'),
  },
  (table) => [
    index('datasets_by_source').on(table.cutFrom, table.madeBy),
    index('datasets_by_maker').on(table.madeBy),
  ],
);

/** One row an axis. An axis without a row is `none`. */
export const datasetSelections = sqliteTable(
  'dataset_selections',
  {
    datasetId: integer('dataset_id').notNull(),
    axis: text('axis', { enum: axes }).notNull(),
    mode: text('mode', { enum: selectionModes }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.axis] })],
);

/** Items of a subset. A kind that this version does not know matches nothing, so the column takes any text. */
export const datasetItems = sqliteTable(
  'dataset_items',
  {
    datasetId: integer('dataset_id').notNull(),
    kind: text('kind').notNull(),
    itemId: integer('item_id').notNull(),
    descendants: integer('descendants', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.datasetId, table.kind, table.itemId] }),
    index('dataset_items_by_item').on(table.kind, table.itemId),
  ],
);

/**
 * Conditions of a subset, kept as they were written; a rule that can't be resolved matches nothing. `match` says how
 * the rules of the axis combine, so that all its rows agree on it. Rules of group 0 stand alone; those of another
 * group are first combined with each other, as `groupMatch` says.
 */
export const datasetRules = sqliteTable(
  'dataset_rules',
  {
    datasetId: integer('dataset_id').notNull(),
    axis: text('axis', { enum: axes }).notNull(),
    position: integer('position').notNull(),
    match: text('match', { enum: ['all', 'any'] }).notNull(),
    field: text('field').notNull(),
    operator: text('operator').notNull(),
    value: text('value'),
    groupNo: integer('group_no').notNull().default(0),
    groupMatch: text('group_match', { enum: ['all', 'any'] })
      .notNull()
      .default('all'),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.axis, table.position] })],
);

/** A dataset held by a power user, valid from (inclusive) until (exclusive); null is open. */
export const datasetAssignments = sqliteTable(
  'dataset_assignments',
  {
    powerUserId: integer('power_user_id').notNull(),
    datasetId: integer('dataset_id').notNull(),
    validFrom: integer('valid_from'),
    validUntil: integer('valid_until'),
  },
  (table) => [
    primaryKey({ columns: [table.powerUserId, table.datasetId] }),
    index('dataset_assignments_by_dataset').on(table.datasetId),
  ],
);
