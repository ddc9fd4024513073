/** Tables of the courses axis: courses in their category tree, learning plans, and catalogs. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const courseTypes = ['elearning', 'classroom', 'webinar'] as const;
export const courseStatuses = ['published', 'under_maintenance', 'unpublished'] as const;
export const catalogVisibilities = ['everyone', 'restricted', 'hidden'] as const;

export const categories = sqliteTable(
  'categories',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    parentId: integer('parent_id'),
  },
  (table) => [index('categories_by_parent').on(table.parentId)],
);

/** Every category with each of its ancestors, itself included; kept by triggers. */
export const categoryClosure = sqliteTable(
  'category_closure',
  {
    ancestorId: integer('ancestor_id').notNull(),
    descendantId: integer('descendant_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ancestorId, table.descendantId] }),
    index('category_closure_by_descendant').on(table.descendantId),
  ],
);

export const courses = sqliteTable(
  'courses',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    code: text('code'),
    name: text('name').notNull(),
    nameKey: text('name_key').notNull(),
    searchKey: text('search_key').notNull(),
    type: text('type', { enum: courseTypes }).notNull().default('elearning'),
    status: text('status', { enum: courseStatuses }).notNull().default('published'),
    categoryId: integer('category_id'),
    durationSeconds: integer('duration_seconds'),
    createdAt: integer('created_at'),
  },
  (table) => [index('courses_by_category').on(table.categoryId)],
);

export const learningPlans = sqliteTable('learning_plans', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  key: text('key').notNull().unique(),
  code: text('code'),
  name: text('name').notNull(),
  nameKey: text('name_key').notNull(),
});

export const learningPlanCourses = sqliteTable(
  'learning_plan_courses',
  {
    planId: integer('plan_id').notNull(),
    courseId: integer('course_id').notNull(),
    position: integer('position').notNull().default(0),
    mandatory: integer('mandatory', { mode: 'boolean' }).notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.planId, table.courseId] }),
    index('learning_plan_courses_by_course').on(table.courseId),
  ],
);

export const catalogs = sqliteTable('catalogs', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  key: text('key').notNull().unique(),
  name: text('name').notNull(),
  visibility: text('visibility', { enum: catalogVisibilities }).notNull().default('restricted'),
});

/** What a catalog lists: courses and plans. */
export const catalogItems = sqliteTable(
  'catalog_items',
  {
    catalogId: integer('catalog_id').notNull(),
    kind: text('kind', { enum: ['course', 'plan'] }).notNull(),
    itemId: integer('item_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.catalogId, table.kind, table.itemId] })],
);

/** Who sees a restricted catalog: users, groups, and branches with or without those below. */
export const catalogAudiences = sqliteTable(
  'catalog_audiences',
  {
    catalogId: integer('catalog_id').notNull(),
    kind: text('kind', { enum: ['user', 'group', 'branch'] }).notNull(),
    itemId: integer('item_id').notNull(),
    /** Counts for branches alone. */
    descendants: integer('descendants', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.catalogId, table.kind, table.itemId] })],
);
