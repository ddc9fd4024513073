/** Rights that end while a file is on its way: the next chunk is not sent, and no file ends in order after them. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { exportJobs } from '../../server/data/schema/index.ts';
import { deliver } from '../../server/export/deliver.ts';
import type { ExportJob } from '../../server/export/job.ts';
import { redeem } from '../../server/export/ledger.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { exportRequestSchema } from '../../shared/wire/export.ts';
import { now, openEnrollments, openExportWorld } from '../unit/export-world.ts';

/** More than two statements answer, so that there is a middle. */
const names = Array.from({ length: 4500 }, (_, place) => `Name ${place}`);

let database: Database;
let clock: number;
let failures: unknown[];
beforeEach(async () => {
  database = await openExportWorld(null, names.slice(0, 5));
  await database.write([
    sql`INSERT INTO users (key, username) SELECT 'x' || value, 'x' || value
      FROM json_each(${JSON.stringify(names)})`,
    sql`INSERT INTO enrollments (user_id, course_id) SELECT id, 1 FROM users WHERE key LIKE 'x%'`,
  ]);
  clock = now * 1000;
  failures = [];
});
afterEach(() => database.close());

async function begin(): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const [job] = (await database.orm
    .insert(exportJobs)
    .values({
      ...{ id: 'job', powerUserId: 1, siteId: 's', reportId: 'enrollments', format: 'csv' },
      ...{ request: '{}', filename: 'x.csv', createdAt: now, expiresAt: now + 120 },
      rowsExpected: 4505,
    })
    .returning()) as [ExportJob];
  await redeem(database, job, now);
  const report = await openEnrollments(database);
  const request = exportRequestSchema.parse({ report: 'enrollments', bom: false });
  const failed = (cause: unknown) => failures.push(cause);
  const delivery = { startDigest: startNodeDigest, now: () => clock, failed };
  return deliver(database, { job, report, request }, delivery).getReader();
}

async function readOn(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<number> {
  let chunks = 0;
  while (!(await reader.read()).done) chunks += 1;
  return chunks;
}

const ends: readonly [string, () => Promise<unknown>][] = [
  ['the dataset is taken away', () => database.write([sql`DELETE FROM dataset_assignments`])],
  [
    'the permission is taken from the profile',
    () =>
      database.write([sql`DELETE FROM profile_permissions WHERE permission = 'reports.export'`]),
  ],
  ['the profile is revoked', () => database.write([sql`DELETE FROM grants`])],
  [
    'the account is switched off',
    () => database.write([sql`UPDATE users SET status = 'inactive' WHERE key = 'boss'`]),
  ],
  [
    'the account ends',
    () => database.write([sql`UPDATE users SET expires_at = ${now} WHERE key = 'boss'`]),
  ],
  ['the site is switched off', () => database.write([sql`UPDATE sites SET active = 0`])],
];

describe('a download on its way', () => {
  it.each(ends)('T-21 stops at the next chunk when %s', async (_, end) => {
    const reader = await begin();
    expect((await reader.read()).done).toBe(false);
    expect((await reader.read()).done).toBe(false);
    await end();
    clock += 1000;
    await expect(reader.read()).rejects.toThrow('The export broke off');
    expect(failures).toHaveLength(1);
    const [job] = await database.orm.select().from(exportJobs);
    expect(job).toMatchObject({ failed: true, rowsWritten: 2000, sha256: null });
  });

  it.each(ends)('T-21 does not end in order when %s within its last second', async (_, end) => {
    const reader = await begin();
    await reader.read();
    await end();
    await expect(readOn(reader)).rejects.toThrow('The export broke off');
    expect((await database.orm.select().from(exportJobs))[0]).toMatchObject({ failed: true });
  });

  it('T-21 stops when the time of a dataset is over, unasked', async () => {
    await database.write([sql`UPDATE dataset_assignments SET valid_until = ${now + 5}`]);
    const reader = await begin();
    await reader.read();
    clock += 4000;
    expect((await reader.read()).done).toBe(false);
    clock += 1000;
    await expect(reader.read()).rejects.toThrow('The export broke off');
  });

  it('T-21 and its twin: goes on to its end when others lose theirs, however long it takes', async () => {
    const reader = await begin();
    await reader.read();
    await database.write([
      sql`INSERT INTO users (key, username, level) VALUES ('other', 'other', 'power_user')`,
      sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) SELECT id, 1 FROM users WHERE key = 'other'`,
      sql`DELETE FROM dataset_assignments WHERE power_user_id <> 1 AND power_user_id = (SELECT id FROM users WHERE key = 'other')`,
    ]);
    clock += 60_000;
    expect(await readOn(reader)).toBe(3);
    expect((await database.orm.select().from(exportJobs))[0]).toMatchObject({
      ...{ failed: false, rowsWritten: 4505 },
    });
  });
});
