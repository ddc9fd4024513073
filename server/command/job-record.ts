/** How far a job has come, and whom it could not help, as one JSON record. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import type { Subject } from './change.ts';
import { jobKindNames } from './job-kind.ts';
import type { Listing } from './listing.ts';

/** Failures that are told one by one; all are counted. */
const failuresShown = 200;

const jobRecordSchema = z.object({
  id: z.string(),
  kind: z.enum(jobKindNames),
  actor: z.string(),
  /** Unix seconds. */
  createdAt: z.int(),
  finishedAt: z.int().nullable(),
  total: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  failed: z.int(),
  failures: z.array(z.object({ person: z.string(), detail: z.string() })),
});
export type JobRecord = z.infer<typeof jobRecordSchema>;

const count = (outcome: string): SQL =>
  sql`(SELECT count(*) FROM admin_job_people WHERE job_id = j.id AND outcome = ${outcome})`;

/** The record of the row `admin_jobs j` at hand. */
const jobJson = sql`json_object(
  'id', j.id,
  'kind', j.kind,
  'actor', j.actor ->> 'label',
  'createdAt', j.created_at,
  'finishedAt', j.finished_at,
  'total', (SELECT count(*) FROM admin_job_people WHERE job_id = j.id),
  'changed', ${count('changed')},
  'unchanged', ${count('unchanged')},
  'failed', ${count('failed')},
  'failures', json((SELECT json_group_array(json_object('person', person, 'detail', detail)
      ORDER BY position)
    FROM (SELECT person, detail, position FROM admin_job_people
      WHERE job_id = j.id AND outcome = 'failed' ORDER BY position LIMIT ${failuresShown}))))`;

const parseRecord = (json: string): JobRecord => jobRecordSchema.parse(JSON.parse(json));

export const jobSubject = (id: string): Subject<JobRecord> => ({
  name: `job:${id}`,
  record: sql`(SELECT ${jobJson} FROM admin_jobs j WHERE j.id = ${id})`,
  parse: parseRecord,
});

export const noJob = (id: string): Refusal => new Refusal('not-found', `There is no job "${id}"`);

/** Jobs as administrators page through them. */
export const jobListing: Listing<JobRecord> = {
  name: 'jobs',
  from: sql`admin_jobs j`,
  record: jobJson,
  parse: parseRecord,
  key: sql`j.id`,
  sorts: { created_at: sql`j.created_at` },
  searched: { plain: sql`j.kind` },
};

/** Every job, the newest first. */
export async function readJobs(database: Database): Promise<JobRecord[]> {
  const [rows = []] = await database.read(
    sql`SELECT ${jobJson} FROM admin_jobs j ORDER BY j.created_at DESC, j.id`,
  );
  return rows.map(([json]) => parseRecord(String(json)));
}
