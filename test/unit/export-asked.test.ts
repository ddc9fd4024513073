/** What is kept of a question: an outline for good, the question itself for as long as its file can be fetched. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { exportJobs } from '../../server/data/schema/index.ts';
import { clearRequests, redeem } from '../../server/export/ledger.ts';
import { requestExport } from '../../server/export/request-export.ts';
import { exportRequestSchema } from '../../shared/wire/export.ts';
import { settings } from '../security/token-world.ts';
import { now, openEnrollments, openExportWorld } from './export-world.ts';

let database: Database;
beforeAll(async () => {
  database = await openExportWorld(null, ['Ann', 'Bob']);
});
afterAll(() => database.close());

/** Long, and about one person: nothing that an append-only table should hold. */
const secret = `Ann ${'x'.repeat(450)}`;

async function ask(at: number): Promise<string> {
  const report = await openEnrollments(database);
  const filters = Array.from({ length: 20 }, () => ({
    column: 'course_name',
    op: 'contains',
    value: secret,
  }));
  const question = { filters, q: 'Ann', columns: ['course_name'] };
  const request = exportRequestSchema.parse({ report: 'enrollments', question });
  const asker = { userKey: 'boss', siteName: 'S', requestId: 'r-9' };
  return (await requestExport(database, settings, report, request, asker, at)).id;
}

const requests = async () =>
  (await database.orm.select().from(exportJobs)).map(({ request }) => request.length > 0);

it('T-44 keeps the outline and a digest in the audit, however long the question is, and no value of a filter', async () => {
  await ask(now);
  const [[row] = []] = await database.read(
    sql`SELECT "after", request_id, actor_kind FROM audit_events WHERE action = 'export.request'`,
  );
  const text = String(row?.[0]);
  expect(text).not.toContain('Ann');
  expect(text.length).toBeLessThan(400);
  expect(JSON.parse(text)).toMatchObject({
    ...{
      report: 'enrollments',
      format: 'csv',
      columns: ['course_name'],
      filteredBy: ['course_name'],
    },
    ...{ searched: true, sortedBy: [], questionSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(row?.slice(1)).toEqual(['r-9', 'power_user']);
});

it('T-44 forgets the question when the file is fetched, and when nobody can fetch it any more', async () => {
  expect(await requests()).toEqual([true]);
  const [job] = await database.orm.select().from(exportJobs);
  if (!job) throw new Error('There is no job');
  expect(await redeem(database, job, now)).toBe(true);
  expect(await requests()).toEqual([false]);
  await ask(now + 10);
  expect(await requests()).toEqual([false, true]);
  await database.write([clearRequests(now + 10)]);
  expect(await requests()).toEqual([false, true]);
  await ask(now + 200);
  expect(await requests()).toEqual([false, false, true]);
  await database.write([clearRequests(now + 400)]);
  expect(await requests()).toEqual([false, false, false]);
});
