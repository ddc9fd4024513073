/** No write path can forget the versions: they move with every insert, update and delete, by whatever statement. */
import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import { type SQLiteTable, SQLiteTable as Table } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, guard } from '../../server/data/database.ts';
import * as schema from '../../server/data/schema/index.ts';
import { openMemory } from '../world/open.ts';

const membership: readonly SQLiteTable[] = [
  schema.automations,
  schema.automationDatasets,
  schema.automationRules,
  schema.users,
  schema.userFields,
  schema.userFieldValues,
  schema.userFieldBranches,
  schema.groups,
  schema.groupMembers,
  schema.branches,
  schema.categories,
  schema.courses,
  schema.learningPlans,
  schema.learningPlanCourses,
  schema.catalogs,
  schema.catalogItems,
  schema.catalogAudiences,
  schema.datasets,
  schema.datasetSelections,
  schema.datasetItems,
  schema.datasetRules,
  schema.datasetAssignments,
  schema.menus,
  schema.menuPages,
  schema.menuAssignments,
  schema.pageAssignments,
  schema.resources,
  schema.resourceAssignments,
  schema.sites,
  schema.settings,
];
const progress: readonly SQLiteTable[] = [
  schema.enrollments,
  schema.planEnrollments,
  schema.certificates,
  schema.sessions,
  schema.attendances,
  schema.externalTrainings,
  schema.dailyActivity,
];
/** What no answer is made of, what stands in the scope's digest, and what only triggers write. */
const neither: readonly SQLiteTable[] = [
  schema.profiles,
  schema.profilePermissions,
  schema.grants,
  schema.automationGifts,
  schema.automationPromotions,
  schema.profileResources,
  schema.branchClosure,
  schema.categoryClosure,
  schema.siteOrigins,
  schema.siteKeys,
  schema.signingKeys,
  schema.epochs,
  schema.versions,
  schema.assertionUses,
  schema.exportJobs,
  schema.auditEvents,
  schema.adminTokens,
  schema.adminJobs,
  schema.adminJobPeople,
  schema.auditSeals,
  schema.auditHead,
  schema.guards,
];

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

async function versions(): Promise<{ membership: number; progress: number }> {
  const rows = await database.orm.select().from(schema.versions);
  const value = (name: string) => rows.find((row) => row.name === name)?.value ?? Number.NaN;
  return { membership: value('membership'), progress: value('progress') };
}

/** Some value for each column that must have one. */
function sampleRow(table: SQLiteTable): Record<string, unknown> {
  const needed = Object.entries(getTableColumns(table)).filter(
    ([, column]) => column.notNull && !column.hasDefault,
  );
  const value = (type: string, choices: readonly string[] | undefined) =>
    type === 'string' ? (choices?.[0] ?? 'x') : 1;
  return Object.fromEntries(
    needed.map(([field, column]) => [field, value(column.dataType, column.enumValues)]),
  );
}

/** A column set to itself is an update too. */
function touch(table: SQLiteTable): SQL {
  const [column] = Object.values(getTableColumns(table));
  const name = sql.identifier(column?.name ?? '');
  return sql`UPDATE ${table} SET ${name} = ${name}`;
}

const writes = (table: SQLiteTable): readonly (readonly [string, SQL])[] => {
  const row = sampleRow(table);
  const columns = getTableColumns(table);
  const names = Object.keys(row).map((field) => sql.identifier(columns[field]?.name ?? field));
  const values = Object.values(row).map((value) => sql`${value}`);
  return [
    [
      'insert',
      sql`INSERT INTO ${table} (${sql.join(names, sql`, `)}) VALUES (${sql.join(values, sql`, `)})`,
    ],
    ['update', touch(table)],
    ['delete', sql`DELETE FROM ${table}`],
  ];
};

describe('every table', () => {
  it('is known here to move the membership version, the progress version, or neither', () => {
    const tables = Object.values(schema).filter((value) => value instanceof Table);
    const known = [...membership, ...progress, ...neither].map(getTableName);
    expect(known.toSorted()).toEqual(tables.map((table) => getTableName(table)).toSorted());
  });
});

describe.each([
  ['membership', 'progress', membership],
  ['progress', 'membership', progress],
] as const)('the %s version, and not the %s version,', (own, other, tables) => {
  it.each(tables.map((table) => [getTableName(table), table] as const))(
    'moves by every write to %s',
    async (_, table) => {
      for (const [write, statement] of writes(table)) {
        const before = await versions();
        await database.write([statement]);
        const after = await versions();
        expect(after[own], write).toBeGreaterThan(before[own]);
        expect(after[other], write).toBe(before[other]);
      }
    },
  );
});

describe('a version', () => {
  beforeEach(() => database.write([sql`DELETE FROM users`]));
  const add = (...keys: string[]) =>
    database.orm.insert(schema.users).values(keys.map((key) => ({ key, username: key })));

  it('moves by a statement of many rows, and by an upsert that changes one', async () => {
    const before = await versions();
    await database.write([add('a', 'b', 'c')]);
    const between = await versions();
    expect(between.membership).toBeGreaterThan(before.membership);
    await database.write([
      add('a').onConflictDoUpdate({ target: schema.users.key, set: { firstName: 'Ana' } }),
    ]);
    expect((await versions()).membership).toBeGreaterThan(between.membership);
  });

  it('stays where it is when nothing was written', async () => {
    await database.write([add('a')]);
    const before = await versions();
    const same = sql`${schema.users.firstName} IS NOT excluded.first_name`;
    await database.write([
      add('a').onConflictDoUpdate({
        target: schema.users.key,
        set: { firstName: sql`excluded.first_name` },
        setWhere: same,
      }),
      database.orm.delete(schema.users).where(sql`key = 'nobody'`),
    ]);
    expect(await versions()).toEqual(before);
  });

  it('stays where it is when the batch fails', async () => {
    const before = await versions();
    await expect(database.write([add('a'), guard(sql`0`)])).rejects.toThrow();
    expect(await versions()).toEqual(before);
  });
});
