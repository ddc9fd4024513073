/** /admin/v1/datasets and sites: made, previewed, changed and removed from a superadmin's own program. */
import { expect } from 'vitest';
import { type Administrator, type Listed, openAdministrator } from '../administrator.ts';
import { ingrid, openPage, problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface Dataset {
  readonly name: string;
  readonly owner: string | null;
  readonly selections: Readonly<
    Record<
      string,
      { readonly mode: string; readonly items: readonly unknown[]; readonly rules: unknown }
    >
  >;
}

interface Counted {
  readonly count: number;
  readonly gained: number;
  readonly lost: number;
  readonly first: readonly { readonly id: string }[];
}

interface Preview {
  readonly people: Counted;
  readonly courses: Counted;
  readonly plans: Counted;
  readonly dead_rules: readonly string[];
}

const base = '/admin/v1/datasets';
const previews = '/admin/v1/dataset-previews';

async function withDataset(
  stage: Stage,
  body: { readonly name: string; readonly selections?: unknown },
  prove: (administrator: Administrator, path: string, made: Dataset) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const response = await administrator.ask('POST', base, body);
  expect(response.status).toBe(201);
  const path = response.headers.get('Location') ?? '';
  try {
    await prove(administrator, path, (await response.json()) as Dataset);
  } finally {
    await administrator.ask('DELETE', path);
  }
}

const branch = (...keys: string[]) => ({
  mode: 'subset',
  items: keys.map((key) => ({ kind: 'branch', key, descendants: true })),
});

const refusal = async (response: Response) => ({
  status: response.status,
  ...(await problemOf(response)),
});

export const administrationDatasets: Chapter = {
  'PU-047 PU-049 SKY-006 makes one of items and rules, and shows both': async (stage) => {
    const rules = {
      match: 'any',
      rules: [
        { field: 'email', operator: 'ends_with', value: '@fjordlys.example' },
        { match: 'all', rules: [{ field: 'username', operator: 'contains', value: 'x' }] },
        { field: 'username', operator: 'is_one_of', value: ['a, b', 'c'] },
        { field: 'username', operator: 'equals', value: '["a"]' },
      ],
    };
    const selections = { people: { ...branch('fjl'), rules }, courses: { mode: 'all' } };
    await withDataset(
      stage,
      { name: 'Both / 50%', selections },
      async (administrator, path, made) => {
        const { read, change } = administrator;
        expect(path).toBe(`${base}/Both%20%2F%2050%25`);
        expect(made.selections.people).toMatchObject({ ...branch('fjl'), rules });
        expect(made.selections.courses).toEqual({ mode: 'all', items: [], rules: null });
        expect(made.selections.plans?.mode).toBe('none');
        expect(await read(path)).toEqual(made);
        // What was read can be written back, in the same form.
        expect(
          await change('PATCH', path, { selections: { people: made.selections.people } }),
        ).toEqual(made);
      },
    );
  },

  'PU-046 makes a private one, which its owner holds at once': async (stage) => {
    const { change, ask } = await openAdministrator(stage);
    const made = await change<Dataset>('POST', base, { name: 'Own', owner: ingrid.key });
    expect(made).toMatchObject({ owner: ingrid.key, held_by: 1 });
    const list = async (query: string) =>
      (await change<Listed<Dataset>>('GET', `${base}?${query}`)).items.map(({ name }) => name);
    expect(await list(`owner=${ingrid.key}`)).toEqual(['Own']);
    expect(await list('kind=private')).toEqual(['Own']);
    expect(await list('kind=shared')).not.toContain('Own');
    expect(await list(`holder=${ingrid.key}`)).toEqual(['Everybody at Fjordlys', 'Own']);
    await change('DELETE', `${base}/Own`);
    expect((await ask('GET', `${base}/Own`)).status).toBe(404);
  },

  'tells before saving who and what it would select, and what would change': async (stage) => {
    const all = { people: branch('fjl'), courses: { mode: 'all' } };
    await withDataset(
      stage,
      { name: 'Previewed', selections: all },
      async ({ change, read }, path) => {
        const kept = await read(path);
        const ask = (selections: unknown, rest: object = {}) =>
          change<Preview>('POST', previews, { dataset: 'Previewed', selections, ...rest });
        const same = await ask({});
        expect(same.people.count).toBeGreaterThan(100);
        expect(same.people.first).toHaveLength(20);
        expect([same.people.gained, same.people.lost]).toEqual([0, 0]);
        const part = await ask({ people: branch('fjl-1') });
        expect(part.people).toMatchObject({
          gained: 0,
          lost: same.people.count - part.people.count,
        });
        expect(part.courses).toMatchObject({ count: same.courses.count, gained: 0, lost: 0 });
        const other = await ask({ people: branch('fjl-1', 'mau') });
        const added = other.people.count - part.people.count;
        expect(other.people).toMatchObject({ gained: added, lost: part.people.lost });
        expect((await ask({ people: { mode: 'none' } })).people).toMatchObject({
          ...{ count: 0, gained: 0, lost: same.people.count, first: [] },
        });
        expect(await read(path)).toEqual(kept);
        // What it told is what saving comes to.
        await change('PATCH', path, { selections: { people: branch('fjl-1', 'mau') } });
        expect((await ask({})).people.count).toBe(other.people.count);
      },
    );
  },

  'tells of a dataset that is not made yet, and of rules that match nobody': async (stage) => {
    const { change, ask, read } = await openAdministrator(stage);
    const before = await read(base);
    const fresh = await change<Preview>('POST', previews, {
      selections: { people: branch('qml'), courses: { mode: 'all' } },
    });
    expect(fresh.people).toMatchObject({ gained: fresh.people.count, lost: 0 });
    const bound = {
      mode: 'subset',
      rules: {
        match: 'all',
        rules: [{ field: 'email', operator: 'equals', value: '{power_user.email}' }],
      },
    };
    const selections = { people: bound };
    const told = await change<Preview>('POST', previews, { selections });
    expect(told.people.count).toBe(0);
    expect(told.dead_rules).toHaveLength(1);
    const whose = { selections, power_user: ingrid.key };
    expect(
      (await change<Preview>('POST', previews, whose)).people.first.map(({ id }) => id),
    ).toEqual([ingrid.key]);
    expect((await ask('POST', previews, { ...whose, power_user: 'nobody' })).status).toBe(404);
    expect(await read(base)).toEqual(before);
  },

  'FOR-019 names items and fields that do not exist, and writes nothing': async (stage) => {
    const { ask, read } = await openAdministrator(stage);
    const before = await read(base);
    for (const [selections, status, field] of [
      [{ people: branch('no-such') }, 422, 'selections.people'],
      [
        { people: { mode: 'subset', items: [{ kind: 'planet', key: 'x' }] } },
        422,
        'selections.people.items.0.kind',
      ],
      [{ people: { mode: 'everything' } }, 400, 'selections.people.mode'],
      [{ planets: { mode: 'all' } }, 400, 'selections.planets'],
      [{ people: { mode: 'all', role: 'x' } }, 400, 'selections.people.role'],
      [
        { people: { mode: 'subset', items: [{ kind: 'user', key: 1 }] } },
        400,
        'selections.people.items.0.key',
      ],
    ] as const) {
      for (const [path, body] of [
        [base, { name: 'X', selections }],
        [previews, { selections }],
      ] as const) {
        const told = (await refusal(await ask('POST', path, body))) as unknown as {
          status: number;
          errors: { field: string }[];
        };
        expect([told.status, told.errors[0]?.field], `${path} ${field}`).toEqual([status, field]);
      }
    }
    expect(await read(base)).toEqual(before);
  },

  'PU-095 changes what its holders see with their next request': async (stage) => {
    const { change, ask } = await openAdministrator(stage);
    const held = `${base}/${encodeURIComponent('Everybody at Fjordlys')}`;
    const learners = async () =>
      (await (await openPage(stage, ingrid)).read<{ learners: number }>('/v1/session')).learners;
    const before = await learners();
    await change('PATCH', held, { selections: { people: branch('fjl-1') } });
    expect(await learners()).toBeLessThan(before);
    await change('PATCH', held, {
      selections: {
        people: { mode: 'subset', items: [{ kind: 'branch', key: 'fjl', descendants: true }] },
      },
    });
    expect(await learners()).toBe(before);
    const ceiling = await ask(
      'DELETE',
      `${base}/${encodeURIComponent('Ceiling: Fjordlys Shipyards')}`,
    );
    expect(await refusal(ceiling)).toMatchObject({ status: 422 });
  },

  'T-08 T-09 registers a portal, changes and shuts it': async (stage) => {
    const { ask, change, read } = await openAdministrator(stage);
    const sites = '/admin/v1/sites';
    const body = {
      id: 'new',
      name: 'New',
      origins: ['https://new.example'],
      ceiling: 'Ceiling: Fjordlys Shipyards',
    };
    const made = await ask('POST', sites, body);
    expect([made.status, made.headers.get('Location')]).toEqual([201, `${sites}/new`]);
    expect(await made.json()).toEqual({ ...body, active: true, keys: [] });
    for (const origin of [
      '*',
      'http://new.example',
      'https://NEW.example',
      'https://new.example/',
    ]) {
      const bad = await ask('PATCH', `${sites}/new`, { origins: [origin] });
      expect(await refusal(bad), origin).toMatchObject({
        status: 422,
        errors: [{ field: 'origins.0' }],
      });
    }
    const key = await change<{ id: string; secret: string }>('POST', `${sites}/new/keys`, {});
    expect(key.secret).toMatch(/^[\w-]{43}$/);
    const text = JSON.stringify(await read(`${sites}/new`));
    expect(text).toContain(key.id);
    expect(text).not.toContain(key.secret);
    await change('DELETE', `${sites}/new/keys/${key.id}`);
    expect(await read<{ keys: { revoked_at: string | null }[] }>(`${sites}/new`)).toMatchObject({
      keys: [{ revoked_at: expect.any(String) }],
    });
    const bad = await ask('POST', `${sites}/new/keys`, { alg: 'ES256', public_jwk: { kty: 'EC' } });
    expect(await refusal(bad)).toMatchObject({ status: 422, errors: [{ field: 'public_jwk' }] });
    const shut = await change('PUT', `${sites}/new/active`, { active: false });
    expect(shut).toMatchObject({ active: false });
    const open = async (active: boolean) =>
      (await read<Listed<{ id: string }>>(`${sites}?active=${active}`)).items.map(({ id }) => id);
    expect(await open(false)).toEqual(['new']);
    expect(await open(true)).not.toContain('new');
  },
};
