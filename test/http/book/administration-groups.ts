/** /admin/v1/groups: made, filled, emptied and removed, with effect on the next request. */
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { type Administrator, allItems, type Listed, openAdministrator } from '../administrator.ts';
import { problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import { learnersOfFjordlys, withSupervisor } from '../supervisor.ts';
import type { Chapter } from './book.ts';

interface Group {
  readonly id: string;
  readonly name: string;
  readonly automatic: boolean;
  readonly members: number;
}

const base = '/admin/v1/groups';

/** A manual group for as long as the case lasts. */
async function withGroup(
  stage: Stage,
  prove: (administrator: Administrator, path: string, group: Group) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const response = await administrator.ask('POST', base, { id: 'Grp 1/ä', name: ' Crew ' });
  expect(response.status).toBe(201);
  const path = response.headers.get('Location') ?? '';
  expect(path).toBe(`${base}/Grp%201%2F%C3%A4`);
  try {
    await prove(administrator, path, (await response.json()) as Group);
  } finally {
    await administrator.ask('DELETE', path);
  }
}

const picking = (...keys: string[]) => ({
  people: { mode: 'subset', items: keys.map((key) => ({ kind: 'group', key })) },
  courses: { mode: 'all' },
});

/** The id of a group that is filled by the LMS, for as long as the case lasts. */
async function withAutomatic(stage: Stage, prove: (id: string) => Promise<void>): Promise<void> {
  const [[[key] = []] = []] = await stage.database.read(
    sql`SELECT g.key FROM groups g JOIN group_members m ON m.group_id = g.id WHERE g.automatic = 0`,
  );
  const set = (automatic: number) =>
    stage.database.write([sql`UPDATE groups SET automatic = ${automatic} WHERE key = ${key}`]);
  await set(1);
  await prove(String(key)).finally(() => set(0));
}

export const administrationGroups: Chapter = {
  'are listed with the number of their members, by kind and by member': async (stage) => {
    await withGroup(stage, async (administrator, path, made) => {
      expect(made).toEqual({ id: 'Grp 1/ä', name: 'Crew', automatic: false, members: 0 });
      await administrator.change('POST', `${path}/members`, { add: ['fjl-1051', 'qml-1071'] });
      const all = await allItems<Group>(administrator, `${base}?sort=-members`);
      expect(all.total).toBe(stage.world.groups.length + 1);
      for (const { key, members } of stage.world.groups) {
        const group = all.items.find(({ id }) => id === key);
        expect(group, key).toMatchObject({ members: members.length });
      }
      const of = await allItems<Group>(administrator, `${base}?member=qml-1071`);
      expect(of.items.map(({ id }) => id)).toContain('Grp 1/ä');
      const found = await administrator.read<Listed<Group>>(`${base}?search=CREW`);
      expect(found.items).toEqual([{ ...made, members: 2 }]);
      await withAutomatic(stage, async (id) => {
        const automatic = await allItems<Group>(administrator, `${base}?automatic=true`);
        expect(automatic.items.map((group) => group.id)).toContain(id);
      });
    });
  },

  'T-30 list their members page by page, with cursors for one group alone': async (stage) => {
    await withGroup(stage, async (administrator, path) => {
      const add = await learnersOfFjordlys(stage);
      await administrator.change('POST', `${path}/members`, { add });
      const members = await allItems<{ id: string }>(administrator, `${path}/members`, 7);
      expect(members.total).toBe(add.length);
      expect(members.items.map(({ id }) => id).toSorted()).toEqual(add);
      const [other] = stage.world.groups;
      const { next } = await administrator.read<Listed<unknown>>(`${path}/members?limit=1`);
      const there = `${base}/${encodeURIComponent(other?.key ?? '')}/members?limit=1&cursor=${next}`;
      expect((await administrator.ask('GET', there)).status).toBe(400);
      expect(
        (await administrator.ask('GET', `${path}/members?limit=1&cursor=${next}`)).status,
      ).toBe(200);
    });
  },

  'PU-055 PU-057 bring and take people at once, in whatever dataset names them': async (stage) => {
    const [first = '', second = '', third = ''] = await learnersOfFjordlys(stage);
    await withGroup(stage, async ({ change }, path) => {
      await withSupervisor(stage, picking('Grp 1/ä'), async ({ learners }) => {
        expect(await learners()).toEqual([]);
        const both = await change('POST', `${path}/members`, { add: [second, first, second] });
        expect(both).toMatchObject({ group: { members: 2 }, added: [first, second], removed: [] });
        expect(await learners()).toEqual([first, second]);
        const swap = { add: [third, second], remove: [first] };
        expect(await change('POST', `${path}/members`, swap)).toMatchObject({
          ...{ group: { members: 2 }, added: [third], removed: [first] },
        });
        expect(await learners()).toEqual([second, third].toSorted());
        expect(await change('POST', `${path}/members`, swap)).toMatchObject({
          ...{ added: [], removed: [] },
        });
      });
    });
  },

  'FOR-019 leave an empty dataset, and nobody, when they are removed': async (stage) => {
    const [first = ''] = await learnersOfFjordlys(stage);
    await withGroup(stage, async ({ change, ask }, path) => {
      await change('POST', `${path}/members`, { add: [first] });
      await withSupervisor(stage, picking('Grp 1/ä'), async ({ id, page, learners }) => {
        expect(await learners()).toEqual([first]);
        await change('DELETE', path);
        // Rights that name it have moved, and with them the epoch.
        expect((await page.ask('/v1/session')).status).toBe(401);
        const dataset = await ask('GET', `/admin/v1/datasets/Of%20${id}`);
        expect(await dataset.json()).toMatchObject({ selections: { people: { items: [] } } });
        expect((await ask('GET', path)).status).toBe(404);
        // The same id again is another group.
        await change('POST', base, { id: 'Grp 1/ä', name: 'Crew' });
        expect(await (await ask('GET', path)).json()).toMatchObject({ members: 0 });
      });
    });
  },

  'T-47 are changed in the edition that was read': async (stage) => {
    await withGroup(stage, async ({ ask }, path) => {
      const match = { 'If-Match': (await ask('GET', path)).headers.get('ETag') ?? '' };
      expect((await ask('PATCH', path, { name: 'Crew 2' }, match)).status).toBe(200);
      expect((await ask('PATCH', path, { name: 'Crew 3' }, match)).status).toBe(412);
      expect((await ask('DELETE', path, undefined, match)).status).toBe(412);
      expect(await (await ask('GET', path)).json()).toMatchObject({ name: 'Crew 2' });
    });
  },

  'T-52 refuse by its field what makes no sense, and change nothing': async (stage) => {
    await withGroup(stage, async ({ ask, read }, path, group) => {
      const tried: [string, string, unknown, number, string][] = [
        ['POST', base, { id: 'Grp 1/ä', name: 'Again' }, 422, 'id'],
        ['POST', base, { id: ' x', name: 'Space' }, 422, 'id'],
        ['POST', base, { id: '..', name: 'Step' }, 422, 'id'],
        ['POST', base, { id: 'x', name: '' }, 422, 'name'],
        ['POST', base, { id: 'x', name: 'X', automatic: true }, 400, 'automatic'],
        ['PATCH', path, { name: 'x'.repeat(256) }, 422, 'name'],
        ['POST', `${path}/members`, { add: ['fjl-1051', 'nobody'] }, 422, 'add.1'],
        ['POST', `${path}/members`, { remove: ['nobody'] }, 422, 'remove.0'],
        ['POST', `${path}/members`, { add: ['fjl-1051'], remove: ['fjl-1051'] }, 422, 'add'],
        ['POST', `${path}/members`, { add: 'fjl-1051' }, 400, 'add'],
      ];
      for (const [method, address, body, status, field] of tried) {
        const response = await ask(method, address, body);
        expect([response.status, await problemOf(response)]).toMatchObject([
          status,
          { errors: [{ field }] },
        ]);
      }
      expect(await read(path)).toEqual(group);
      for (const [method, end] of [
        ['GET', ''],
        ['PATCH', ''],
        ['DELETE', ''],
        ['GET', '/members'],
        ['POST', '/members'],
      ] as const) {
        const body = method === 'PATCH' || method === 'POST' ? {} : undefined;
        expect((await ask(method, `${base}/none${end}`, body)).status, method + end).toBe(404);
      }
    });
  },

  'stay as the LMS filled them where they are automatic': async (stage) => {
    const { ask, read } = await openAdministrator(stage);
    await withAutomatic(stage, async (id) => {
      const path = `${base}/${encodeURIComponent(id)}`;
      const before = await read(path);
      for (const [method, end, body] of [
        ['PATCH', '', { name: 'Mine' }],
        ['DELETE', '', undefined],
        ['POST', '/members', { add: ['fjl-1051'] }],
      ] as const) {
        const response = await ask(method, path + end, body);
        expect(response.status).toBe(422);
        expect(await problemOf(response)).toMatchObject({
          detail: expect.stringContaining('automatic'),
        });
      }
      expect(await read(path)).toEqual(before);
    });
  },
};
