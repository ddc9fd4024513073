/** A small academy whose names are what spreadsheets trip over, and its enrollments opened as one viewer's report. */
import { sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { personKeys } from '../../server/data/keys.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { users } from '../../server/data/schema/index.ts';
import { reports } from '../../server/report/catalogue.ts';
import { type OpenReport, openReport, openViewer } from '../../server/report/viewer.ts';
import { lineReader } from '../../server/runtime/line-reader.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { type Question, questionSchema } from '../../shared/wire/report.ts';

/** 2026-11-21T22:15:00Z. */
export const now = 1_795_299_300;

/** @param file where the database lies; in memory if null */
export async function openExportWorld(file: string | null, names: readonly string[]) {
  const url = file === null ? ':memory:' : `file:${file}`;
  const options = file === null ? {} : { lines: lineReader(file) };
  const database = openDatabase(await openLibsql(url, options));
  await applyMigrations(database);
  await fill(database, names);
  return database;
}

/** The boss sees everybody in the one course, and may export. */
async function fill(database: Database, names: readonly string[]): Promise<void> {
  const people = names.map((lastName, place) => {
    const row = { username: `p${place}`, email: null, firstName: '', lastName };
    return { key: `k${place}`, ...row, ...personKeys(row) };
  });
  await database.orm.insert(users).values({
    key: 'boss',
    username: 'boss',
    level: 'power_user',
    ...personKeys({ firstName: '', lastName: '', username: 'boss', email: null }),
  });
  for (let from = 0; from < people.length; from += 5) {
    await database.orm.insert(users).values(people.slice(from, from + 5));
  }
  await database.write([
    sql`INSERT INTO courses (id, key, name, name_key, search_key) VALUES (1, 'c', 'Course', 'course', 'course')`,
    sql`INSERT INTO enrollments (user_id, course_id, progress, score, seconds)
      SELECT id, 1, -5, id / 3.0, id * 1000 FROM users WHERE level = 'user'`,
    sql`INSERT INTO datasets (id, name) VALUES (1, 'all')`,
    sql`INSERT INTO dataset_selections VALUES (1, 'people', 'all'), (1, 'courses', 'all'), (1, 'plans', 'all')`,
    sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) SELECT id, 1 FROM users WHERE key = 'boss'`,
    sql`INSERT INTO profiles (id, name) VALUES (1, 'p')`,
    sql`INSERT INTO profile_permissions SELECT 1, value
      FROM json_each('["reports.view","reports.export","users.view","courses.view"]')`,
    sql`INSERT INTO grants (power_user_id, profile_id, granted_at) SELECT id, 1, 0 FROM users WHERE key = 'boss'`,
    sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES ('s', 'Site', 1)`,
  ]);
}

export async function openEnrollments(database: Database): Promise<OpenReport> {
  const [[[powerUserId] = []] = []] = await database.read(
    sql`SELECT id FROM users WHERE key = 'boss'`,
  );
  const request = { powerUserId: Number(powerUserId), siteId: 's', nowSeconds: now };
  const viewer = await openViewer(database, await resolveScope(database, request), now);
  return openReport(reports.get('enrollments'), viewer);
}

export const ask = (question: Partial<Question> = {}): Question => questionSchema.parse(question);
