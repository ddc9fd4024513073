/** What becomes of an export, step by step: each with its audit row, and none after the last. */
import { type SQL, sql } from 'drizzle-orm';
import { auditRow } from '../data/audit-event.ts';
import { type Database, guard, isGuardFailure } from '../data/database.ts';
import type { ExportJob } from './job.ts';

/** How much has left the server. */
export interface Sent {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Takes the one use of a link. Answers false where it has been taken or is over, however many try at once.
 * @param nowSeconds Unix seconds
 */
export async function redeem(
  database: Database,
  job: ExportJob,
  nowSeconds: number,
): Promise<boolean> {
  try {
    await database.write([
      guard(sql`EXISTS (SELECT 1 FROM export_jobs WHERE id = ${job.id}
        AND redeemed_at IS NULL AND finished_at IS NULL AND expires_at > ${nowSeconds})`),
      // What was asked is in hand by now, and is nothing to keep.
      sql`UPDATE export_jobs SET redeemed_at = ${nowSeconds}, request = '' WHERE id = ${job.id}`,
      audit(job, 'export.redeem', null, nowSeconds),
    ]);
    return true;
  } catch (error) {
    if (isGuardFailure(error)) return false;
    throw error;
  }
}

/** Forgets what was asked by jobs that can't be fetched any more; the audit keeps the outline. */
export const clearRequests = (nowSeconds: number, whose: SQL = sql`1`): SQL =>
  sql`UPDATE export_jobs SET request = ''
    WHERE ${whose} AND request <> '' AND (expires_at <= ${nowSeconds} OR redeemed_at IS NOT NULL)`;

/** Every row is on its way. */
export const recordDelivery = (
  database: Database,
  job: ExportJob,
  { rows, bytes, sha256 }: Sent & { readonly sha256: string },
  nowSeconds: number,
) =>
  database.write([
    audit(job, 'export.deliver', { rows, bytes, sha256 }, nowSeconds),
    sql`UPDATE export_jobs SET rows_written = ${rows}, bytes = ${bytes}, sha256 = ${sha256},
      finished_at = ${nowSeconds} WHERE ${unfinished(job)}`,
  ]);

/** It broke off, on whichever side; what had been sent by then has left all the same. A finished one stays finished. */
export const recordFailure = (
  database: Database,
  job: ExportJob,
  { rows, bytes }: Sent,
  nowSeconds: number,
) =>
  database.write([
    audit(job, 'export.fail', { rows, bytes }, nowSeconds),
    sql`UPDATE export_jobs SET failed = 1, rows_written = ${rows}, finished_at = ${nowSeconds}
      WHERE ${unfinished(job)}`,
  ]);

/** How far it has come, for whoever watches. */
export const recordProgress = (database: Database, job: ExportJob, rows: number) =>
  database.write([sql`UPDATE export_jobs SET rows_written = ${rows} WHERE ${unfinished(job)}`]);

const unfinished = ({ id }: ExportJob): SQL => sql`id = ${id} AND finished_at IS NULL`;

/** By the LMS's id, as all that power users do; nothing where the job has ended. */
const audit = (
  job: ExportJob,
  action: 'export.redeem' | 'export.deliver' | 'export.fail',
  after: object | null,
  nowSeconds: number,
): SQL =>
  auditRow(
    {
      at: nowSeconds,
      actorKind: 'power_user',
      actor: sql`coalesce((SELECT key FROM users WHERE users.id = power_user_id), 'removed user')`,
      from: { door: 'http', requestId: null },
      action,
      subject: `export:${job.id}`,
      after: after && JSON.stringify(after),
    },
    sql`FROM export_jobs WHERE ${unfinished(job)}`,
  );
