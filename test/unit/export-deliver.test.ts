/** A file on its way: what the ledger says at each moment, and what a break leaves behind. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { exportJobs } from '../../server/data/schema/index.ts';
import { deliver } from '../../server/export/deliver.ts';
import { type ExportJob, statusOf } from '../../server/export/job.ts';
import { recordDelivery, recordFailure, redeem } from '../../server/export/ledger.ts';
import { startNodeDigest } from '../../server/runtime/node-digest.ts';
import { exportRequestSchema } from '../../shared/wire/export.ts';
import { now, openEnrollments, openExportWorld } from './export-world.ts';

const names = Array.from({ length: 5 }, (_, place) => `Name ${place}`);

let database: Database;
let job: ExportJob;
/** Milliseconds since 1970. */
let clock: number;
let failures: unknown[];
beforeEach(async () => {
  database = await openExportWorld(null, names);
  clock = now * 1000;
  failures = [];
  [job] = (await database.orm
    .insert(exportJobs)
    .values({
      id: 'job',
      powerUserId: 1,
      siteId: 's',
      reportId: 'enrollments',
      format: 'csv',
      request: '{}',
      filename: 'x.csv',
      createdAt: now,
      expiresAt: now + 120,
      rowsExpected: 5,
    })
    .returning()) as [ExportJob];
  await redeem(database, job, now);
});
afterEach(() => database.close());

/** As the route delivers, on a database that may be made to fail. */
async function delivering(on: Database = database): Promise<ReadableStream<Uint8Array>> {
  const report = await openEnrollments(database);
  const request = exportRequestSchema.parse({ report: 'enrollments', bom: false });
  const failed = (cause: unknown) => failures.push(cause);
  return deliver(
    on,
    { job, report, request },
    { startDigest: startNodeDigest, now: () => clock, failed },
  );
}

const stateOf = async () => {
  const [found] = await database.orm.select().from(exportJobs);
  return (
    found && {
      status: statusOf(found, now),
      rows: found.rowsWritten,
      bytes: found.bytes,
      sha256: found.sha256,
    }
  );
};
const actions = async () => {
  const [rows = []] = await database.read(sql`SELECT actor, action FROM audit_events ORDER BY id`);
  return rows.map(([actor, action]) => `${actor} ${action}`);
};

/** The same database, which answers some of its writes with an error. */
const failingAt = (matches: string): Database => ({
  ...database,
  write: (statements) => {
    const text = JSON.stringify(statements);
    return text.includes(matches)
      ? Promise.reject(new Error('disk full'))
      : database.write(statements);
  },
});

describe('a download', () => {
  it('is complete in the ledger, digest and all, before its stream ends', async () => {
    const bytes = await new Response(await delivering()).bytes();
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    expect(await stateOf()).toEqual({
      status: 'complete',
      rows: 5,
      bytes: bytes.length,
      sha256: digest,
    });
    expect(await actions()).toEqual(['boss export.redeem', 'boss export.deliver']);
    expect(failures).toEqual([]);
  });

  it('reads nothing before it is asked for, and no further ahead than it is asked', async () => {
    const stream = await delivering();
    await database.write([sql`DELETE FROM enrollments WHERE user_id > 3`]);
    const reader = stream.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    expect(first.split('\r\n')).toHaveLength(2);
    await database.write([sql`DELETE FROM enrollments`]);
    expect((await reader.read()).done).toBe(true);
    expect(await stateOf()).toMatchObject({ status: 'complete', rows: 0 });
  });

  it('has failed when its receiver leaves, and says how much had left', async () => {
    const reader = (await delivering()).getReader();
    await reader.read();
    expect((await stateOf())?.status).toBe('streaming');
    await reader.cancel();
    expect(await stateOf()).toMatchObject({ status: 'failed', rows: 0, sha256: null });
    expect(await actions()).toEqual(['boss export.redeem', 'boss export.fail']);
    expect(failures).toEqual([]);
  });

  it('breaks with words of our own when the database does, and tells the cause to us alone', async () => {
    const broken: Database = {
      ...database,
      read: () => Promise.reject(new Error('secret/path is gone')),
    };
    const reader = (await delivering(broken)).getReader();
    await reader.read();
    await expect(reader.read()).rejects.toThrow(/^The export broke off$/);
    expect(failures.map(String)).toEqual(['Error: secret/path is gone']);
    expect(await stateOf()).toMatchObject({ status: 'failed' });
  });

  it('breaks when all rows are out and the ledger can’t say so', async () => {
    const reading = new Response(await delivering(failingAt('export.deliver'))).text();
    await expect(reading).rejects.toThrow('broke off');
    expect(failures.map(String)).toEqual(['Error: disk full']);
    expect(await stateOf()).toMatchObject({ status: 'failed', sha256: null });
  });

  it('breaks, and says so twice, when not even its failure can be written', async () => {
    const reading = new Response(await delivering(failingAt('INSERT INTO audit_events'))).text();
    await expect(reading).rejects.toThrow('broke off');
    expect(failures).toHaveLength(2);
    expect((await stateOf())?.status).toBe('streaming');
  });

  it('goes on when how far it has come can’t be told', async () => {
    const slow = failingAt('SET rows_written = ');
    const stopped: Database = {
      ...slow,
      read: (...statements) => {
        clock += 10_000;
        return database.read(...statements);
      },
      write: (statements) =>
        JSON.stringify(statements).includes('export.deliver')
          ? database.write(statements)
          : slow.write(statements),
    };
    const text = await new Response(await delivering(stopped)).text();
    expect(text.split('\r\n')).toHaveLength(names.length + 2);
    expect((await stateOf())?.status).toBe('complete');
  });
});

describe('the ledger', () => {
  const sent = { rows: 3, bytes: 30 };

  it('lets a link be redeemed once, in time, and at the same moment by one', async () => {
    expect(await redeem(database, job, now)).toBe(false);
    await database.write([sql`UPDATE export_jobs SET redeemed_at = NULL`]);
    expect(await redeem(database, job, now + 120)).toBe(false);
    const tries = await Promise.all([1, 2, 3].map(() => redeem(database, job, now + 119)));
    expect(tries.sort()).toEqual([false, false, true]);
  });

  it('keeps what is complete complete, and what has failed failed', async () => {
    await recordDelivery(database, job, { ...sent, sha256: 'digest' }, now);
    await recordFailure(database, job, { rows: 9, bytes: 90 }, now + 1);
    expect(await stateOf()).toEqual({ status: 'complete', rows: 3, bytes: 30, sha256: 'digest' });
    expect(await actions()).toEqual(['boss export.redeem', 'boss export.deliver']);
  });

  it('does not let a broken one end well afterwards', async () => {
    await recordFailure(database, job, sent, now);
    await recordDelivery(database, job, { rows: 5, bytes: 50, sha256: 'digest' }, now + 1);
    expect(await stateOf()).toMatchObject({ status: 'failed', rows: 3, sha256: null });
    expect(await actions()).toEqual(['boss export.redeem', 'boss export.fail']);
  });

  it('writes down who it was, though they are gone', async () => {
    await database.write([sql`DELETE FROM users WHERE key = 'boss'`]);
    await recordFailure(database, job, sent, now);
    expect((await actions()).at(-1)).toBe('removed user export.fail');
  });
});
