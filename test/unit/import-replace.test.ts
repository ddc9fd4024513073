/** A full replacement: what a file lacks is deleted with all that hangs on it; what no file speaks of stays. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  academy,
  contentOf,
  emptyDatabase,
  findingsIn,
  importFiles,
  rowOf,
} from './import-world.ts';

let database: Database;
beforeEach(async () => {
  database = await emptyDatabase();
  await importFiles(database, academy);
});
afterEach(() => database.close());

const keysOf = async (table: string) =>
  (
    await rowOf(
      database,
      `SELECT group_concat(key, ' ') FROM (SELECT key FROM "${table}" ORDER BY key)`,
    )
  )[0];

describe('a full replacement', () => {
  it('deletes the people that its file lacks, with their progress, and touches no other kind', async () => {
    const result = await importFiles(
      database,
      { 'users.csv': 'id,username\nu1,ann\nu3,cy\n' },
      { replace: true },
    );
    expect(Object.fromEntries(result.counts)).toEqual({
      users: { inserted: 0, updated: 0, unchanged: 2, deleted: 1 },
      user_field_values: { inserted: 0, updated: 0, unchanged: 0, deleted: 1 },
      group_members: { inserted: 0, updated: 0, unchanged: 0, deleted: 2 },
      enrollments: { inserted: 0, updated: 0, unchanged: 0, deleted: 2 },
      plan_enrollments: { inserted: 0, updated: 0, unchanged: 0, deleted: 1 },
      certificates: { inserted: 0, updated: 0, unchanged: 0, deleted: 2 },
      attendances: { inserted: 0, updated: 0, unchanged: 0, deleted: 1 },
      daily_activity: { inserted: 0, updated: 0, unchanged: 0, deleted: 2 },
    });
    expect(await keysOf('users')).toBe('u1 u3');
    expect(await keysOf('certificates')).toBeNull();
    expect(await keysOf('courses')).toBe('c1 c2');
    for (const [kind, { deleted }] of result.counts) {
      const lines = academy[`${kind}.csv` as keyof typeof academy]?.trim().split('\n').length;
      if (lines === undefined) continue;
      expect(await rowOf(database, `SELECT count(*) FROM ${kind}`), kind).toEqual([
        lines - 1 - deleted,
      ]);
    }
  });

  it('deletes pairs that its file lacks', async () => {
    await importFiles(
      database,
      {
        'group_members.csv': 'group,user\ng2,u3\n',
        'catalog_items.csv': 'catalog,course,plan\nk1,,p1\nk1,c2,\n',
        'daily_activity.csv': 'user,course,day,seconds\nu2,c1,2026-01-05,7\n',
        'learning_plan_courses.csv': 'plan,course\np1,c1\n',
      },
      { replace: true },
    );
    expect(
      await rowOf(
        database,
        `SELECT (SELECT group_concat(group_id || '-' || user_id) FROM group_members),
           (SELECT group_concat(catalog_id || kind || item_id, ' ') FROM catalog_items),
           (SELECT group_concat(day || '=' || seconds) FROM daily_activity),
           (SELECT group_concat(position || ' ' || mandatory) FROM learning_plan_courses)`,
      ),
    ).toEqual(['2-3', '1course2 1plan1', '20458=7', '2 0']);
  });

  it('may give the id of a course, but not the rest of it, to be kept', async () => {
    await importFiles(database, { 'courses.csv': 'id,name\nc1,Fire drill\n' }, { replace: true });
    expect(await rowOf(database, 'SELECT key, code, type FROM courses')).toEqual([
      'c1',
      'FD-1',
      'classroom',
    ]);
  });

  it('refuses references to what it deletes', async () => {
    const before = await contentOf(database);
    expect(
      await findingsIn(
        database,
        {
          'users.csv': 'id,username,manager\nu1,ann,u2\n',
          'enrollments.csv': 'user,course\nu1,c1\nu2,c1\n',
        },
        { replace: true },
      ),
    ).toEqual([
      'users.csv:2 manager: “u2” is not in users.csv, which replaces all',
      'enrollments.csv:3 user: “u2” is not in users.csv, which replaces all',
    ]);
    expect(await contentOf(database)).toEqual(before);
  });

  it('lets a branch go and keeps its people and branches, outside of any', async () => {
    await importFiles(
      database,
      { 'branches.csv': 'id,name\nnorth,North\nsouth,South\n' },
      { replace: true },
    );
    expect(
      await rowOf(
        database,
        `SELECT (SELECT count(*) FROM users WHERE branch_id IS NULL), (SELECT count(*) FROM branches WHERE parent_id IS NULL),
           (SELECT count(*) FROM branch_closure)`,
      ),
    ).toEqual([1, 2, 2]);
  });

  it('counts in a dry run what it would delete', async () => {
    const before = await contentOf(database);
    const { counts, applied } = await importFiles(
      database,
      { 'courses.csv': 'id,name\nc2,First aid\n' },
      { replace: true, dryRun: true },
    );
    expect(applied).toBe(false);
    expect(counts.get('courses')?.deleted).toBe(1);
    expect(counts.get('enrollments')?.deleted).toBe(2);
    expect(counts.get('sessions')?.deleted).toBe(1);
    expect(counts.get('attendances')?.deleted).toBe(2);
    expect(counts.get('certificates')?.deleted).toBe(1);
    expect(counts.get('catalog_items')?.deleted).toBe(1);
    expect(await contentOf(database)).toEqual(before);
  });

  it('replaces the additional fields, and their values go with them', async () => {
    await importFiles(database, { 'user_fields.csv': 'id,name\nsalary,Band\n' }, { replace: true });
    expect(await rowOf(database, 'SELECT count(*) FROM user_field_values')).toEqual([1]);
    expect(
      await findingsIn(
        database,
        {
          'user_fields.csv': 'id,name\nteam,Team\n',
          'users.csv': 'id,username,field:salary,field:team\nu1,ann,,\nu2,bob,,\nu3,cy,,\n',
        },
        { replace: true },
      ),
    ).toEqual([
      'users.csv:1 field:salary: there is no additional field “salary”; list it in user_fields.csv',
    ]);
  });

  it("refuses to delete the owner of the dataset that is a site's ceiling", async () => {
    await database.write([
      sql`INSERT INTO datasets (id, name, owner_id) SELECT 1, 'Ceiling', id FROM users WHERE key = 'u2'`,
      sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('s', 'Portal', 1)`,
    ]);
    const before = await contentOf(database);
    const files = { 'users.csv': 'id,username\nu1,ann\nu3,cy\n' };
    await expect(importFiles(database, files, { replace: true })).rejects.toMatchObject({
      slug: 'conflict',
    });
    expect(await contentOf(database)).toEqual(before);
    await database.write([sql`DELETE FROM sites`]);
    expect((await importFiles(database, files, { replace: true })).applied).toBe(true);
  });
});
