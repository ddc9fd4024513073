/** The sample academy in a database: all of it or none of it, and only where there is nothing yet. */
import { count, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAcademy } from '../../server/data/academy/academy.ts';
import { loadAcademy } from '../../server/data/academy/load.ts';
import { type AcademyTable, academyTables } from '../../server/data/academy/rows.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { auditEvents, enrollments, users } from '../../server/data/schema/index.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';

const nowSeconds = Date.UTC(2026, 10, 21, 12) / 1000;
const academy = buildAcademy({ nowSeconds, origins: ['http://portal.test'] });

describe('loading the academy', () => {
  let database: Database;
  beforeEach(async () => {
    database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
  });
  afterEach(() => database.close());

  const rowsIn = async (table: AcademyTable): Promise<number> => {
    const [counted] = await database.orm.select({ rows: count() }).from(academyTables[table]);
    return counted?.rows ?? -1;
  };

  it('fills every table, row for row', async () => {
    await loadAcademy(database, academy);
    for (const table of Object.keys(academyTables) as AcademyTable[]) {
      expect([table, await rowsIn(table)]).toEqual([table, academy.rows[table].length]);
    }
    const people = academy.rows.users.map((user) => ({ promotedBy: null, ...user }));
    expect(await database.orm.select().from(users)).toEqual(people);
    const { userId, courseId } = enrollments;
    const stored = await database.orm.select().from(enrollments).orderBy(userId, courseId);
    expect(stored).toEqual(academy.rows.enrollments);
  });

  it('leaves the branch closure, the epochs and one audit event behind', async () => {
    await loadAcademy(database, academy);
    const [closure, epochs] = await database.read(
      sql`SELECT count(*) FROM branch_closure JOIN branches AS b ON b.id = ancestor_id WHERE b.key = 'fjl'`,
      sql`SELECT count(*) FROM epochs WHERE epoch > 1`,
    );
    expect(closure).toEqual([[12]]);
    expect(epochs).toEqual([[3]]);
    const audited = await database.orm.select().from(auditEvents);
    expect(audited).toMatchObject([{ action: 'academy.load', subject: academy.name }]);
  });

  it('refuses a database that holds somebody, and changes nothing', async () => {
    await database.orm.insert(users).values({ key: 'x', username: 'somebody' });
    await expect(loadAcademy(database, academy)).rejects.toMatchObject({ slug: 'conflict' });
    expect(await rowsIn('users')).toBe(1);
    expect(await rowsIn('courses')).toBe(0);
  });

  it('refuses to load twice', async () => {
    await loadAcademy(database, academy);
    await expect(loadAcademy(database, academy)).rejects.toMatchObject({ slug: 'conflict' });
    expect(await rowsIn('users')).toBe(academy.rows.users.length);
  });
});
