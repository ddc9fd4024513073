/** Changes of many power users at once: what comes of each, what is told of them, and what a crash leaves behind. */
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../server/command/actor.ts';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { type Occasion, readRecord } from '../../server/command/change.ts';
import { createAdminToken } from '../../server/command/create-admin-token.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createJob } from '../../server/command/create-job.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { jobSubject } from '../../server/command/job-record.ts';
import { powerUserSubject } from '../../server/command/power-user-record.ts';
import { revokeAdminToken } from '../../server/command/revoke-admin-token.ts';
import { runJob, runJobs } from '../../server/command/run-job.ts';
import { all, auditOf, now, openAcademy, refused, stateOf } from './command-world.ts';

let occasion: Occasion;
const people = ['u-maria', 'u-ines', 'u-pia', 'u-quin'];
beforeEach(async () => {
  occasion = await openAcademy();
  await occasion.database.write([
    sql`INSERT INTO users (id, key, username, level) VALUES
      (11, 'u-pia', 'pia', 'power_user'), (12, 'u-quin', 'quin', 'power_user')`,
  ]);
  for (const name of ['A', 'B']) await createProfile(occasion, { name });
  const all = { people: { mode: 'all' }, courses: { mode: 'all' } };
  await createDataset(occasion, { name: 'Shared', selections: all });
  await createDataset(occasion, { name: 'People', selections: { people: { mode: 'all' } } });
});

const run = { now: () => now };

/** Asks and runs to the end. */
async function job(kind: string, request: object = {}, whom: readonly string[] = people) {
  const { id } = await createJob(occasion, { kind, people: whom, request });
  await runJob(occasion.database, id, run);
  const done = await readRecord(occasion.database, jobSubject(id));
  if (done === null) throw new Error('The job is gone');
  return done;
}

const holderOf = async (key: string) => readRecord(occasion.database, powerUserSubject(key));
const held = async (what: 'profiles' | 'datasets') =>
  Promise.all(
    people.map(async (key) =>
      (await holderOf(key))?.[what].map((one) => (typeof one === 'string' ? one : one.name)),
    ),
  );

describe('many at once', () => {
  it('PU-040 PU-042 PU-043 PU-091 are granted many profiles, each with an audit row of their own', async () => {
    const done = await job('grant_profiles', { profiles: ['A', 'B'] });
    expect(done).toMatchObject({ total: 4, changed: 4, unchanged: 0, failed: 0, finishedAt: now });
    expect(await held('profiles')).toEqual(people.map(() => ['A', 'B']));
    const rows = (await auditOf(occasion)).filter(({ action }) => action === 'profile.grant');
    expect(rows.map(({ subject }) => subject)).toEqual(people.map((key) => `power_user:${key}`));
    expect(await job('grant_profiles', { profiles: ['A'] })).toMatchObject({
      changed: 0,
      unchanged: 4,
    });
  });

  it('PU-022 and one who can hold no more is told, while the others go on', async () => {
    const names = Array.from({ length: 9 }, (_, n) => `P${n}`);
    for (const name of names) await createProfile(occasion, { name });
    await grantProfile(occasion, { powerUser: 'u-ines', profiles: names });
    const done = await job('grant_profiles', { profiles: ['A', 'B'] });
    expect(done).toMatchObject({ changed: 3, failed: 1 });
    expect(done.failures).toEqual([
      { person: 'u-ines', detail: expect.stringContaining('at most 10 profiles') },
    ]);
    expect((await holderOf('u-ines'))?.profiles).toEqual(names);
  });

  it('PU-041 PU-044 PU-092 lose one profile or all, and stay power users or not, as was said', async () => {
    await job('grant_profiles', { profiles: ['A', 'B'] }, ['u-maria', 'u-ines']);
    await job('grant_profiles', { profiles: ['A'] }, ['u-pia']);
    const one = await job('revoke_profiles', { profiles: ['A'], last: 'keep' });
    expect(one).toMatchObject({ changed: 3, unchanged: 1 });
    expect(await held('profiles')).toEqual([['B'], ['B'], [], []]);
    const kept = await job('revoke_all_profiles', { last: 'keep' }, ['u-maria']);
    expect(kept.changed).toBe(1);
    expect((await holderOf('u-maria'))?.level).toBe('power_user');
    expect(await job('revoke_all_profiles', { last: 'demote' })).toMatchObject({
      changed: 4,
      failed: 0,
    });
    for (const key of people) expect((await holderOf(key))?.level).toBe('user');
  });

  it('PU-048 PU-050 PU-090 are assigned datasets for a time, and lose them', async () => {
    const times = { validFrom: now, validUntil: now + 60 };
    await job('assign_datasets', { datasets: ['Shared', 'People'], ...times });
    expect(await held('datasets')).toEqual(people.map(() => ['People', 'Shared']));
    expect((await holderOf('u-pia'))?.datasets[0]).toEqual({ name: 'People', ...times });
    expect(await job('unassign_datasets', { datasets: ['Shared'] })).toMatchObject({ changed: 4 });
    expect(await held('datasets')).toEqual(people.map(() => ['People']));
    expect(await job('unassign_datasets', { datasets: ['Shared'] })).toMatchObject({
      unchanged: 4,
    });
  });

  it('PU-094 become users again, and whoever is one already stays so', async () => {
    const done = await job('demote', {}, [...people, 'u-omar', 'u-root']);
    expect(done).toMatchObject({ changed: 4, unchanged: 1, failed: 1 });
    expect(done.failures[0]?.person).toBe('u-root');
  });
});

describe('all content', () => {
  const own = {
    people: { mode: 'subset', items: [{ kind: 'branch', key: 'B1', descendants: true }] },
    courses: {
      mode: 'subset',
      items: [
        { kind: 'course', key: 'c1' },
        { kind: 'category', key: 'K1' },
      ],
    },
    plans: { mode: 'all' },
  };

  it('PU-051 PU-088 PU-093 goes: courses, plans and categories, while people stay', async () => {
    await createDataset(occasion, { name: 'Own', owner: 'u-maria', selections: own });
    for (const dataset of ['Shared', 'People']) {
      await assignDataset(occasion, { powerUser: 'u-maria', dataset });
    }
    await assignDataset(occasion, { powerUser: 'u-pia', dataset: 'Shared' });
    const before = (await auditOf(occasion)).length;
    expect(await job('unassign_content', {}, ['u-maria', 'u-quin'])).toMatchObject({
      changed: 1,
      unchanged: 1,
    });
    expect((await holderOf('u-maria'))?.datasets.map(({ name }) => name)).toEqual([
      'Own',
      'People',
    ]);
    expect((await holderOf('u-pia'))?.datasets.map(({ name }) => name)).toEqual(['Shared']);
    const items = await all(
      occasion.database,
      `SELECT kind FROM dataset_items i
      JOIN datasets d ON d.id = i.dataset_id WHERE d.name = 'Own'`,
    );
    expect(items).toEqual([['branch']]);
    const told = (await auditOf(occasion)).slice(before);
    expect(told.map(({ action, subject }) => [action, subject])).toEqual([
      ['job.create', expect.stringMatching(/^job:/)],
      ['content.unassign', 'power_user:u-maria'],
    ]);
  });

  it('PU-048 is taken from power users alone, by superadmins alone', async () => {
    const actor = { kind: 'power_user', name: 'maria' } as never;
    await refused(
      createJob({ ...occasion, actor }, { kind: 'unassign_content', people }),
      'forbidden',
    );
    await refused(createJob({ ...occasion, actor }, { kind: 'demote', people }), 'forbidden');
  });
});

describe('what is asked', () => {
  it('T-52 names what the kind does not take, and people and profiles that there are not', async () => {
    const before = await stateOf(occasion);
    const ask = (kind: string, request: unknown, whom: unknown = people) =>
      createJob(occasion, { kind, people: whom, request });
    await refused(ask('promote_everybody', {}), 'unprocessable');
    await refused(ask('revoke_all_profiles', {}), 'unprocessable');
    await refused(ask('revoke_all_profiles', { last: 'ask' }), 'unprocessable');
    await refused(ask('demote', { last: 'keep' }), 'unprocessable');
    await refused(ask('grant_profiles', { profiles: [] }), 'unprocessable');
    await refused(ask('grant_profiles', { profiles: ['C'] }), 'not-found');
    await refused(ask('assign_datasets', { datasets: ['C'] }), 'not-found');
    await refused(ask('demote', {}, []), 'unprocessable');
    const wrong = await refused(ask('demote', {}, ['u-pia', 'x', 'y']), 'unprocessable');
    expect(wrong.places.map(({ field }) => field)).toEqual(['people.1', 'people.2']);
    expect(await stateOf(occasion)).toEqual(before);
    expect(await all(occasion.database, 'SELECT * FROM admin_jobs')).toEqual([]);
  });

  it('takes each person once', async () => {
    expect(await job('demote', {}, ['u-pia', 'u-pia'])).toMatchObject({ total: 1, changed: 1 });
  });
});

describe('a job that is left behind', () => {
  it('goes on where it stood, and does to nobody what was done', async () => {
    const { id } = await createJob(occasion, {
      kind: 'grant_profiles',
      people,
      request: { profiles: ['A'] },
    });
    // The database fails at the third person, as in a crash.
    await occasion.database.write([
      sql`CREATE TRIGGER crash BEFORE INSERT ON grants WHEN NEW.power_user_id = 11
        BEGIN SELECT RAISE(ABORT, 'out of disk'); END`,
    ]);
    await expect(runJob(occasion.database, id, run)).rejects.toThrow('out of disk');
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      changed: 2,
      finishedAt: null,
    });
    await occasion.database.write([sql`DROP TRIGGER crash`]);
    // Whoever was at it may still be: nobody takes it up before their time is over.
    await runJobs(occasion.database, { now: () => now + 59 });
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({ changed: 2 });
    await runJobs(occasion.database, { now: () => now + 60 });
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      ...{ changed: 4, failed: 0, finishedAt: now + 60 },
    });
    const grants = (await auditOf(occasion)).filter(({ action }) => action === 'profile.grant');
    expect(grants).toHaveLength(4);
  });

  it('is done by one of two who come at once', async () => {
    const { id } = await createJob(occasion, {
      kind: 'grant_profiles',
      people,
      request: { profiles: ['A'] },
    });
    await Promise.all([runJob(occasion.database, id, run), runJob(occasion.database, id, run)]);
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      changed: 4,
      unchanged: 0,
    });
  });

  it('stops between two people when it is told to, and can be taken up at once', async () => {
    const { id } = await createJob(occasion, { kind: 'demote', people });
    await runJob(occasion.database, id, { ...run, signal: AbortSignal.abort() });
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      changed: 0,
      finishedAt: null,
    });
    await runJobs(occasion.database, run);
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      changed: 4,
      finishedAt: now,
    });
  });

  it('T-12 T-20 ends with the token of whoever asked', async () => {
    const { token } = await createAdminToken(occasion, { name: 'bulk' });
    const actor: Actor = { kind: 'superadmin', name: 'bulk', tokenId: token.id };
    const asked = { kind: 'demote', people };
    const { id } = await createJob({ ...occasion, actor }, asked);
    await revokeAdminToken(occasion, { token: token.id });
    await runJobs(occasion.database, run);
    expect(await readRecord(occasion.database, jobSubject(id))).toMatchObject({
      ...{ changed: 0, failed: 4, finishedAt: now, actor: 'superadmin: bulk' },
    });
    expect((await holderOf('u-pia'))?.level).toBe('power_user');
    const good = await createAdminToken(occasion, { name: 'bulk' });
    const other = await createJob(
      { ...occasion, actor: { ...actor, tokenId: good.token.id } },
      asked,
    );
    await runJobs(occasion.database, run);
    expect(await readRecord(occasion.database, jobSubject(other.id))).toMatchObject({ changed: 4 });
    expect((await auditOf(occasion)).at(-1)?.actor).toBe('superadmin: bulk');
  });
});
