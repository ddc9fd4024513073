/** What is deleted leaves nothing behind that could name it, and its internal id never comes again. */
import { eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import * as schema from '../../server/data/schema/index.ts';
import { emptyWorld, type World } from '../reference/world.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { picking } from './scope-world.ts';

/** Of everything there are two, so that each removal has a neighbour that must stay. */
const pair = ['a', 'b'];
const world: World = {
  ...emptyWorld,
  users: pair.map((key) => ({ key, level: 'power_user', status: 'active', branch: key })),
  groups: pair.map((key) => ({ key, members: pair })),
  branches: pair.map((key) => ({ key, parent: null })),
  categories: pair.map((key) => ({ key, parent: null })),
  courses: pair.map((key) => ({ key, category: key })),
  plans: pair.map((key) => ({ key, courses: pair })),
  enrollments: pair.flatMap((user) => pair.map((course) => [user, course] as const)),
  planEnrollments: pair.flatMap((user) => pair.map((plan) => [user, plan] as const)),
  certificates: pair.flatMap((key) => [
    { key: `${key} course`, user: key, course: key, plan: null },
    { key: `${key} plan`, user: key, course: null, plan: key },
  ]),
  datasets: [
    ...pair.map((name) => ({
      ...picking(
        name,
        ...['user', 'group', 'branch', 'course', 'category', 'plan', 'catalog'].flatMap((kind) =>
          pair.map((key) => `${kind} ${key}`),
        ),
      ),
      owner: name,
      rules: [{ axis: 'people' as const, field: 'f', operator: 'o', value: null }],
    })),
    picking('ceiling'),
  ],
  assignments: pair.flatMap((powerUser) =>
    pair.map((dataset) => ({ powerUser, dataset, from: null, until: null })),
  ),
  profiles: pair.map((name) => ({ name, permissions: ['reports.view'] })),
  grants: pair.flatMap((powerUser) => pair.map((profile) => [powerUser, profile] as const)),
  sites: pair.map((id) => ({ id, active: true, ceiling: 'ceiling' })),
  catalogs: pair.map((key) => ({
    key,
    visibility: 'restricted',
    courses: pair,
    plans: pair,
    audience: ['user', 'group', 'branch'].flatMap((kind) =>
      pair.map((one) => ({ kind, key: one, descendants: false })),
    ),
  })),
};

/** What the world of the scope does not know: fields, managers, pages, resources, origins and keys. */
async function addTheRest({ orm, write }: Database): Promise<void> {
  const each = <R>(row: (one: number, other: number) => R): R[] =>
    [1, 2].flatMap((one) => [1, 2].map((other) => row(one, other)));
  await write([
    orm.delete(schema.userFields),
    orm
      .insert(schema.userFields)
      .values(pair.map((key, index) => ({ id: index + 1, key, name: key }))),
    orm
      .insert(schema.userFieldValues)
      .values(
        [1, 2].flatMap((userId) =>
          [1, 2].map((fieldId) => ({ userId, fieldId, value: 'v', valueKey: 'v' })),
        ),
      ),
    orm
      .insert(schema.userFieldBranches)
      .values(each((fieldId, branchId) => ({ fieldId, branchId }))),
    orm.delete(schema.menus),
    orm.insert(schema.menus).values(pair.map((name, index) => ({ id: index + 1, name }))),
    orm.insert(schema.menuPages).values(each((menuId, page) => ({ menuId, page: `p${page}` }))),
    orm
      .insert(schema.menuAssignments)
      .values(each((powerUserId, menuId) => ({ powerUserId, menuId }))),
    orm
      .insert(schema.pageAssignments)
      .values(each((powerUserId, page) => ({ powerUserId, page: `p${page}` }))),
    orm.delete(schema.resources),
    orm
      .insert(schema.resources)
      .values(
        pair.map((key, index) => ({ id: index + 1, kind: 'location' as const, key, name: key })),
      ),
    orm
      .insert(schema.resourceAssignments)
      .values(each((powerUserId, resourceId) => ({ powerUserId, resourceId }))),
    orm.update(schema.users).set({ managerId: sql`3 - id` }),
    orm
      .insert(schema.siteOrigins)
      .values(pair.map((siteId) => ({ siteId, origin: 'https://a.example' }))),
    orm
      .insert(schema.siteKeys)
      .values(pair.map((siteId) => ({ id: siteId, siteId, alg: 'HS256' as const, createdAt: 0 }))),
  ]);
}

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
beforeEach(async () => {
  await loadWorld(database, world);
  await addTheRest(database);
});
afterAll(() => database.close());

/** Where a thing of id 1 (or `a`) may be named, and the column of its neighbour's (2, or `b`) too. */
type Place = readonly [SQLiteTable, column: string, kind?: string];

const items = (kind: string): Place => [schema.datasetItems, 'item_id', kind];
const audiences = (kind: string): Place => [schema.catalogAudiences, 'item_id', kind];
const listed = (kind: string): Place => [schema.catalogItems, 'item_id', kind];

const removals: readonly [string, SQLiteTable, readonly Place[]][] = [
  [
    'a user',
    schema.users,
    [
      [schema.userFieldValues, 'user_id'],
      [schema.groupMembers, 'user_id'],
      [schema.enrollments, 'user_id'],
      [schema.planEnrollments, 'user_id'],
      [schema.certificates, 'user_id'],
      [schema.attendances, 'user_id'],
      [schema.externalTrainings, 'user_id'],
      [schema.dailyActivity, 'user_id'],
      [schema.users, 'manager_id'],
      [schema.grants, 'power_user_id'],
      [schema.datasetAssignments, 'power_user_id'],
      [schema.datasets, 'owner_id'],
      [schema.datasetItems, 'dataset_id'],
      [schema.pageAssignments, 'power_user_id'],
      [schema.menuAssignments, 'power_user_id'],
      [schema.resourceAssignments, 'power_user_id'],
      items('user'),
      audiences('user'),
    ],
  ],
  [
    'a user field',
    schema.userFields,
    [
      [schema.userFieldValues, 'field_id'],
      [schema.userFieldBranches, 'field_id'],
    ],
  ],
  [
    'a group',
    schema.groups,
    [[schema.groupMembers, 'group_id'], items('group'), audiences('group')],
  ],
  [
    'a branch',
    schema.branches,
    [
      [schema.users, 'branch_id'],
      [schema.branchClosure, 'ancestor_id'],
      [schema.branchClosure, 'descendant_id'],
      [schema.userFieldBranches, 'branch_id'],
      items('branch'),
      audiences('branch'),
    ],
  ],
  [
    'a category',
    schema.categories,
    [
      [schema.courses, 'category_id'],
      [schema.categoryClosure, 'ancestor_id'],
      [schema.categoryClosure, 'descendant_id'],
      items('category'),
    ],
  ],
  [
    'a course',
    schema.courses,
    [
      [schema.enrollments, 'course_id'],
      [schema.learningPlanCourses, 'course_id'],
      [schema.certificates, 'course_id'],
      [schema.sessions, 'course_id'],
      [schema.attendances, 'session_id'],
      [schema.dailyActivity, 'course_id'],
      listed('course'),
      items('course'),
    ],
  ],
  [
    'a learning plan',
    schema.learningPlans,
    [
      [schema.learningPlanCourses, 'plan_id'],
      [schema.planEnrollments, 'plan_id'],
      [schema.certificates, 'plan_id'],
      listed('plan'),
      items('plan'),
    ],
  ],
  [
    'a catalog',
    schema.catalogs,
    [
      [schema.catalogItems, 'catalog_id'],
      [schema.catalogAudiences, 'catalog_id'],
      items('catalog'),
    ],
  ],
  [
    'a menu',
    schema.menus,
    [
      [schema.menuPages, 'menu_id'],
      [schema.menuAssignments, 'menu_id'],
    ],
  ],
  ['a resource', schema.resources, [[schema.resourceAssignments, 'resource_id']]],
  ['a session', schema.sessions, [[schema.attendances, 'session_id']]],
  [
    'a profile',
    schema.profiles,
    [
      [schema.grants, 'profile_id'],
      [schema.profilePermissions, 'profile_id'],
    ],
  ],
  [
    'a dataset',
    schema.datasets,
    [
      [schema.datasetSelections, 'dataset_id'],
      [schema.datasetItems, 'dataset_id'],
      [schema.datasetRules, 'dataset_id'],
      [schema.datasetAssignments, 'dataset_id'],
    ],
  ],
  [
    'a site',
    schema.sites,
    [
      [schema.siteOrigins, 'site_id'],
      [schema.siteKeys, 'site_id'],
    ],
  ],
];

/** Rows of a place that name the thing; ids are numbers, but for sites. */
async function naming([table, column, kind]: Place, thing: number): Promise<number> {
  const name = column === 'site_id' ? (pair[thing - 1] ?? '') : thing;
  const ofKind: SQL = kind === undefined ? sql`1` : sql`kind = ${kind}`;
  const [rows = []] = await database.read(
    sql`SELECT count(*) FROM ${table} WHERE ${sql.identifier(column)} = ${name} AND ${ofKind}`,
  );
  return Number(rows[0]?.[0]);
}

describe('the removal of', () => {
  it.each(removals)(
    '%s leaves nothing that names it, and leaves its neighbour',
    async (_, table, places) => {
      for (const place of places) {
        expect(await naming(place, 1), `${getTableName(place[0])} before`).toBeGreaterThan(0);
      }
      const first = table === schema.sites ? 'a' : 1;
      await database.write([sql`DELETE FROM ${table} WHERE id = ${first}`]);
      for (const place of places) {
        expect(await naming(place, 1), `${getTableName(place[0])}.${place[1]}`).toBe(0);
        // The one manager of the neighbour is gone, and rightly.
        if (place[1] === 'manager_id') continue;
        expect(
          await naming(place, 2),
          `${getTableName(place[0])} of the neighbour`,
        ).toBeGreaterThan(0);
      }
    },
  );

  it('PU-012 a level takes profiles, assignments and private datasets along, of that person alone', async () => {
    const held = async (user: number) => [
      await naming([schema.grants, 'power_user_id'], user),
      await naming([schema.datasetAssignments, 'power_user_id'], user),
      await naming([schema.datasets, 'owner_id'], user),
      await naming([schema.pageAssignments, 'power_user_id'], user),
      await naming([schema.menuAssignments, 'power_user_id'], user),
      await naming([schema.resourceAssignments, 'power_user_id'], user),
    ];
    await database.orm
      .update(schema.users)
      .set({ status: 'inactive' })
      .where(eq(schema.users.id, 1));
    expect(await held(1)).toEqual([2, 2, 1, 2, 2, 2]);
    await database.orm.update(schema.users).set({ level: 'user' }).where(eq(schema.users.id, 1));
    expect(await held(1)).toEqual([0, 0, 0, 0, 0, 0]);
    // Of the other's two assignments one was of the first's private dataset, which is gone.
    expect(await held(2)).toEqual([2, 1, 1, 2, 2, 2]);
    await database.orm
      .update(schema.users)
      .set({ level: 'power_user' })
      .where(eq(schema.users.id, 1));
    expect(await held(1)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('a dataset is refused while it is the ceiling of a site', async () => {
    const drop = () =>
      database.orm.delete(schema.datasets).where(eq(schema.datasets.name, 'ceiling')).run();
    await expect(drop()).rejects.toThrow();
    await database.orm.delete(schema.sites).run();
    await drop();
    expect(await database.orm.select().from(schema.datasets)).toHaveLength(2);
  });
});
