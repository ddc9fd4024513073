/** /admin/v1/jobs: one change of many power users, asked for, done and told. */
import { expect } from 'vitest';
import { runJobs } from '../../../server/command/run-job.ts';
import { type Listed, openAdministrator } from '../administrator.ts';
import { problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface Job {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly changed: number;
  readonly failed: number;
  readonly failures: readonly { readonly person: string; readonly detail: string }[];
}

const base = '/admin/v1/jobs';
const viewing = 'Supervisor: view and export';
const people = Array.from({ length: 25 }, (_, n) => `fjl-${1060 + n}`);

/** A server that listens is at it already; another is helped on. */
async function runAll(stage: Stage): Promise<void> {
  const { read } = await openAdministrator(stage);
  for (;;) {
    await runJobs(stage.database, { now: () => stage.clock.now });
    const { items } = await read<Listed<Job>>(`${base}?limit=200`);
    if (items.every(({ state }) => state === 'done')) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const administrationJobs: Chapter = {
  'PU-042 PU-043 PU-091 PU-094 changes many, tells how far it has come, and of each who could not be':
    async (stage) => {
      const { ask, change, read } = await openAdministrator(stage);
      for (const user of people) await change('POST', '/admin/v1/power-users', { user });
      const asked = await ask('POST', base, {
        ...{ kind: 'grant_profiles', profiles: [viewing] },
        people: [...people, 'fjl-1051'],
      });
      expect(asked.status).toBe(201);
      const path = asked.headers.get('Location') ?? '';
      const begun = (await asked.json()) as Job;
      expect(begun).toMatchObject({ state: 'running', total: 26, done: 0, failures: [] });
      expect(await read<Job>(path)).toMatchObject({ id: begun.id, total: 26 });
      await runAll(stage);
      expect(await read<Job>(path)).toMatchObject({
        ...{ state: 'done', total: 26, done: 26, changed: 25, failed: 1 },
        failures: [{ person: 'fjl-1051', detail: expect.stringContaining('not a power user') }],
      });
      const { items } = await read<Listed<Job>>(`${base}?sort=-created_at`);
      expect(items.map(({ id }) => id)).toContain(begun.id);
      const away = await change<Job>('POST', base, { kind: 'demote', people });
      await runAll(stage);
      expect(await read<Job>(`${base}/${away.id}`)).toMatchObject({ changed: 25, failed: 0 });
    },

  'PU-050 PU-051 PU-090 PU-093 assigns datasets for a time, and takes all courses away': async (
    stage,
  ) => {
    const { change, read } = await openAdministrator(stage);
    const some = people.slice(0, 3);
    for (const user of some) await change('POST', '/admin/v1/power-users', { user });
    const times = { valid_until: '2030-01-01T00:00:00Z' };
    const datasets = ['Everybody at Fjordlys'];
    await change('POST', base, { kind: 'assign_datasets', people: some, datasets, ...times });
    await runAll(stage);
    const path = `/admin/v1/power-users/${some[0]}`;
    expect(await read(path)).toMatchObject({ datasets: [{ name: datasets[0], ...times }] });
    await change('POST', base, { kind: 'unassign_content', people: some });
    await runAll(stage);
    expect(await read(path)).toMatchObject({ datasets: [] });
    await change('POST', base, { kind: 'demote', people: some });
    await runAll(stage);
  },

  'names what a kind does not take, and whom there is not': async (stage) => {
    const { ask } = await openAdministrator(stage);
    for (const [body, status, field] of [
      [{ kind: 'promote', people }, 400, 'kind'],
      [{ kind: 'demote', people, last: 'keep' }, 400, 'last'],
      [{ kind: 'revoke_all_profiles', people }, 400, 'last'],
      [{ kind: 'demote', people: [] }, 400, 'people'],
      [{ kind: 'demote', people: [1] }, 400, 'people.0'],
      [{ kind: 'demote', people: ['fjl-1060', 'nobody'] }, 422, 'people.1'],
    ] as const) {
      const response = await ask('POST', base, body);
      const { errors } = (await problemOf(response)) as { errors: { field: string }[] };
      expect([response.status, errors[0]?.field], JSON.stringify(body)).toEqual([status, field]);
    }
    const unknown = { kind: 'grant_profiles', people, profiles: ['No such'] };
    expect((await ask('POST', base, unknown)).status).toBe(404);
    expect((await ask('GET', `${base}/nothing`)).status).toBe(404);
  },
};
