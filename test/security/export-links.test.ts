/** Threats 37 to 42: a link gives what its holder may see when it is fetched, once, or nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { openAt } from '../../server/runtime/open.ts';
import type { ExportManifest } from '../../shared/wire/export.ts';
import { canaryOf } from '../http/academy.ts';
import { parseCsv } from '../http/csv.ts';
import { chiara, ingrid, openPage, type Page, requestExport } from '../http/portal.ts';
import { buildStage, nextHour, type Stage } from '../http/stage.ts';
import { constantOf } from './http-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambit-links-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const databases: Record<string, () => Promise<Database>> = {
  async 'page by page'() {
    const database = openDatabase(await openLibsql(':memory:'));
    await applyMigrations(database);
    return database;
  },
  'by a thread': () => openAt({ url: `file:${join(folder, 'links.db')}`, prepare: 'create' }),
};

const ofIngrid = sql`(SELECT id FROM users WHERE key = 'fjl-1002')`;

/** What takes the right away, and what gives it back. */
const revocations: readonly [what: string, change: SQL[], undo: SQL[]][] = [
  [
    'FOR-021 reports.export was taken from the profile',
    [sql`DELETE FROM profile_permissions WHERE permission = 'reports.export'`],
    [sql`INSERT INTO profile_permissions VALUES (1, 'reports.export')`],
  ],
  [
    'reports.view was taken from the profile',
    [sql`DELETE FROM profile_permissions WHERE permission = 'reports.view' AND profile_id = 1`],
    [sql`INSERT INTO profile_permissions VALUES (1, 'reports.view')`],
  ],
  [
    'the profile was taken',
    [sql`DELETE FROM grants WHERE power_user_id = ${ofIngrid}`],
    [sql`INSERT INTO grants (power_user_id, profile_id, granted_at) VALUES (${ofIngrid}, 1, 0)`],
  ],
  [
    'the person was disabled',
    [sql`UPDATE users SET status = 'inactive' WHERE key = 'fjl-1002'`],
    [sql`UPDATE users SET status = 'active' WHERE key = 'fjl-1002'`],
  ],
  [
    'the account has ended',
    [sql`UPDATE users SET expires_at = 1 WHERE key = 'fjl-1002'`],
    [sql`UPDATE users SET expires_at = NULL WHERE key = 'fjl-1002'`],
  ],
  [
    'the site was closed',
    [sql`UPDATE sites SET active = 0 WHERE id = 'fjordlys'`],
    [sql`UPDATE sites SET active = 1 WHERE id = 'fjordlys'`],
  ],
];

describe.each(Object.entries(databases))('a link, read %s', (_way, open) => {
  let stage: Stage;
  let page: Page;
  beforeAll(async () => {
    stage = await buildStage(await open(), startNodeDigest);
  });
  afterAll(() => stage.database.close());
  beforeEach(async () => {
    nextHour(stage);
    page = await openPage(stage, ingrid);
  });

  const fetched = (url: string, init: RequestInit = {}) => stage.fetch(new Request(url, init));
  const recordsOf = async (url: string) => {
    const response = await fetched(url);
    expect(response.status).toBe(200);
    return parseCsv(await response.text());
  };
  const write = (...statements: SQL[]) => stage.database.write(statements);
  const jobOf = async (id: string) => {
    const [[job = []] = []] = await stage.database.read(
      sql`SELECT failed, finished_at IS NULL, rows_written, sha256 FROM export_jobs WHERE id = ${id}`,
    );
    return job;
  };
  const actionsOf = async (id: string) => {
    const [rows = []] = await stage.database.read(
      sql`SELECT actor, action FROM audit_events WHERE subject = ${`export:${id}`} ORDER BY id`,
    );
    return rows.map(([actor, action]) => `${actor} ${action}`);
  };

  it.each(revocations)(
    'T-37 is worth nothing once %s, nor when that comes back',
    async (_what, change, undo) => {
      const { id, url } = await requestExport(page, 'learners');
      await write(...change);
      const refused = await fetched(url);
      await write(...undo);
      const unknown = await fetched(`${stage.settings.issuer}/v1/downloads/unknown`);
      expect(refused.status).toBe(403);
      expect(await constantOf(refused)).toBe(await constantOf(unknown));
      expect(await jobOf(id)).toEqual([1, 0, 0, null]);
      expect(await actionsOf(id)).toEqual([
        'fjl-1002 export.request',
        'fjl-1002 export.redeem',
        'fjl-1002 export.fail',
      ]);
      expect((await fetched(url)).status).toBe(403);
      const { url: fresh } = await requestExport(await openPage(stage, ingrid), 'learners');
      expect((await recordsOf(fresh)).length).toBeGreaterThan(100);
    },
  );

  it('T-37 outlives what happens to others, and to rights that it does not need', async () => {
    const { url } = await requestExport(page, 'learners');
    await write(
      sql`UPDATE users SET status = 'inactive' WHERE key = 'mau-1002'`,
      sql`UPDATE sites SET active = 0 WHERE id = 'qamar'`,
      sql`DELETE FROM profile_permissions WHERE permission = 'external_training.view' AND profile_id = 1`,
    );
    expect((await recordsOf(url)).length).toBeGreaterThan(100);
    await write(
      sql`UPDATE users SET status = 'active' WHERE key = 'mau-1002'`,
      sql`UPDATE sites SET active = 1 WHERE id = 'qamar'`,
      sql`INSERT INTO profile_permissions VALUES (1, 'external_training.view')`,
    );
  });

  it('T-39 holds the people of when it is fetched: who has left is not in it, who has come is', async () => {
    const question = { columns: ['user_id'] };
    const { id, url, rows_expected } = await requestExport(page, 'learners', question);
    const [[[elsewhere, own] = []] = []] = await stage.database.read(
      sql`SELECT (SELECT branch_id FROM users WHERE key = 'mau-1002'), (SELECT branch_id FROM users WHERE key = 'fjl-1003')`,
    );
    const move = (key: string, branch: unknown) =>
      write(sql`UPDATE users SET branch_id = ${branch} WHERE key = ${key}`);
    await move('fjl-1003', elsewhere);
    await move('qml-1003', own);
    const keys = (await recordsOf(url)).slice(1).map(([key]) => key);
    expect(keys).not.toContain('fjl-1003');
    expect(keys).toContain('qml-1003');
    expect(keys.length).toBe(rows_expected);
    const manifest = await page.read<ExportManifest>(`/v1/exports/${id}`);
    expect(manifest.rows_written).toBe(keys.length);
    const [[[qamar] = []] = []] = await stage.database.read(
      sql`SELECT branch_id FROM users WHERE key = 'qml-1002'`,
    );
    await move('fjl-1003', own);
    await move('qml-1003', qamar);
  });

  it('T-39 is a file without rows once its dataset is gone, and its manifest says so', async () => {
    const { id, url, rows_expected } = await requestExport(page, 'enrollments');
    const [[[dataset] = []] = []] = await stage.database.read(
      sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = ${ofIngrid}`,
    );
    await write(sql`DELETE FROM dataset_assignments WHERE power_user_id = ${ofIngrid}`);
    const records = await recordsOf(url);
    await write(
      sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) VALUES (${ofIngrid}, ${dataset})`,
    );
    expect(rows_expected).toBeGreaterThan(1000);
    expect(records).toHaveLength(1);
    expect(await jobOf(id)).toMatchObject({ 0: 0, 2: 0 });
  });

  it('T-21 T-39 holds nothing of a dataset that ran out in between', async () => {
    const until = stage.clock.now + 60;
    const [[[before] = []] = []] = await stage.database.read(
      sql`SELECT valid_until FROM dataset_assignments WHERE valid_until IS NOT NULL`,
    );
    await write(
      sql`UPDATE dataset_assignments SET valid_until = ${until} WHERE valid_until IS NOT NULL`,
    );
    const fresh = await openPage(stage, chiara);
    const [early, late] = [
      await requestExport(fresh, 'enrollments'),
      await requestExport(fresh, 'enrollments'),
    ];
    stage.clock.now = until - 1;
    const all = await recordsOf(early.url);
    stage.clock.now = until;
    const rest = await recordsOf(late.url);
    await write(
      sql`UPDATE dataset_assignments SET valid_until = ${before} WHERE valid_until IS NOT NULL`,
    );
    expect(all.length - 1).toBe(early.rows_expected);
    expect(rest.length).toBeLessThan(all.length);
    expect(rest.length).toBeGreaterThan(1);
  });

  it('T-26 T-39 is refused where it names a column that is not to be seen any more', async () => {
    await write(sql`INSERT INTO profile_permissions VALUES (1, 'users.view_invisible_fields')`);
    const seeing = await openPage(stage, ingrid);
    const naming = await requestExport(seeing, 'learners', {
      columns: ['user_id', 'field_pay_band'],
    });
    const silent = await requestExport(seeing, 'learners');
    const still = await requestExport(seeing, 'learners', {
      columns: ['user_id', 'field_pay_band'],
    });
    const [head = []] = await recordsOf(still.url);
    expect(head).toHaveLength(2);
    await write(
      sql`DELETE FROM profile_permissions WHERE permission = 'users.view_invisible_fields'`,
    );
    expect((await fetched(naming.url)).status).toBe(403);
    const [columns = []] = await recordsOf(silent.url);
    expect(columns).toContain('Cost centre');
    expect(columns).not.toContain('Pay band');
  });

  it('T-38 is no address for any other method, and none of them uses it up', async () => {
    const { url } = await requestExport(page, 'courses');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']) {
      const response = await fetched(url, { method, headers: { Origin: page.origin } });
      expect([403, 405, 204], method).toContain(response.status);
      expect(await response.text()).not.toContain('"Course');
    }
    for (const Range of ['bytes=0-', 'bytes=0-0', 'items=1-2', '']) {
      expect((await fetched(url, { headers: { Range } })).status).toBe(403);
    }
    expect((await recordsOf(url)).length).toBeGreaterThan(10);
    expect((await fetched(url, { headers: { Range: 'bytes=0-9' } })).status).toBe(403);
  });

  it('T-38 is bound to its own site’s name and moment: nothing of another link fits', async () => {
    const one = new URL((await requestExport(page, 'courses')).url);
    const other = new URL((await requestExport(await openPage(stage, chiara), 'courses')).url);
    const crossed = new URL(one);
    crossed.searchParams.set('signature', other.searchParams.get('signature') ?? '');
    expect((await fetched(crossed.href)).status).toBe(403);
    await write(
      sql`UPDATE export_jobs SET expires_at = expires_at + 600 WHERE id = ${one.pathname.split('/').at(-1)}`,
    );
    expect((await fetched(one.href)).status).toBe(403);
    expect((await fetched(other.href)).status).toBe(200);
  });

  const names = [
    '../../etc/passwd',
    'a\r\nX-Evil: 1',
    'a"; filename="b.exe',
    'gnp\u202e.exe',
    'x'.repeat(300),
    '',
    'قمر',
  ];
  it.each(names)(
    'T-41 comes under a name that is safe in its header, for the site %j',
    async (name) => {
      await write(sql`UPDATE sites SET name = ${name} WHERE id = 'fjordlys'`);
      const { url, filename } = await requestExport(await openPage(stage, ingrid), 'courses');
      const response = await fetched(url);
      await response.text();
      const header = response.headers.get('Content-Disposition') ?? '';
      expect(header).toMatch(
        /^attachment; filename="[^"\\]*\.csv"; filename\*=UTF-8''[\w.!~%-]+\.csv$/,
      );
      expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(filename);
      expect(filename).not.toMatch(/[\\/\r\n"\u202e]/);
      expect(filename.length).toBeLessThanOrEqual(124);
      expect(response.headers.get('X-Evil')).toBeNull();
      await write(sql`UPDATE sites SET name = 'Fjordlys portal' WHERE id = 'fjordlys'`);
    },
  );

  it('T-42 holds no cell that a spreadsheet would run, whoever named themselves so', async () => {
    const evil = ['=cmd|calc', '+1', '-1', '@SUM(1)', '\t=1', 'a;=1'];
    for (const [place, text] of evil.entries()) {
      await write(sql`UPDATE branches SET name = ${text} WHERE id = ${place + 1}`);
    }
    const { url } = await requestExport(page, 'enrollments');
    const text = await (await fetched(url)).text();
    const cells = parseCsv(text).flat();
    for (const name of evil.slice(0, 5)) expect(cells).not.toContain(name);
    expect(cells.filter((cell) => /^'[=+@\t-]/.test(cell)).length).toBeGreaterThan(0);
    expect(cells.filter((cell) => /^ *[=+@\t\r\n]/.test(cell))).toEqual([]);
    const negative = cells.filter((cell) => cell.startsWith('-'));
    expect(negative.filter((cell) => !/^-\d/.test(cell))).toEqual([]);
  });

  it('T-25 holds nobody else’s people, whatever its question asks for', async () => {
    const filters = [
      { column: 'user_id', op: 'in' as const, value: ['mau-1003', 'qml-1003', 'fjl-1003'] },
    ];
    const { url, rows_expected } = await requestExport(page, 'learners', { filters });
    expect(rows_expected).toBe(1);
    const text = await (await fetched(url)).text();
    expect(text).toContain('fjl-1003');
    for (const code of ['mau', 'qml']) expect(text).not.toContain(canaryOf(code));
  });
});
