/** The product only reads learning data: no route writes it, and no permission to author it opens or shows anything. */
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../server/http/route-table.ts';
import { reports } from '../../server/report/catalogue.ts';
import { catalogue, type PermissionId } from '../../shared/permission/catalogue.ts';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import type { Session } from '../../shared/wire/session.ts';
import { noon } from '../http/academy.ts';
import { ingrid, openPage, type Page, rowsPath } from '../http/portal.ts';
import { questionFor } from '../http/questions.ts';
import { nextHour } from '../http/stage.ts';
import { examples, nameOf, type WatchedStage, watchedStage } from './http-world.ts';

let stage: WatchedStage;
beforeAll(async () => {
  stage = await watchedStage();
});
afterAll(() => stage.database.close());
beforeEach(() => nextHour(stage));

/** Ingrid's one profile holds exactly these from now on. */
async function grantOnly(permissions: readonly PermissionId[]): Promise<void> {
  await stage.database.write([
    sql`DELETE FROM profile_permissions WHERE profile_id = 1`,
    sql`INSERT INTO profile_permissions SELECT 1, value FROM json_each(${JSON.stringify(permissions)})`,
  ]);
}

/** What a supervisor of the demonstration holds, and the right to take rows away. */
const viewing: readonly PermissionId[] = [
  'users.view',
  'groups.view',
  'courses.view',
  'learning_plans.view',
  'enrollments.view',
  'certificates.view',
  'ilt_sessions.view',
  'webinar_sessions.view',
  'external_training.view',
  'reports.view',
  'dashboards.view',
  'insights.view',
  'insights.drill_down',
];

/** Every read that a page can make, a few rows of each. */
const reads = [
  '/v1/reports',
  '/v1/dashboards',
  '/v1/dashboards/team_progress',
  '/v1/reports/enrollments',
  '/v1/reports/enrollments/facets/status',
  '/v1/reports/learners/facets/branch',
  ...[...reports.keys()].map((id) => rowsPath(id, questionFor(ingrid, id), { limit: 3 })),
];

/** All that the routes show to somebody who holds exactly these permissions. */
async function shownTo(permissions: readonly PermissionId[]): Promise<Record<string, string>> {
  await grantOnly(permissions);
  // All answers that are compared are of one moment.
  stage.clock.now = noon;
  const page = await openPage(stage, ingrid);
  const shown: Record<string, string> = {};
  for (const path of reads) shown[path] = await answerOf(await page.ask(path));
  const { learners, courses, datasets } = await page.read<Session>('/v1/session');
  shown.session = JSON.stringify({ learners, courses, datasets });
  const asked = await page.post('/v1/exports', { report: 'learners' });
  shown.export = String(asked.status);
  return shown;
}

const answerOf = async (response: Response): Promise<string> =>
  `${response.status} ${await response.text()}`
    .replace(/"next_cursor":"[^"]*"/, '')
    .replace(/urn:ambit:request:[\w-]+/, '');

/** The addresses at which two answers are not the same. */
const differing = (one: Record<string, string>, other: Record<string, string>): string[] =>
  Object.keys(one).filter((path) => one[path] !== other[path]);

/** What an LMS lets power users author, all of which gives nothing here: a row that changes its kind shows up. */
const authoring = `
  PERM-002 PERM-003 PERM-004 PERM-005 PERM-007 PERM-008 PERM-011 PERM-012 PERM-013 PERM-015
  PERM-016 PERM-017 PERM-018 PERM-019 PERM-021 PERM-022 PERM-023 PERM-025 PERM-026 PERM-027
  PERM-029 PERM-030 PERM-031 PERM-032 PERM-034 PERM-035 PERM-036 PERM-037 PERM-038 PERM-040
  PERM-043 PERM-044 PERM-045 PERM-047 PERM-048 PERM-049 PERM-050 PERM-051 PERM-053 PERM-054
  PERM-055 PERM-056 PERM-058 PERM-059 PERM-061 PERM-062 PERM-063 PERM-064 PERM-066 PERM-067
  PERM-068 PERM-070 PERM-071 PERM-072 PERM-074 PERM-075 PERM-077 PERM-080 PERM-081 PERM-082
  PERM-084 PERM-085 PERM-086 PERM-087 PERM-089
`;

const withoutRead = catalogue.filter(({ kind }) => kind !== 'read');

describe('permissions that author, administer or restrict', () => {
  let nothing: Record<string, string>;
  let everything: Record<string, string>;
  beforeAll(async () => {
    nothing = await shownTo([]);
    everything = await shownTo(viewing);
  });

  it('are exactly these, beside those that administer Ambit itself and the one that restricts', () => {
    const sources = catalogue
      .filter(({ kind }) => kind === 'authoring')
      .map(({ source }) => source);
    expect(sources).toEqual(authoring.trim().split(/\s+/));
    const others = withoutRead.filter(({ kind }) => kind !== 'authoring').map(({ id }) => id);
    expect(others).toEqual([
      'users.impersonate',
      'enrollments.learners_only',
      'power_users.create',
      'power_users.edit',
    ]);
  });

  it('are measured against something: viewing shows much, and nothing shows nothing', () => {
    expect(withoutRead.length).toBeGreaterThan(60);
    expect(Object.values(nothing).filter((answer) => answer.startsWith('200'))).toHaveLength(2);
    expect(nothing['/v1/reports']).toBe('200 {"reports":[]}');
    expect(nothing['/v1/dashboards']).toBe('200 {"dashboards":[]}');
    expect(Object.values(everything).filter((answer) => answer.startsWith('200'))).toHaveLength(
      reads.length,
    );
    expect([nothing.export, everything.export]).toEqual(['404', '403']);
  });

  it.each(withoutRead.map(({ id, source }) => [source, id] as const))(
    'FOR-006 FOR-015 FOR-016 FOR-017 %s %s shows nothing to whoever holds it alone, beyond what it brings along to read',
    async (_source, id) => {
      const along = [...effectivePermissions([id])].filter((one) => readsOnly(one));
      const shown = await shownTo([id]);
      const expected = along.length === 0 ? nothing : await shownTo(along);
      expect(differing(shown, expected)).toEqual([]);
    },
  );

  it.each(withoutRead.map(({ id, source }) => [source, id] as const))(
    'FOR-006 FOR-015 FOR-016 FOR-017 %s %s adds nothing to what a supervisor sees',
    async (_source, id) => {
      const along = [...effectivePermissions([...viewing, id])].filter((one) => readsOnly(one));
      const expected = along.some((one) => !viewing.includes(one))
        ? await shownTo(along)
        : everything;
      expect(differing(await shownTo([...viewing, id]), expected)).toEqual([]);
    },
  );

  it('FOR-021 SKY-008 all of them together do not come to an export', async () => {
    const shown = await shownTo([...viewing, ...withoutRead.map(({ id }) => id)]);
    expect(shown.export).toBe('403');
    expect((await shownTo([...viewing, 'reports.export'])).export).toBe('201');
  });

  it('PERM-002 PERM-003 to create or edit people opens their personal summary to who may view reports', async () => {
    const path = rowsPath('transcript', questionFor(ingrid, 'transcript'), { limit: 3 });
    const without = await shownTo(['reports.view']);
    expect(without[path]).toMatch(/^404/);
    for (const id of ['users.create', 'users.edit', 'users.view'] as const) {
      const shown = await shownTo(['reports.view', id]);
      expect(shown[path], id).toMatch(/^200/);
    }
  });
});

const readsOnly = (id: PermissionId): boolean =>
  catalogue.some((row) => row.id === id && row.kind === 'read');

/** Tables that routes may write: spent assertions, exports and the audit. */
const ledger = [
  ...['assertion_uses', 'export_jobs', 'audit_events', 'audit_seals', 'audit_head'],
  ...['guards', 'sqlite_sequence'],
];

async function contents(): Promise<Map<string, string>> {
  const [tables = []] = await stage.database.read(
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN (SELECT value FROM json_each(${JSON.stringify(ledger)}))`,
  );
  const found = new Map<string, string>();
  for (const [name] of tables) {
    const all: SQL = sql`SELECT * FROM ${sql.identifier(String(name))}`;
    const [rows = []] = await stage.database.read(all);
    found.set(String(name), JSON.stringify(rows));
  }
  return found;
}

describe('the routes', () => {
  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

  /** What an administrator of an LMS would send, at addresses where other products take it. */
  const wishes = [
    ['POST', '/v1/enrollments', { user_id: 'fjl-1003', course_id: '501' }],
    ['DELETE', '/v1/users/fjl-1003', null],
    ['PATCH', '/v1/users/fjl-1003', { branch: 'mau', level: 'superadmin' }],
    ['POST', '/v1/courses', { name: 'Mine' }],
    ['PUT', '/v1/courses/501', { name: 'Mine' }],
    ['DELETE', '/v1/courses/501', null],
    ['POST', '/admin/v1/profiles', { name: 'Root', permissions: ['reports.export'] }],
    ['POST', '/v1/session', { permissions: ['reports.export'] }],
    ['POST', '/v1/reports/enrollments/rows', [{ status: 'completed' }]],
    ['DELETE', '/v1/exports/x', null],
  ] as const;

  async function tryEverything(page: Page): Promise<number[]> {
    const statuses: number[] = [];
    for (const route of routes) {
      // Administration writes Ambit's own records, for others than this page.
      if (route.access === 'administration') continue;
      const example = await examples[nameOf(route)]?.(stage, page);
      if (example) statuses.push((await stage.fetch(example)).status);
      for (const method of methods) {
        const body = ['GET', 'HEAD'].includes(method)
          ? null
          : '{"status":"completed","level":"superadmin"}';
        const path = route.path.replaceAll(/\{\w+\}/g, 'enrollments');
        const headers = { 'Content-Type': 'application/json' };
        statuses.push((await page.ask(path, { method, body, headers })).status);
      }
    }
    for (const [method, path, body] of wishes) {
      const headers = { 'Content-Type': 'application/json' };
      statuses.push(
        (await page.ask(path, { method, body: body && JSON.stringify(body), headers })).status,
      );
    }
    return statuses;
  }

  it('FOR-006 FOR-015 FOR-016 FOR-017 leave every table but their own ledger as it was, whoever holds whatever', async () => {
    await grantOnly(catalogue.map(({ id }) => id));
    const before = await contents();
    expect(before.size).toBeGreaterThan(25);
    expect(before.get('enrollments')?.length).toBeGreaterThan(100_000);
    const page = await openPage(stage, ingrid);
    stage.statements.length = 0;
    const statuses = await tryEverything(page);
    expect(statuses.filter((status) => status < 300).length).toBeGreaterThan(15);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(await contents()).toEqual(before);
  });

  it('FOR-006 send the database no statement that writes anything else', async () => {
    await grantOnly(catalogue.map(({ id }) => id));
    const page = await openPage(stage, ingrid);
    stage.statements.length = 0;
    await tryEverything(page);
    const writing = stage.statements
      .map(({ sql: text }) => text.trim())
      .filter((text) => !/^(select|with)\b/i.test(text));
    expect(writing.length).toBeGreaterThan(5);
    const target = /^(?:insert into|update|delete from)\s+"?(\w+)"?/i;
    expect(new Set(writing.map((text) => target.exec(text)?.[1] ?? text))).toEqual(
      new Set(['assertion_uses', 'audit_events', 'audit_seals', 'export_jobs', 'guards']),
    );
  });

  it('and the twin: the comparison sees a single changed cell', async () => {
    const before = await contents();
    await stage.database.write([
      sql`UPDATE enrollments SET progress = progress + 1 WHERE user_id = 1`,
    ]);
    const after = await contents();
    const changed = [...before]
      .filter(([name, rows]) => after.get(name) !== rows)
      .map(([name]) => name);
    expect(changed.sort()).toEqual(['enrollments', 'versions']);
  });
});

describe('permissions that show', () => {
  it('PU-004 PU-002 nobody sees by permissions what no dataset holds, nor by datasets what no permission opens', async () => {
    await grantOnly(viewing);
    const [[[assigned] = []] = []] = await stage.database.read(
      sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = (SELECT id FROM users WHERE key = ${ingrid.key})`,
    );
    const move = (to: SQL) =>
      stage.database.write([
        sql`UPDATE dataset_assignments SET power_user_id = ${to} WHERE dataset_id = ${assigned}`,
      ]);
    const total = async () => {
      const page = await openPage(stage, ingrid);
      const response = await page.ask(rowsPath('enrollments', {}, { limit: 1 }));
      return response.ok ? ((await response.json()) as { total: number }).total : response.status;
    };
    expect(await total()).toBeGreaterThan(1000);
    await grantOnly([]);
    expect(await total()).toBe(404);
    await grantOnly(viewing);
    await move(sql`-1`);
    expect(await total()).toBe(0);
    await move(sql`(SELECT id FROM users WHERE key = ${ingrid.key})`);
    expect(await total()).toBeGreaterThan(1000);
  });

  it('FOR-023 a dashboard’s figures open to their rows only with the permission to drill down', async () => {
    const drills = async (permissions: readonly PermissionId[]) => {
      await grantOnly(permissions);
      const page = await openPage(stage, ingrid);
      const text = await (await page.ask('/v1/dashboards/team_progress')).text();
      return {
        status: text.startsWith('{"id"'),
        drills: text.match(/"drill":\{/g)?.length ?? 0,
        text,
      };
    };
    const figures = viewing.filter((id) => id !== 'insights.drill_down');
    const [may, mayNot] = [await drills(viewing), await drills(figures)];
    expect(may.status && mayNot.status).toBe(true);
    expect(may.drills).toBeGreaterThan(10);
    expect(mayNot.drills).toBe(0);
    expect(mayNot.text).not.toContain('"fjl-1');
  });
});
