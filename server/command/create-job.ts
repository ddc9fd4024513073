/** Asks for a change of many power users at once, which is then done to one after the other (PU-042, PU-043). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { randomText } from '../token/base64url.ts';
import { actorLabel, authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { findDataset } from './dataset-record.ts';
import { jobKindNames, jobKinds } from './job-kind.ts';
import { type JobRecord, jobSubject } from './job-record.ts';
import { parse, refuseEach } from './parse.ts';
import { findProfile } from './profile-record.ts';

export const jobPeopleMax = 10_000;

const inputSchema = z.strictObject({
  kind: z.enum(jobKindNames, { error: `A job is one of ${jobKindNames.join(', ')}` }),
  people: z
    .array(z.string().max(200))
    .min(1, { error: 'Name at least one person' })
    .max(jobPeopleMax, { error: `A job takes at most ${jobPeopleMax} people` })
    .transform((list) => [...new Set(list)]),
  request: z.unknown().default({}),
});

/** What several kinds ask for. */
const namedSchema = z.object({
  profiles: z.array(z.string()).default([]),
  datasets: z.array(z.string()).default([]),
});

/**
 * Nothing is done yet: `runJob` does it.
 * @param input `{ kind, people: ids, request: what the kind asks for }`
 * @throws Refusal `not-found` for a profile or dataset; `unprocessable` for what the kind does not take, and for
 * people that there are not (each is named).
 */
export async function createJob(occasion: Occasion, input: unknown): Promise<JobRecord> {
  authorize(occasion.actor, 'job.create');
  const { kind, people, request } = parse(inputSchema, input);
  const asked = parse(jobKinds[kind].schema, request);
  await requireNamed(occasion, namedSchema.parse(asked));
  await requirePeople(occasion, people);
  const id = randomText(12);
  const { actor, nowSeconds } = occasion;
  const whose = JSON.stringify({ ...actor, label: actorLabel(actor) });
  const { after } = await change(occasion, 'job.create', jobSubject(id), () => ({
    statements: [
      sql`INSERT INTO admin_jobs (id, kind, request, actor, created_at)
        VALUES (${id}, ${kind}, ${JSON.stringify(asked)}, ${whose}, ${nowSeconds})`,
      sql`INSERT INTO admin_job_people (job_id, position, person)
        SELECT ${id}, key, value FROM json_each(${JSON.stringify(people)})`,
    ],
  }));
  return after;
}

async function requireNamed(
  { database }: Occasion,
  { profiles, datasets }: z.infer<typeof namedSchema>,
): Promise<void> {
  for (const name of profiles) await findProfile(database, name);
  for (const name of datasets) await findDataset(database, name);
}

/** A typing error must not become somebody who is passed over. */
async function requirePeople({ database }: Occasion, people: readonly string[]): Promise<void> {
  const [rows = []] = await database.read(
    sql`SELECT key, value FROM json_each(${JSON.stringify(people)})
      WHERE value NOT IN (SELECT key FROM users) ORDER BY key`,
  );
  if (rows.length === 0) return;
  throw refuseEach(
    rows.map(([at, id]) => ({ field: `people.${at}`, message: `Nobody has the id "${id}"` })),
  );
}
