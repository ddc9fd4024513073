/** /admin/v1/power-users: listed, read, promoted, given and taken from, demoted. */
import { expect } from 'vitest';
import { type Administrator, allItems, type Listed, openAdministrator } from '../administrator.ts';
import { ingrid, openPage, problemOf, supervisors } from '../portal.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface PowerUser {
  readonly id: string;
  readonly level: string;
  readonly profiles: readonly string[];
  readonly datasets: readonly { readonly name: string; readonly valid_until: string | null }[];
}

interface Overview extends PowerUser {
  readonly recap: {
    readonly in_force: readonly { readonly id: string; readonly profiles: readonly string[] }[];
  };
}

const base = '/admin/v1/power-users';
const viewing = 'Supervisor: view and export';
const company = 'Everybody at Fjordlys';

/** A learner who is a power user for as long as the case lasts. */
async function withPowerUser(
  stage: Stage,
  prove: (administrator: Administrator, path: string) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const response = await administrator.ask('POST', base, { user: 'fjl-1056' });
  expect(response.status).toBe(201);
  const path = response.headers.get('Location') ?? '';
  expect(path).toBe(`${base}/fjl-1056`);
  try {
    await prove(administrator, path);
  } finally {
    await administrator.ask('DELETE', path);
  }
}

const refusal = async (response: Response) => ({
  status: response.status,
  ...(await problemOf(response)),
});

export const administrationPowerUsers: Chapter = {
  'PU-010 PU-014 lists them, by name, level, profile, dataset and what they lack': async (
    stage,
  ) => {
    await withPowerUser(stage, async (administrator) => {
      const ids = async (query: string) =>
        (await allItems<PowerUser>(administrator, `${base}?${query}`)).items.map(({ id }) => id);
      expect((await ids('')).toSorted()).toEqual(
        [...supervisors.map(({ key }) => key), 'fjl-1056'].toSorted(),
      );
      expect(await ids('search=INGRID')).toEqual([ingrid.key]);
      expect(await ids(`profile=${viewing}&search=ingrid`)).toEqual([ingrid.key]);
      expect(await ids(`dataset=${company}`)).toEqual([ingrid.key]);
      expect(await ids('dataset=nothing like it')).toEqual([]);
      expect(await ids('holds=nothing')).toEqual(['fjl-1056']);
      expect(await ids('status=inactive')).toEqual([]);
      expect((await ids('sort=-datasets'))[0]).not.toBe('fjl-1056');
      const { total } = await administrator.read<Listed<PowerUser>>(`${base}?level=user&limit=1`);
      expect(total).toBeGreaterThan(100);
    });
  },

  'PU-082 PU-036 gives the overview of one: profiles, datasets, and what follows': async (
    stage,
  ) => {
    const { read } = await openAdministrator(stage);
    const overview = await read<Overview>(`${base}/${ingrid.key}`);
    expect(overview.profiles).toEqual([viewing]);
    expect(overview.datasets).toMatchObject([
      { name: company, selections: { people: { items: [{ kind: 'branch', key: 'fjl' }] } } },
    ]);
    const session = await (await openPage(stage, ingrid)).read<{ permissions: string[] }>(
      '/v1/session',
    );
    expect(overview.recap.in_force.map(({ id }) => id).toSorted()).toEqual(session.permissions);
    expect(overview.recap.in_force.find(({ id }) => id === 'reports.export')?.profiles).toEqual([
      viewing,
    ]);
  },

  'PU-035 PU-037 PU-085 grants profiles and shows what they come to': async (stage) => {
    await withPowerUser(stage, async ({ change, ask }, path) => {
      const granted = await change<Overview>('POST', `${path}/profiles`, { profiles: [viewing] });
      expect(granted.profiles).toEqual([viewing]);
      expect(granted.recap.in_force.map(({ id }) => id)).toContain('reports.export');
      const unknown = await ask('POST', `${path}/profiles`, { profiles: ['No such'] });
      expect(unknown.status).toBe(404);
    });
  },

  'PU-022 grants ten at most': async (stage) => {
    await withPowerUser(stage, async ({ change, ask }, path) => {
      const names = Array.from({ length: 11 }, (_, n) => `Tenth ${n}`);
      for (const name of names) await change('POST', '/admin/v1/profiles', { name });
      const eleven = await ask('POST', `${path}/profiles`, { profiles: names });
      expect(await refusal(eleven)).toMatchObject({ status: 422 });
      expect(
        (await change<Overview>('POST', `${path}/profiles`, { profiles: names.slice(1) })).profiles,
      ).toHaveLength(10);
      expect((await ask('POST', `${path}/profiles`, { profiles: names })).status).toBe(422);
      for (const name of names) await change('DELETE', `/admin/v1/profiles/${name}`);
    });
  },

  'PU-038 PU-039 PU-086 takes profiles away, and asks what becomes of somebody without any': async (
    stage,
  ) => {
    await withPowerUser(stage, async ({ change, ask, read }, path) => {
      await change('POST', '/admin/v1/profiles', { name: 'Second' });
      await change('POST', `${path}/profiles`, { profiles: [viewing, 'Second'] });
      const away = (names: string, last = '') =>
        ask('DELETE', `${path}/profiles?profiles=${encodeURIComponent(names)}${last}`);
      expect(await (await away('Second')).json()).toMatchObject({ profiles: [viewing] });
      expect((await away('Second')).status).toBe(422);
      expect(await refusal(await away(viewing))).toMatchObject({
        status: 422,
        errors: [{ field: 'last', message: 'say keep or demote' }],
      });
      expect((await read<Overview>(path)).profiles).toEqual([viewing]);
      const kept = await away(viewing, '&last=keep');
      expect(await kept.json()).toMatchObject({ level: 'power_user', profiles: [] });
      await change('POST', `${path}/profiles`, { profiles: [viewing, 'Second'] });
      const demoted = await away(`${viewing}|Second`, '&last=demote');
      expect(await demoted.json()).toMatchObject({ level: 'user', profiles: [], datasets: [] });
      expect((await ask('GET', path)).status).toBe(404);
      await change('DELETE', '/admin/v1/profiles/Second');
    });
  },

  'PU-049 PU-084 assigns a dataset for a time, and takes it away': async (stage) => {
    await withPowerUser(stage, async ({ change, ask }, path) => {
      const held = `${path}/datasets/${encodeURIComponent(company)}`;
      const times = {
        valid_from: '2026-01-01T00:00:00Z',
        valid_until: '2030-01-01T01:00:00+01:00',
      };
      expect(await change<Overview>('PUT', held, times)).toMatchObject({
        datasets: [{ name: company, ...times, valid_until: '2030-01-01T00:00:00Z' }],
      });
      const open = await change<Overview>('PUT', held, {});
      expect(open.datasets[0]?.valid_until).toBeNull();
      const wrong = { valid_from: '2030-01-01T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' };
      expect(await refusal(await ask('PUT', held, wrong))).toMatchObject({
        status: 422,
        errors: [{ field: 'valid_until' }],
      });
      for (const bad of [
        'tomorrow',
        '2026-01-01',
        '2026-01-01T00:00:00',
        '2026-02-31T00:00:00Z',
        7,
      ]) {
        expect((await ask('PUT', held, { valid_from: bad })).status, String(bad)).toBe(400);
      }
      expect((await change<Overview>('DELETE', held)).datasets).toEqual([]);
      expect((await ask('DELETE', held)).status).toBe(422);
    });
  },

  'PU-051 PU-088 takes all courses away, once it is confirmed': async (stage) => {
    await withPowerUser(stage, async ({ change, ask, read }, path) => {
      await change('PUT', `${path}/datasets/${encodeURIComponent(company)}`, {});
      const content = await ask('GET', `${path}/content`);
      expect(await content.json()).toMatchObject({ datasets: [{ name: company }] });
      const match = { 'If-Match': content.headers.get('ETag') ?? '' };
      const warned = await refusal(await ask('DELETE', `${path}/content`, undefined, match));
      expect(warned).toMatchObject({ status: 422, detail: expect.stringContaining(company) });
      const confirmed = `${path}/content?confirmed=true`;
      expect((await ask('DELETE', confirmed, undefined, { 'If-Match': '"other"' })).status).toBe(
        412,
      );
      expect(await change('DELETE', confirmed, undefined, match)).toMatchObject({ datasets: [] });
      expect(await read(path)).toMatchObject({ level: 'power_user', datasets: [] });
    });
  },

  'SKY-002 SKY-020 SKY-021 makes one in steps, each listed, and sees nothing before the last':
    async (stage) => {
      const { change, read, ask } = await openAdministrator(stage);
      const { username } = await read<{ username: string }>('/admin/v1/users/fjl-1056');
      const who = { ...ingrid, key: 'fjl-1056', username };
      const seen = async () => {
        const page = await openPage(stage, who);
        const { learners } = await page.read<{ learners: number }>('/v1/session');
        return learners;
      };
      const listed = async (list: string, query: string) =>
        (await read<Listed<unknown>>(`/admin/v1/${list}?${query}&limit=1`)).total;
      const holders = await listed('power-users', `profile=${viewing}`);
      const path = `${base}/fjl-1056`;
      try {
        await change('POST', base, { user: 'fjl-1056' });
        expect(await seen()).toBe(0);
        await change('POST', `${path}/profiles`, { profiles: [viewing] });
        expect(await listed('power-users', `profile=${viewing}`)).toBe(holders + 1);
        expect(await listed('profiles', `search=${viewing}`)).toBe(1);
        expect(await seen()).toBe(0);
        await change('PUT', `${path}/datasets/${encodeURIComponent(company)}`, {});
        expect(await listed('datasets', 'holder=fjl-1056')).toBe(1);
        expect(await seen()).toBeGreaterThan(1);
      } finally {
        expect((await ask('DELETE', path)).status).toBe(200);
      }
      expect(await listed('power-users', `profile=${viewing}`)).toBe(holders);
      await expect(openPage(stage, who)).rejects.toThrow('No token');
    },

  'PU-008 PU-011 PU-012 PU-089 promotes, and demotes with the loss of everything': async (
    stage,
  ) => {
    await withPowerUser(stage, async ({ change, ask }, path) => {
      await change('POST', `${path}/profiles`, { profiles: [viewing] });
      await change('PUT', `${path}/datasets/${encodeURIComponent(company)}`, {});
      expect(await change<PowerUser>('DELETE', path)).toMatchObject({ profiles: [viewing] });
      expect((await ask('GET', path)).status).toBe(404);
      expect((await ask('DELETE', path)).status).toBe(422);
      const again = await change<Overview>('POST', base, { user: 'fjl-1056' });
      expect([again.profiles, again.datasets]).toEqual([[], []]);
    });
  },

  'T-24 T-25 knows nobody by an id of another kind': async (stage) => {
    const { ask } = await openAdministrator(stage);
    for (const id of ['1', '01', '1.0', '-1', 'nobody', "' OR 1=1 --", '__proto__', '%00']) {
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['DELETE', '', undefined],
        ['POST', '/profiles', { profiles: [viewing] }],
        ['PUT', `/datasets/${encodeURIComponent(company)}`, {}],
      ] as const) {
        const response = await ask(method, `${base}/${encodeURIComponent(id)}${path}`, body);
        expect(response.status, `${method} ${id}${path}`).toBe(404);
        await response.text();
      }
    }
    for (const user of [1, null, [], {}, true]) {
      expect((await ask('POST', base, { user })).status).toBe(400);
    }
  },
};
