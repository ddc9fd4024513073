/** What all lists of administration have in common, on the profiles: search, filters, order and pages. */
import { expect } from 'vitest';
import { type Administrator, allItems, type Listed, openAdministrator } from '../administrator.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

interface Named {
  readonly name: string;
  readonly held_by: number;
}

const names = ['Ärzte', 'Alpha 1', 'alpha 2', 'Beta', 'Éclair'];

/** An academy with these profiles beside its own, for as long as the case lasts. */
async function withProfiles(
  stage: Stage,
  prove: (administrator: Administrator, own: number) => Promise<void>,
): Promise<void> {
  const administrator = await openAdministrator(stage);
  const { total } = await administrator.read<Listed<Named>>('/admin/v1/profiles');
  for (const name of names) {
    const body = { name, description: 'For the list', permissions: ['users.view'] };
    await administrator.change('POST', '/admin/v1/profiles', body);
  }
  try {
    await prove(administrator, total);
  } finally {
    for (const name of names) {
      await administrator.change('DELETE', `/admin/v1/profiles/${encodeURIComponent(name)}`);
    }
  }
}

const namesOf = ({ items }: Listed<Named>) => items.map(({ name }) => name);

export const administrationLists: Chapter = {
  'find by part of a name or description in any case, beyond ASCII too': async (stage) => {
    await withProfiles(stage, async (administrator) => {
      const found = async (search: string) =>
        namesOf(
          await allItems(administrator, `/admin/v1/profiles?${new URLSearchParams({ search })}`),
        );
      expect(await found('ALPHA')).toEqual(['Alpha 1', 'alpha 2']);
      expect(await found('ärzte')).toEqual(['Ärzte']);
      expect(await found('é')).toEqual(['Éclair']);
      expect(await found('e\u0301')).toEqual(['Éclair']);
      expect((await found('for the list')).toSorted()).toEqual(names.toSorted());
      expect(await found('%')).toEqual([]);
      expect(await found('_')).toEqual([]);
      expect(await found('nothing like it')).toEqual([]);
    });
  },

  'come page by page, each item once, in either order, with the number of all': async (stage) => {
    await withProfiles(stage, async (administrator, own) => {
      for (const sort of ['name', '-name', 'held_by', '-held_by']) {
        const path = `/admin/v1/profiles?sort=${sort}`;
        const whole = await allItems<Named>(administrator, path);
        expect(whole.total).toBe(own + names.length);
        expect(new Set(namesOf(whole)).size).toBe(whole.total);
        for (const limit of [1, 2, 3]) {
          expect(await allItems<Named>(administrator, path, limit)).toEqual(whole);
        }
        const backwards = await allItems<Named>(
          administrator,
          path.replace(/=-?/, (sign) => (sign === '=' ? '=-' : '=')),
        );
        expect(namesOf(backwards)).toEqual(namesOf(whole).toReversed());
      }
    });
  },

  'filter, and count what is left': async (stage) => {
    await withProfiles(stage, async (administrator) => {
      const none = '/admin/v1/profiles?permission=locations.delete&search=for the list';
      expect(await administrator.read(none)).toEqual({ items: [], total: 0, next: null });
      const some = '/admin/v1/profiles?permission=users.view&search=for the list&limit=2';
      expect((await administrator.read<Listed<Named>>(some)).total).toBe(names.length);
    });
  },

  'T-30 refuse a cursor of another question, of another caller, or of nobody': async (stage) => {
    await withProfiles(stage, async (administrator) => {
      const path = '/admin/v1/profiles?limit=2';
      const { next } = await administrator.read<Listed<Named>>(path);
      const cursor = `cursor=${next}`;
      expect((await administrator.ask('GET', `${path}&${cursor}`)).status).toBe(200);
      const other = await openAdministrator(stage);
      for (const response of [
        await administrator.ask('GET', `${path}&${cursor}&sort=-name`),
        await administrator.ask('GET', `${path}&${cursor}&search=a`),
        await administrator.ask('GET', `${path}&${cursor}&permission=users.view`),
        await administrator.ask('GET', `${path}&${cursor}A`),
        await administrator.ask('GET', `${path}&cursor=`),
        await other.ask('GET', `${path}&${cursor}`),
      ]) {
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({ type: 'urn:ambit:problem:bad-cursor' });
      }
    });
  },

  'T-34 take the parameters that they know, each once, and nothing else': async (stage) => {
    const administrator = await openAdministrator(stage);
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=1e1',
      'limit=-1',
      'sort=id',
      'sort=name; DROP TABLE users',
      'sort=--name',
      'sort=toString',
      'filter=x',
      'limit=1&limit=2',
      '__proto__=x',
      `search=${'x'.repeat(201)}`,
    ]) {
      const response = await administrator.ask('GET', `/admin/v1/profiles?${query}`);
      expect(response.status, query).toBe(400);
      const { errors } = (await response.json()) as { errors: { field: string }[] };
      expect(
        errors.map(({ field }) => field),
        query,
      ).toContain(query.split('=')[0]);
    }
  },
};
