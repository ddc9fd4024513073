/** Does a job: one person after the other, each with their own audit row, and on from where a crash left it. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { randomText } from '../token/base64url.ts';
import type { Actor } from './actor.ts';
import { actOn, jobKindNames } from './job-kind.ts';

/** People between two looks at whether the job is still ours, and whoever asked still may. */
const chunkPeople = 20;
/** Whoever has not come back for so long has crashed. */
const heldSeconds = 60;

const jobRow = z.tuple([z.enum(jobKindNames), z.string(), z.string()]);

export interface JobRun {
  /** Unix seconds. */
  readonly now: () => number;
  /** Told after each chunk. */
  readonly onProgress?: (done: number) => void;
  /** Stops between two people; the job stays to be taken up again. */
  readonly signal?: AbortSignal;
}

/** Runs every job that nobody is at, the oldest first. */
export async function runJobs(database: Database, run: JobRun): Promise<void> {
  const [rows = []] = await database.read(
    sql`SELECT id FROM admin_jobs WHERE finished_at IS NULL ORDER BY created_at, id`,
  );
  for (const [id] of rows) {
    if (run.signal?.aborted) return;
    await runJob(database, String(id), run);
  }
}

/**
 * Runs a job to its end, unless somebody else is at it. What a person can't be given is written down with the reason,
 * and the others go on. A person is done and then counted, so after a crash one at most is done again, which by then
 * changes nothing.
 */
export async function runJob(database: Database, id: string, run: JobRun): Promise<void> {
  const holder = randomText(12);
  let done = 0;
  for (;;) {
    const nowSeconds = run.now();
    const held = await hold(database, id, holder, nowSeconds);
    if (held === null) return;
    const people = await waiting(database, id);
    if (people.length === 0) return finish(database, id, holder, nowSeconds);
    for (const { position, person } of people) {
      if (run.signal?.aborted) return release(database, id, holder);
      const outcome = await attempt(database, { ...held, person, nowSeconds });
      await database.write([
        sql`UPDATE admin_job_people SET outcome = ${outcome.outcome}, detail = ${outcome.detail}
          WHERE job_id = ${id} AND position = ${position} AND outcome IS NULL`,
      ]);
    }
    done += people.length;
    run.onProgress?.(done);
  }
}

interface Held {
  readonly kind: (typeof jobKindNames)[number];
  readonly request: unknown;
  readonly actor: Actor;
}

/** Takes the job or keeps it; null where it is done, somebody else's, or no more to be done. */
async function hold(
  database: Database,
  id: string,
  holder: string,
  nowSeconds: number,
): Promise<Held | null> {
  const [[row] = []] = await database.write([
    sql`UPDATE admin_jobs SET held_by = ${holder}, held_until = ${nowSeconds + heldSeconds}
      WHERE id = ${id} AND finished_at IS NULL
      AND (held_by = ${holder} OR held_until IS NULL OR held_until <= ${nowSeconds})
      RETURNING kind, request, actor`,
  ]);
  if (row === undefined) return null;
  const [kind, request, whose] = jobRow.parse(row);
  // Written by `createJob`, from an actor that was admitted then.
  const { label: _, ...actor } = JSON.parse(whose) as Actor & { label: string };
  if (await mayStill(database, actor, nowSeconds)) {
    return { kind, request: JSON.parse(request), actor };
  }
  await database.write([
    sql`UPDATE admin_job_people SET outcome = 'failed',
        detail = 'The administration token of whoever asked is no longer good'
      WHERE job_id = ${id} AND outcome IS NULL`,
    finished(id, holder, nowSeconds),
  ]);
  return null;
}

/** A token that was revoked ends what it set going (T-12). */
async function mayStill(database: Database, actor: Actor, nowSeconds: number): Promise<boolean> {
  if (actor.kind !== 'superadmin') return true;
  const [rows = []] = await database.read(sql`SELECT 1 FROM admin_tokens
    WHERE id = ${actor.tokenId} AND revoked_at IS NULL AND expires_at > ${nowSeconds}`);
  return rows.length > 0;
}

async function waiting(database: Database, id: string) {
  const [rows = []] = await database.read(
    sql`SELECT position, person FROM admin_job_people
      WHERE job_id = ${id} AND outcome IS NULL ORDER BY position LIMIT ${chunkPeople}`,
  );
  return rows.map(([position, person]) => ({ position, person: String(person) }));
}

/** Only a refusal is the person's own; anything else stops the job, which somebody takes up again later. */
async function attempt(
  database: Database,
  { kind, request, actor, person, nowSeconds }: Held & { person: string; nowSeconds: number },
): Promise<{ outcome: 'changed' | 'unchanged' | 'failed'; detail: string | null }> {
  try {
    const changed = await actOn({ database, actor, nowSeconds }, kind, person, request);
    return { outcome: changed ? 'changed' : 'unchanged', detail: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: 'failed', detail: error.message };
  }
}

const release = async (database: Database, id: string, holder: string): Promise<void> => {
  await database.write([
    sql`UPDATE admin_jobs SET held_by = NULL, held_until = NULL
      WHERE id = ${id} AND held_by = ${holder}`,
  ]);
};

const finished = (id: string, holder: string, nowSeconds: number) =>
  sql`UPDATE admin_jobs SET finished_at = ${nowSeconds}, held_by = NULL, held_until = NULL
    WHERE id = ${id} AND held_by = ${holder}`;

async function finish(
  database: Database,
  id: string,
  holder: string,
  nowSeconds: number,
): Promise<void> {
  await database.write([finished(id, holder, nowSeconds)]);
}
