/** What can be done to many power users at once, one row each: what it asks for, and what happens to each of them. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { assignDataset, timeSchema } from './assign-dataset.ts';
import { type Occasion, readRecord } from './change.ts';
import { demotePowerUser } from './demote-power-user.ts';
import { grantProfile } from './grant-profile.ts';
import { nameReferenceSchema } from './plain-text.ts';
import { type PowerUserRecord, powerUserSubject, requirePowerUser } from './power-user-record.ts';
import { lastAnswers, revokeProfile } from './revoke-profile.ts';
import { unassignContent } from './unassign-content.ts';
import { unassignDataset } from './unassign-dataset.ts';

const names = z
  .array(nameReferenceSchema)
  .min(1, { error: 'Name at least one' })
  .max(100)
  .transform((list) => [...new Set(list)]);
const last = z.enum(lastAnswers, { error: `Say ${lastAnswers.join(' or ')}` });

interface Kind<S extends z.ZodType> {
  readonly schema: S;
  /** Done again to somebody to whom it was done, it changes nothing: so a job can go on after a crash. */
  readonly act: (
    occasion: Occasion,
    holder: PowerUserRecord,
    asked: z.infer<S>,
  ) => Promise<unknown>;
}

const kind = <S extends z.ZodType>(row: Kind<S>): Kind<S> => row;

const take = (
  occasion: Occasion,
  { id, profiles: held }: PowerUserRecord,
  profiles: readonly string[],
  answer: (typeof lastAnswers)[number],
): Promise<unknown> => {
  const mine = held.filter((name) => profiles.includes(name));
  if (mine.length > 0)
    return revokeProfile(occasion, { powerUser: id, profiles: mine, last: answer });
  return held.length === 0 && answer === 'demote'
    ? demotePowerUser(occasion, { powerUser: id })
    : Promise.resolve();
};

export const jobKinds = {
  /** PU-040, PU-042, PU-091. */
  grant_profiles: kind({
    schema: z.strictObject({ profiles: names }),
    act: (occasion, { id }, { profiles }) => grantProfile(occasion, { powerUser: id, profiles }),
  }),
  /** PU-041. */
  revoke_profiles: kind({
    schema: z.strictObject({ profiles: names, last }),
    act: (occasion, holder, asked) => take(occasion, holder, asked.profiles, asked.last),
  }),
  /** PU-044, PU-092. */
  revoke_all_profiles: kind({
    schema: z.strictObject({ last }),
    act: (occasion, holder, asked) => take(occasion, holder, holder.profiles, asked.last),
  }),
  /** PU-050, PU-090. */
  assign_datasets: kind({
    schema: z.strictObject({ datasets: names, validFrom: timeSchema, validUntil: timeSchema }),
    async act(occasion, { id }, { datasets, ...times }) {
      for (const dataset of datasets) {
        await assignDataset(occasion, { powerUser: id, dataset, ...times });
      }
    },
  }),
  /** PU-048. */
  unassign_datasets: kind({
    schema: z.strictObject({ datasets: names }),
    async act(occasion, { id, datasets: held }, { datasets }) {
      for (const { name } of held) {
        if (datasets.includes(name)) {
          await unassignDataset(occasion, { powerUser: id, dataset: name });
        }
      }
    },
  }),
  /** PU-051, PU-093. */
  unassign_content: kind({
    schema: z.strictObject({}),
    act: (occasion, { id }) => unassignContent(occasion, { powerUser: id, confirmed: true }),
  }),
  /** PU-094. */
  demote: kind({
    schema: z.strictObject({}),
    act: (occasion, { id }) => demotePowerUser(occasion, { powerUser: id }),
  }),
} as const;

export type JobKind = keyof typeof jobKinds;
export const jobKindNames = Object.keys(jobKinds) as JobKind[];

/** Moves with every change of what somebody may do or see: record and epoch. */
async function rightsOf({ database }: Occasion, person: string): Promise<string> {
  const [[row] = []] = await database.read(sql`SELECT ${powerUserSubject(person).record},
    (SELECT epoch FROM epochs WHERE user_id = (SELECT id FROM users WHERE key = ${person}))`);
  return JSON.stringify(row);
}

/**
 * Does what a job of this kind asks for to one person.
 * @returns whether anything changed
 * @throws Refusal where it can't be done to this person
 */
export async function actOn(
  occasion: Occasion,
  name: JobKind,
  person: string,
  request: unknown,
): Promise<boolean> {
  const before = await readRecord(occasion.database, powerUserSubject(person));
  // Whoever was a user already when the job came to them is what it would have made of them.
  if (name === 'demote' && before?.level === 'user') return false;
  const rights = await rightsOf(occasion, person);
  const { schema, act } = jobKinds[name] as Kind<z.ZodType>;
  await act(occasion, requirePowerUser(before, person), schema.parse(request));
  return (await rightsOf(occasion, person)) !== rights;
}
