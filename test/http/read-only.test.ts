/** Whoever holds every permission there is, and asks everything, has changed nothing of what the LMS knows. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProfile } from '../../server/command/create-profile.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { openDatabase } from '../../server/data/database.ts';
import { openLibsql } from '../../server/data/libsql.ts';
import { routes } from '../../server/http/route-table.ts';
import { applyMigrations } from '../../server/runtime/migrations.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { catalogue } from '../../shared/permission/catalogue.ts';
import type { Session } from '../../shared/wire/session.ts';
import { ingrid, openPage, type Page, requestExport, rowsPath } from './portal.ts';
import { buildStage, type Stage } from './stage.ts';

let stage: Stage;
let page: Page;
beforeAll(async () => {
  const database = openDatabase(await openLibsql(':memory:'));
  await applyMigrations(database);
  stage = await buildStage(database, startNodeDigest);
  const actor = { kind: 'operator', name: 'test' } as const;
  const occasion = { database, actor, nowSeconds: stage.clock.now };
  await createProfile(occasion, { name: 'All', permissions: catalogue.map(({ id }) => id) });
  await grantProfile(occasion, { powerUser: ingrid.key, profiles: ['All'] });
  page = await openPage(stage, ingrid);
});
afterAll(() => stage.database.close());

/** What looking leaves behind: who asked for which file, and what was used up. */
const ledger = ['assertion_uses', 'audit_events', 'audit_head', 'audit_seals', 'export_jobs'];

/** Every table, row for row. */
async function content(): Promise<Map<string, string>> {
  const [tables = []] = await stage.database.read(
    sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
  );
  const all = new Map<string, string>();
  for (const [name] of tables) {
    const [rows = []] = await stage.database.read(
      sql`SELECT * FROM ${sql.identifier(String(name))}`,
    );
    all.set(String(name), JSON.stringify(rows));
  }
  return all;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** What an LMS has addresses for. */
const lms = ['users', 'courses', 'enrollments', 'groups', 'plans', 'profiles', 'datasets'].flatMap(
  (kind) => [`/v1/${kind}`, `/v1/${kind}/1`],
);
/** As good as any request to change something: whoever took it would find what it needs. */
const wish = JSON.stringify({
  ...{ id: ingrid.key, user: ingrid.key, user_id: ingrid.key, users: [ingrid.key] },
  ...{ course: 'c1', course_id: 'c1', status: 'completed', progress: 100, name: 'x' },
});

async function askEverything(): Promise<void> {
  const addresses = routes.map(({ path }) => path.replaceAll(/\{\w+\}/g, 'enrollments'));
  for (const path of new Set([...addresses, ...lms])) {
    for (const method of methods) {
      const bodied = method === 'GET' ? {} : { body: wish };
      const headers = { 'Content-Type': 'application/json' };
      await (await page.ask(path, { method, headers, ...bodied })).text();
    }
  }
}

it('FOR-006 FOR-015 FOR-016 FOR-017 leaves every table but the ledger as it was, whatever is asked with every permission', async () => {
  const { permissions } = await page.read<Session>('/v1/session');
  expect(permissions).toHaveLength(catalogue.length);
  const before = await content();
  await askEverything();
  const { url } = await requestExport(page, 'enrollments');
  expect((await (await stage.fetch(new Request(url))).text()).length).toBeGreaterThan(1000);
  expect((await page.ask(rowsPath('enrollments'))).status).toBe(200);
  const after = await content();
  const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  expect(changed.filter((name) => !ledger.includes(name))).toEqual([]);
  // Looking did happen, and was written down.
  expect(changed).toContain('audit_events');
});

it('tells a table that was written to from one that was not', async () => {
  const before = await content();
  await stage.database.write([sql`UPDATE enrollments SET progress = 99 WHERE progress = 100`]);
  const after = await content();
  const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  expect(changed).toEqual(['enrollments', 'versions']);
});
