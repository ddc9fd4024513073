/** Tables of what is assigned besides people and courses: pages, menus as sets of pages, locations and the like. */
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { resourceKinds } from '../../../shared/resource.ts';

export const menus = sqliteTable('menus', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  name: text('name').notNull().unique(),
});

/** The pages of a menu: ids of dashboards. One that this version does not know is nobody's. */
export const menuPages = sqliteTable(
  'menu_pages',
  {
    menuId: integer('menu_id').notNull(),
    page: text('page').notNull(),
    position: integer('position').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.menuId, table.page] })],
);

/** Pages that were assigned themselves; what a menu brings has no row here. */
export const pageAssignments = sqliteTable(
  'page_assignments',
  {
    powerUserId: integer('power_user_id').notNull(),
    page: text('page').notNull(),
  },
  (table) => [primaryKey({ columns: [table.powerUserId, table.page] })],
);

export const menuAssignments = sqliteTable(
  'menu_assignments',
  {
    powerUserId: integer('power_user_id').notNull(),
    menuId: integer('menu_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.powerUserId, table.menuId] }),
    index('menu_assignments_by_menu').on(table.menuId),
  ],
);

/** Locations, channels, folders: known by name, because the LMS has more of them than Ambit reports on. */
export const resources = sqliteTable(
  'resources',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    kind: text('kind', { enum: resourceKinds }).notNull(),
    key: text('key').notNull(),
    name: text('name').notNull(),
  },
  (table) => [uniqueIndex('resources_by_key').on(table.kind, table.key)],
);

export const resourceAssignments = sqliteTable(
  'resource_assignments',
  {
    powerUserId: integer('power_user_id').notNull(),
    resourceId: integer('resource_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.powerUserId, table.resourceId] }),
    index('resource_assignments_by_resource').on(table.resourceId),
  ],
);
