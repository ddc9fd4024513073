/** /admin/v1/branches and /admin/v1/categories: grown, moved and pruned, with effect on the next request. */
import { expect } from 'vitest';
import { type Administrator, allItems, openAdministrator } from '../administrator.ts';
import { problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import { learnersOfFjordlys, withSupervisor } from '../supervisor.ts';
import type { Chapter } from './book.ts';

interface Node {
  readonly id: string;
  readonly parent: string | null;
  readonly depth: number;
  readonly children: number;
  readonly holds: number;
}

const branches = '/admin/v1/branches';
const categories = '/admin/v1/categories';

/** New nodes, each below the one before, for as long as the case lasts. */
async function withNodes(
  stage: Stage,
  base: string,
  ids: readonly string[],
  prove: (administrator: Administrator) => Promise<void>,
  top: string | null = null,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  let parent = top;
  for (const id of ids) {
    await administrator.change('POST', base, { id, name: `Node ${id}`, parent });
    parent = id;
  }
  try {
    await prove(administrator);
  } finally {
    for (const id of ids.toReversed()) await administrator.ask('DELETE', `${base}/${id}`);
  }
}

const within = (kind: string, key: string) => ({
  mode: 'subset',
  items: [{ kind, key, descendants: true }],
});

export const administrationTrees: Chapter = {
  'are listed with each before those below it, and what it holds': async (stage) => {
    const administrator = await openAdministrator(stage);
    for (const [base, nodes] of [
      [branches, stage.world.branches],
      [categories, stage.world.categories],
    ] as const) {
      const { items, total } = await allItems<Node>(administrator, `${base}?sort=depth`, 7);
      expect(total).toBe(nodes.length);
      const seen = new Set<string | null>([null]);
      for (const { id, parent, children } of items) {
        expect(seen).toContain(parent);
        seen.add(id);
        expect(parent).toBe(nodes.find(({ key }) => key === id)?.parent);
        expect(children).toBe(nodes.filter((node) => node.parent === id).length);
      }
    }
    const below = await allItems<Node>(administrator, `${branches}?parent=fjl`);
    const all = await allItems<Node>(administrator, `${branches}?under=fjl`);
    const self = all.items.find(({ id }) => id === 'fjl');
    expect(self?.children).toBe(below.total);
    expect(all.items.map(({ id }) => id)).toEqual(
      expect.arrayContaining(below.items.map(({ id }) => id)),
    );
    const people = all.items.reduce((sum, { holds }) => sum + holds, 0);
    expect(people).toBe(stage.world.users.filter(({ key }) => key.startsWith('fjl-')).length);
  },

  'PU-057 move with all below, in whatever dataset names what is above': async (stage) => {
    const [, learner = ''] = await learnersOfFjordlys(stage);
    const person = `/admin/v1/users/${learner}`;
    await withNodes(stage, branches, ['zz1', 'zz2', 'zz3'], async ({ read, change }) => {
      const { branch } = await read<{ branch: string }>(person);
      await change('PATCH', person, { branch: 'zz3' });
      await change('PATCH', `${branches}/zz1`, { parent: 'fjl' });
      const selections = { people: within('branch', 'zz1'), courses: { mode: 'all' } };
      await withSupervisor(stage, selections, async ({ learners }) => {
        expect(await learners()).toEqual([learner]);
        await change('PATCH', `${branches}/zz2`, { parent: 'fjl' });
        expect(await learners()).toEqual([]);
        const moved = await change<Node>('PATCH', `${branches}/zz2`, { parent: 'zz1' });
        expect(moved).toMatchObject({ parent: 'zz1', depth: 2 + (await depthOf(read, 'fjl')) });
        expect(await learners()).toEqual([learner]);
        // Above the site's ceiling they are out of sight, whatever the dataset says.
        await change('PATCH', `${branches}/zz1`, { parent: null });
        expect(await learners()).toEqual([]);
        await change('PATCH', person, { branch });
      });
    });
  },

  'never form a ring': async (stage) => {
    for (const base of [branches, categories]) {
      await withNodes(stage, base, ['zz1', 'zz2', 'zz3'], async ({ ask, read }) => {
        const before = await allItems({ ask, read } as Administrator, `${base}?under=zz1`);
        for (const parent of ['zz1', 'zz2', 'zz3']) {
          const response = await ask('PATCH', `${base}/zz1`, { name: 'Ring', parent });
          expect([response.status, await problemOf(response)]).toMatchObject([
            422,
            { errors: [{ field: 'parent' }] },
          ]);
        }
        expect(await allItems({ ask, read } as Administrator, `${base}?under=zz1`)).toEqual(before);
        // Two moves at once that would close a ring together: one of them is refused.
        await ask('PATCH', `${base}/zz2`, { parent: null });
        const answers = await Promise.all([
          ask('PATCH', `${base}/zz1`, { parent: 'zz3' }),
          ask('PATCH', `${base}/zz2`, { parent: 'zz1' }),
        ]);
        expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
        await ask('PATCH', `${base}/zz1`, { parent: null });
        await ask('PATCH', `${base}/zz2`, { parent: 'zz1' });
      });
    }
  },

  'are removed empty, or with a place for what they hold': async (stage) => {
    const [, learner = ''] = await learnersOfFjordlys(stage);
    const person = `/admin/v1/users/${learner}`;
    await withNodes(stage, branches, ['zz1', 'zz2', 'zz3'], async ({ read, change, ask }) => {
      const { branch } = await read<{ branch: string }>(person);
      await change('PATCH', person, { branch: 'zz2' });
      const full = await ask('DELETE', `${branches}/zz2`);
      expect([full.status, await problemOf(full)]).toMatchObject([
        422,
        {
          detail: 'The branch is not empty: people in it: 1; branches right below it: 1',
        },
      ]);
      for (const place of ['zz2', 'zz3', 'nowhere', '']) {
        const response = await ask('DELETE', `${branches}/zz2?move_to=${place}`);
        expect([response.status, await problemOf(response)]).toMatchObject([
          422,
          { errors: [{ field: 'move_to' }] },
        ]);
      }
      const selections = { people: within('branch', 'zz1'), courses: { mode: 'all' } };
      await change('PATCH', `${branches}/zz1`, { parent: 'fjl' });
      await withSupervisor(stage, selections, async ({ learners }) => {
        expect(await learners()).toEqual([learner]);
        await change('DELETE', `${branches}/zz2?move_to=zz1`);
        expect(await learners()).toEqual([learner]);
        expect(await read(`${branches}/zz3`)).toMatchObject({ parent: 'zz1' });
        expect(await read(person)).toMatchObject({ branch: 'zz1' });
        await change('PATCH', person, { branch });
      });
      expect((await ask('DELETE', `${branches}/zz2`)).status).toBe(404);
    });
  },

  'FOR-019 leave nobody in a dataset that named them alone': async (stage) => {
    await withNodes(stage, branches, ['zz1'], async ({ change }) => {
      const selections = { people: within('branch', 'zz1'), courses: { mode: 'all' } };
      await withSupervisor(stage, selections, async ({ id, page }) => {
        await change('DELETE', `${branches}/zz1`);
        expect((await page.ask('/v1/session')).status).toBe(401);
        const { read } = await openAdministrator(stage);
        expect(await read(`/admin/v1/datasets/Of%20${id}`)).toMatchObject({
          selections: { people: { mode: 'subset', items: [] } },
        });
      });
    });
  },

  'T-47 T-52 refuse what makes no sense by its field, and a stale edition': async (stage) => {
    await withNodes(stage, categories, ['zz1'], async ({ ask, read }) => {
      for (const [method, address, body, status, field] of [
        ['POST', categories, { id: 'zz1', name: 'Again' }, 422, 'id'],
        ['POST', categories, { id: 'zz2', name: '\u202e\u0007' }, 422, 'name'],
        ['POST', categories, { id: 'zz2', name: 'X', parent: 'none' }, 422, 'parent'],
        ['PATCH', `${categories}/zz1`, { parent: 'none' }, 422, 'parent'],
        ['PATCH', `${categories}/zz1`, { parent: 7 }, 400, 'parent'],
        ['PATCH', `${categories}/zz1`, { id: 'zz2' }, 400, 'id'],
      ] as const) {
        const response = await ask(method, address, body);
        expect([response.status, await problemOf(response)]).toMatchObject([
          status,
          { errors: [{ field }] },
        ]);
      }
      for (const method of ['GET', 'PATCH', 'DELETE']) {
        const body = method === 'PATCH' ? { name: 'X' } : undefined;
        expect((await ask(method, `${categories}/none`, body)).status).toBe(404);
      }
      const { headers } = await ask('GET', `${categories}/zz1`);
      const match = { 'If-Match': headers.get('ETag') ?? '' };
      expect((await ask('PATCH', `${categories}/zz1`, { name: 'New' }, match)).status).toBe(200);
      expect((await ask('PATCH', `${categories}/zz1`, { name: 'Newer' }, match)).status).toBe(412);
      expect((await ask('DELETE', `${categories}/zz1`, undefined, match)).status).toBe(412);
      expect(await read(`${categories}/zz1`)).toMatchObject({ name: 'New' });
    });
  },
};

const depthOf = async (read: Administrator['read'], id: string): Promise<number> =>
  (await read<Node>(`${branches}/${id}`)).depth;
