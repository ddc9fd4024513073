/** An empty database, bundles written in place, and what an import left behind, for the tests of imports. */
import { sql } from 'drizzle-orm';
import {
  type BundleFiles,
  type ImportOptions,
  type ImportResult,
  importBundle,
} from '../../server/connect/bundle/import-bundle.ts';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';

export const noon = Date.UTC(2026, 2, 31, 12) / 1000;

export async function emptyDatabase(url = ':memory:'): Promise<Database> {
  const database = openDatabase(await openLibsql(url));
  await applyMigrations(database);
  return database;
}

/** Files as text or bytes, handed over in small pieces so that every seam between blocks is met. */
export function bundleOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  pieceBytes = 7,
): BundleFiles {
  return new Map(
    Object.entries(files).map(([name, content]) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return [name, () => streamOf(bytes, pieceBytes)];
    }),
  );
}

export function streamOf(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + pieceBytes));
      at += pieceBytes;
    },
  });
}

export const importFiles = (
  database: Database,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> =>
  importBundle(database, bundleOf(files, 4096), {
    actor: { kind: 'operator', name: 'test' },
    nowSeconds: noon,
    ...options,
  });

/** What is found wrong, as `file:line column: reason`. */
export async function findingsIn(
  database: Database,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: Partial<ImportOptions> = {},
): Promise<string[]> {
  const { findings } = await importFiles(database, files, options);
  return findings.map(
    ({ file, line, column, reason }) =>
      `${file}${line === null ? '' : `:${line}`}${column === null ? '' : ` ${column}`}: ${reason}`,
  );
}

/** Every row of every table but the audit trail, which tells that an import took place. */
export async function contentOf(database: Database): Promise<Record<string, string[]>> {
  const content: Record<string, string[]> = {};
  for (const table of await tablesOf(database)) {
    if (table.startsWith('audit_') || table.startsWith('__drizzle')) continue;
    const [rows = []] = await database.read(sql.raw(`SELECT * FROM "${table}"`));
    content[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return content;
}

export async function tablesOf(database: Database): Promise<string[]> {
  const [rows = []] = await database.read(
    sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`,
  );
  return rows.map(([name]) => String(name));
}

/** The first row of a query. */
export async function rowOf(database: Database, query: string): Promise<readonly unknown[]> {
  const [[row = []] = []] = await database.read(sql.raw(query));
  return row;
}

/** One small company with something of every kind. */
export const academy = {
  'user_fields.csv': 'id,name,invisible\ncompany,Company,false\nsalary,Salary band,yes\n',
  'groups.csv': 'id,name,automatic\ng1,Night shift,0\ng2,Everybody,1\n',
  'branches.csv': 'id,name,parent\nnorth,North,acme\nacme,Acme,\nsouth,South,acme\n',
  'users.csv': [
    'id,username,email,first_name,last_name,level,status,manager,branch,created_at,last_access_at,expires_at,field:company,field:salary',
    'u1,ann,ann@acme.test,Ann,Ártó,power_user,active,,acme,2024-01-31,2026-03-01T08:00:00Z,,Acme,C',
    'u2,bob,bob@acme.test,Bob,"Brown, Jr.",user,active,u1,north,2024-02-29T10:00:00+02:00,,2027-01-01,Acme,',
    'u3,cy,,,,user,inactive,u2,south,,,,"ACME ""North""",',
    '',
  ].join('\n'),
  'group_members.csv': 'group,user\ng1,u2\ng2,u1\ng2,u2\ng2,u3\n',
  'categories.csv': 'id,name,parent\nsafety,Safety,\nfire,Fire,safety\n',
  'courses.csv':
    'id,name,code,type,status,category,duration_seconds,created_at\nc1,Fire drill,FD-1,classroom,published,fire,3600,2023-05-01\nc2,First aid,,elearning,under_maintenance,safety,,\n',
  'learning_plans.csv': 'id,name,code\np1,Onboarding,ON\n',
  'learning_plan_courses.csv': 'plan,course,position,mandatory\np1,c2,1,true\np1,c1,2,no\n',
  'catalogs.csv': 'id,name,visibility\nk1,For all,everyone\nk2,For Acme,restricted\n',
  'catalog_items.csv': 'catalog,course,plan\nk1,c1,\nk1,,p1\nk2,c2,\n',
  'catalog_audiences.csv': 'catalog,user,group,branch\nk2,,g1,\nk2,,,acme\nk2,u3,,\n',
  'enrollments.csv': [
    'user,course,level,status,progress,initial_score,score,passed,seconds,enrolled_at,started_at,completed_at,last_access_at,due_at,valid_from,valid_until,archived_at',
    'u1,c1,instructor,in_progress,50,,,,120,2026-01-01,2026-01-02,,2026-01-03,,,,',
    'u2,c1,learner,completed,100,40,87.5,true,3600,2026-01-01,2026-01-02T09:00,2026-01-05 10:30:00.250,2026-01-05,2026-02-01,2026-01-01,2026-12-31,',
    'u2,c2,,,,,,,,,,,,,,,',
    'u3,c2,learner,withdrawn,12.5,,,false,60,2025-11-01,,,,,,,2026-01-01',
    '',
  ].join('\n'),
  'plan_enrollments.csv':
    'user,plan,enrolled_at,completed_at,due_at\nu2,p1,2026-01-01,,2026-06-30\n',
  'certificates.csv':
    'id,user,course,plan,name,code,issued_at,expires_at\nx1,u2,c1,,Fire drill,F-77,2026-01-05,2028-01-05\nx2,u2,,p1,Onboarding,,2026-01-06,\n',
  'sessions.csv':
    'id,course,name,location,starts_at,ends_at\ns1,c1,Spring,"Hall 1\nfirst floor",2026-01-05T09:00:00+01:00,2026-01-05T12:00:00+01:00\n',
  'attendances.csv':
    'user,session,status,seconds,score\nu2,s1,attended,10800,90\nu1,s1,registered,,\n',
  'external_trainings.csv':
    'id,user,name,provider,status,completed_at,seconds,score\ne1,u3,Forklift,Lift Ltd,approved,2025-07-01,7200,\n',
  'daily_activity.csv': 'user,course,day,seconds\nu2,c1,2026-01-02,1800\nu2,c1,2026-01-05,1800\n',
};
