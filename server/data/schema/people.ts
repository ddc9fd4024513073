/** Tables of the people axis: users with their fields, groups, and the branch tree with its closure. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const userLevels = ['user', 'power_user', 'superadmin'] as const;
export const userStatuses = ['active', 'inactive'] as const;

/**
 * `key` is the LMS's own id and the only one that leaves the server; `id` is ours, for joins.
 * `name_key` and `search_key` are folded (shared/fold.ts) so that sort and search know all of Unicode.
 */
export const users = sqliteTable(
  'users',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    username: text('username').notNull().unique(),
    email: text('email'),
    firstName: text('first_name').notNull().default(''),
    lastName: text('last_name').notNull().default(''),
    nameKey: text('name_key').notNull().default(''),
    searchKey: text('search_key').notNull().default(''),
    level: text('level', { enum: userLevels }).notNull().default('user'),
    status: text('status', { enum: userStatuses }).notNull().default('active'),
    managerId: integer('manager_id'),
    branchId: integer('branch_id'),
    createdAt: integer('created_at'),
    lastAccessAt: integer('last_access_at'),
    expiresAt: integer('expires_at'),
    /** The power user who made this one a power user; null where a superadmin did. */
    promotedBy: integer('promoted_by'),
  },
  (table) => [
    index('users_by_branch').on(table.branchId),
    index('users_by_manager').on(table.managerId),
    index('users_with_power').on(table.expiresAt).where(sql`level = 'power_user'`),
  ],
);

/**
 * Additional fields; an invisible one needs `users.view_invisible_fields`. One that is `by_branch` is there for the
 * people of its branches alone: without branches for nobody, so that a branch that is deleted opens nothing.
 */
export const userFields = sqliteTable('user_fields', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  key: text('key').notNull().unique(),
  name: text('name').notNull(),
  invisible: integer('invisible', { mode: 'boolean' }).notNull().default(false),
  /** Whether whoever has it may change it themselves: then it decides badly over what they see (SKY-019). */
  viewerEditable: integer('viewer_editable', { mode: 'boolean' }).notNull().default(false),
  byBranch: integer('by_branch', { mode: 'boolean' }).notNull().default(false),
});

/** Each branch counts with all below it. */
export const userFieldBranches = sqliteTable(
  'user_field_branches',
  {
    fieldId: integer('field_id').notNull(),
    branchId: integer('branch_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.fieldId, table.branchId] })],
);

export const userFieldValues = sqliteTable(
  'user_field_values',
  {
    userId: integer('user_id').notNull(),
    fieldId: integer('field_id').notNull(),
    value: text('value').notNull(),
    valueKey: text('value_key').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.fieldId] }),
    index('user_field_values_by_value').on(table.fieldId, table.valueKey),
  ],
);

export const groups = sqliteTable('groups', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  key: text('key').notNull().unique(),
  name: text('name').notNull(),
  automatic: integer('automatic', { mode: 'boolean' }).notNull().default(false),
});

export const groupMembers = sqliteTable(
  'group_members',
  {
    groupId: integer('group_id').notNull(),
    userId: integer('user_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupId, table.userId] }),
    index('group_members_by_user').on(table.userId),
  ],
);

export const branches = sqliteTable(
  'branches',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    parentId: integer('parent_id'),
  },
  (table) => [index('branches_by_parent').on(table.parentId)],
);

/** Every branch with each of its ancestors, itself included; kept by triggers. */
export const branchClosure = sqliteTable(
  'branch_closure',
  {
    ancestorId: integer('ancestor_id').notNull(),
    descendantId: integer('descendant_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ancestorId, table.descendantId] }),
    index('branch_closure_by_descendant').on(table.descendantId),
  ],
);
