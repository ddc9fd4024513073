/** Work that goes on behind the answers: jobs that were asked for, or left behind by a crash. */
import { runJobs } from '../command/run-job.ts';
import type { Database } from '../data/database.ts';

/** Whoever asks for a job, or how far it has come, finds it going on. */
export const bringsJobs = ({ url }: Request): boolean =>
  new URL(url).pathname.startsWith('/admin/v1/jobs');

/** Never throws: what stops a job stands in the log, and the next to ask takes it up again. */
export async function continueJobs(
  database: Database,
  now: () => number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await runJobs(database, {
      now: () => Math.floor(now() / 1000),
      ...(signal && { signal }),
    });
  } catch (error) {
    console.error(error);
  }
}
