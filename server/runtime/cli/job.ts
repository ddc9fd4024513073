/** `ambit job`: one change of many power users at once, with a bar that tells how far it has come. */
import { Presets, SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { sql } from 'drizzle-orm';
import { Refusal } from '../../../shared/refusal.ts';
import { toIsoTime } from '../../../shared/time.ts';
import { type Occasion, readRecord } from '../../command/change.ts';
import { createJob } from '../../command/create-job.ts';
import { jobKindNames } from '../../command/job-kind.ts';
import { type JobRecord, jobSubject, noJob, readJobs } from '../../command/job-record.ts';
import { findPerson } from '../../command/power-user-record.ts';
import { runJob } from '../../command/run-job.ts';
import { atDatabase, collect, type GlobalOptions } from './at-database.ts';
import { table } from './output.ts';
import { isoOrNull, parseTime } from './time.ts';

interface Options extends GlobalOptions {
  readonly everyone?: boolean;
  readonly holding?: string;
  readonly profile?: string[];
  readonly dataset?: string[];
  readonly from?: string;
  readonly until?: string;
  readonly last?: string;
}

export function configure(command: Command): void {
  const run = command
    .command('run')
    .description('change many power users, one after the other')
    .argument('<kind>', jobKindNames.join(', '))
    .argument('[usernames...]');
  run
    .option('--everyone', 'every power user')
    .option('--holding <profile>', 'every power user who holds this profile')
    .option('--profile <name>', 'a profile to grant or revoke (again for more)', collect)
    .option('--dataset <name>', 'a dataset to assign or unassign (again for more)', collect)
    .option('--from <time>', 'from when datasets are held')
    .option('--until <time>', 'until when')
    .option('--last <answer>', 'keep or demote whoever is left without a profile')
    .action((kind: string, usernames: string[]) =>
      atDatabase(run, async (occasion, output) => {
        const options = run.optsWithGlobals<Options>();
        const people = await peopleOf(occasion, usernames, options);
        const request = requestOf(options);
        const { id, total } = await createJob(occasion, { kind, people, request });
        const bar = progressBar(total);
        const now = () => Math.floor(Date.now() / 1000);
        await runJob(occasion.database, id, { now, onProgress: bar.tell }).finally(bar.end);
        const done = await requireJob(occasion, id);
        output.print(wire(done), lines(done));
      }),
    );
  const list = command.command('list').description('every job');
  list.action(() =>
    atDatabase(list, async ({ database }, output) => {
      const jobs = await readJobs(database);
      const rows = jobs.map(({ id, kind, createdAt, total, changed, failed }) => [
        ...[id, kind, toIsoTime(createdAt)],
        ...[total, changed, failed].map(String),
      ]);
      output.print(
        jobs.map(wire),
        table(['id', 'kind', 'asked', 'people', 'changed', 'failed'], rows),
      );
    }),
  );
  const show = command.command('show').description('how far a job has come').argument('<id>');
  show.action((id: string) =>
    atDatabase(show, async (occasion, output) => {
      const job = await requireJob(occasion, id);
      output.print(wire(job), lines(job));
    }),
  );
}

async function requireJob({ database }: Occasion, id: string): Promise<JobRecord> {
  const job = await readRecord(database, jobSubject(id));
  if (job === null) throw noJob(id);
  return job;
}

/** Ids of those who are named, or of those whom an option means. */
async function peopleOf(
  { database }: Occasion,
  usernames: readonly string[],
  { everyone, holding }: Options,
): Promise<string[]> {
  if (!everyone && holding === undefined) {
    return Promise.all(usernames.map((username) => findPerson(database, username)));
  }
  if (usernames.length > 0) {
    throw new Refusal('bad-request', 'Name people, or say --everyone or --holding, not both');
  }
  const [rows = []] = await database.read(
    sql`SELECT u.key FROM users u WHERE u.level = 'power_user' AND (${holding ?? null} IS NULL
      OR EXISTS (SELECT 1 FROM grants g JOIN profiles p ON p.id = g.profile_id
        WHERE g.power_user_id = u.id AND p.name = ${holding ?? null})) ORDER BY u.username`,
  );
  return rows.map(([key]) => String(key));
}

const requestOf = ({ profile, dataset, from, until, last }: Options) => ({
  ...(profile && { profiles: profile }),
  ...(dataset && { datasets: dataset }),
  ...(from !== undefined && { validFrom: parseTime('--from', from) }),
  ...(until !== undefined && { validUntil: parseTime('--until', until) }),
  ...(last !== undefined && { last }),
});

/** Only where somebody looks: a log takes the result alone. */
function progressBar(total: number) {
  if (!process.stderr.isTTY) return { tell: () => undefined, end: () => undefined };
  const bar = new SingleBar({ stream: process.stderr }, Presets.shades_classic);
  bar.start(total, 0);
  return { tell: (done: number) => bar.update(done), end: () => bar.stop() };
}

const wire = ({ createdAt, finishedAt, actor, ...job }: JobRecord) => ({
  ...job,
  asked_by: actor,
  created_at: toIsoTime(createdAt),
  finished_at: isoOrNull(finishedAt),
});

const lines = ({ id, kind, total, changed, unchanged, failed, failures }: JobRecord): string[] => [
  `Job ${id}, ${kind}: ${total} people, ${changed} changed, ${unchanged} as asked already, ${failed} failed`,
  ...failures.map(({ person, detail }) => `  ${person}: ${detail}`),
];
