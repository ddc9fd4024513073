/** Writes a world into a real database, in place of whatever it held: one batch, bulk rows as JSON. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import * as tables from '../../server/data/schema/index.ts';
import type { World } from '../reference/world.ts';
import { authorityRows, datasetRows } from './authority-rows.ts';
import { automationRows } from './automation-rows.ts';
import { idsOf, type WorldIds } from './ids.ts';
import {
  catalogRows,
  courseRows,
  enrollmentRows,
  otherProgressRows,
  peopleRows,
} from './learning-rows.ts';

/** Leaves first, so that no removal has anything left to cascade to. Sites go first: they hold their ceiling. */
const emptied = [
  tables.sites,
  tables.automations,
  tables.automationGifts,
  tables.automationPromotions,
  tables.grants,
  tables.profileResources,
  tables.profilePermissions,
  tables.profiles,
  tables.datasetAssignments,
  tables.datasetItems,
  tables.datasetRules,
  tables.datasetSelections,
  tables.datasets,
  tables.attendances,
  tables.sessions,
  tables.dailyActivity,
  tables.externalTrainings,
  tables.enrollments,
  tables.planEnrollments,
  tables.certificates,
  tables.userFieldValues,
  tables.userFields,
  tables.groupMembers,
  tables.groups,
  tables.catalogAudiences,
  tables.catalogItems,
  tables.catalogs,
  tables.learningPlanCourses,
  tables.learningPlans,
  tables.courses,
  tables.categories,
  tables.users,
  tables.branches,
];

/**
 * Replaces people, learning, progress and authority by the world's. Every user, course and so on is named by its
 * key; plain columns get their defaults.
 */
export async function loadWorld(database: Database, world: World): Promise<WorldIds> {
  const ids = idsOf(world);
  await database.write([
    ...emptied.map((table) => sql`DELETE FROM ${table}`),
    ...peopleRows(world, ids),
    ...courseRows(world, ids),
    ...catalogRows(world, ids),
    ...enrollmentRows(world, ids),
    ...otherProgressRows(world, ids),
    ...datasetRows(world, ids),
    ...authorityRows(world, ids),
    ...automationRows(world, ids),
  ]);
  return ids;
}
