/** /admin/v1/menus and /admin/v1/resources: found, changed, removed, refused. */
import { expect } from 'vitest';
import { type Listed, openAdministrator } from '../administrator.ts';
import {
  assigned,
  give,
  type Held,
  menuName,
  menus,
  page,
  start,
  take,
  withMenu,
} from '../assigned-pages.ts';
import { ingrid, problemOf } from '../portal.ts';
import type { Chapter } from './book.ts';

const resources = '/admin/v1/resources';

export const administrationResources: Chapter = {
  'are found as menus by name, page and holder, and changed in the edition that was read': async (
    stage,
  ) => {
    await withMenu(stage, [page], async (administrator) => {
      const { ask, read, change } = administrator;
      await give(administrator, 'menu', menuName);
      const menu = await read(start);
      for (const query of [
        'search=START',
        `page=${page}`,
        `holder=${ingrid.key}`,
        'sort=-held_by',
      ]) {
        expect((await read<Listed<unknown>>(`${menus}?${query}`)).items, query).toEqual([menu]);
      }
      for (const query of ['search=nothing', 'page=nowhere', 'holder=fjl-1056']) {
        expect((await read<Listed<unknown>>(`${menus}?${query}`)).items, query).toEqual([]);
      }
      const match = { 'If-Match': (await ask('GET', start)).headers.get('ETag') ?? '' };
      await change('PATCH', start, { name: 'Begin' }, match);
      expect((await ask('GET', start)).status).toBe(404);
      const begin = `${menus}/Begin`;
      expect((await ask('PATCH', begin, { name: menuName }, match)).status).toBe(412);
      const held = { 'If-Match': (await ask('GET', assigned)).headers.get('ETag') ?? '' };
      await give(administrator, 'page', page);
      expect((await ask('DELETE', `${assigned}/menu`, undefined, held)).status).toBe(412);
      expect(await read(assigned)).toMatchObject({ menus: [{ name: 'Begin', pages: [page] }] });
      expect(await change('PATCH', begin, { name: menuName })).toEqual(menu);
    });
  },

  'PU-045 know locations, channels and folders by kind and key, and who holds them': async (
    stage,
  ) => {
    const administrator = await openAdministrator(stage);
    const { ask, read, change } = administrator;
    const kinds = ['location', 'channel', 'folder'];
    try {
      for (const kind of kinds) {
        const response = await ask('POST', resources, { kind, key: 'R/1', name: `The ${kind}` });
        expect(response.headers.get('Location')).toBe(`${resources}/${kind}/R%2F1`);
        expect(await response.json()).toEqual({
          ...{ kind, key: 'R/1', name: `The ${kind}`, holders: [] },
        });
        await give(administrator, kind, 'R/1');
      }
      const of = async (query: string) =>
        (await read<Listed<{ kind: string }>>(`${resources}?${query}`)).items.map(
          ({ kind }) => kind,
        );
      expect(await of('sort=name')).toEqual(kinds.toSorted());
      expect(await of('kind=channel')).toEqual(['channel']);
      expect(await of('search=THE FOLDER')).toEqual(['folder']);
      expect(await of(`holder=${ingrid.key}&kind=location`)).toEqual(['location']);
      expect(await of('holder=fjl-1056')).toEqual([]);
      expect(await change('DELETE', `${resources}/folder/R%2F1`)).toMatchObject({
        holders: [ingrid.key],
      });
      await take(administrator, 'channel', 'R/1');
      expect((await read<Held>(assigned)).resources).toEqual([
        { kind: 'location', key: 'R/1', name: 'The location' },
      ]);
      expect((await take(administrator, 'location')).resources).toEqual([]);
    } finally {
      for (const kind of kinds) await ask('DELETE', `${resources}/${kind}/R%2F1`);
    }
  },

  'T-52 refuse by its field what makes no sense, and change nothing': async (stage) => {
    await withMenu(stage, [page], async (administrator) => {
      const { ask, read } = administrator;
      const location = { kind: 'location', key: 'x', name: 'X' };
      const tried: [string, string, unknown, number, string][] = [
        ['POST', menus, { name: menuName }, 422, 'name'],
        ['POST', menus, { name: '..' }, 422, 'name'],
        ['POST', menus, { name: 'X', pages: ['nowhere'] }, 422, 'pages.0'],
        ['POST', menus, { name: 'X', holders: [] }, 400, 'holders'],
        ['PATCH', start, { name: '<b>' }, 422, 'name'],
        ['PATCH', start, { pages: [page, 'nowhere'] }, 422, 'pages.1'],
        ['POST', resources, { ...location, key: '..' }, 422, 'key'],
        ['POST', resources, { ...location, key: '' }, 422, 'key'],
        ['POST', resources, { ...location, name: '' }, 422, 'name'],
        ['POST', resources, { ...location, kind: 'page' }, 400, 'kind'],
        ['POST', assigned, { kind: 'page', keys: ['nowhere'] }, 422, 'keys'],
        ['POST', assigned, { kind: 'menu', keys: [menuName, 'None'] }, 422, 'keys'],
        ['POST', assigned, { kind: 'page', keys: [] }, 422, 'keys'],
        ['POST', assigned, { kind: 'course', keys: ['x'] }, 400, 'kind'],
        ['POST', assigned, { kind: 'page', keys: page }, 400, 'keys'],
      ];
      for (const [method, address, body, status, field] of tried) {
        const response = await ask(method, address, body);
        expect([response.status, await problemOf(response)], JSON.stringify(body)).toMatchObject([
          status,
          { errors: [{ field }] },
        ]);
      }
      expect(await read(start)).toEqual({ name: menuName, pages: [page], holders: [] });
      expect(await read(assigned)).toMatchObject({ pages: [], menus: [], resources: [] });
      expect((await read<Listed<unknown>>(resources)).total).toBe(0);
    });
  },

  'answer what is not there, and who is no power user': async (stage) => {
    const { ask } = await openAdministrator(stage);
    const of = (key: string) => `/admin/v1/power-users/${key}/resources`;
    const tried: [string, string, unknown, number][] = [
      ['GET', `${menus}/None`, undefined, 404],
      ['PATCH', `${menus}/None`, { pages: [] }, 404],
      ['DELETE', `${menus}/None`, undefined, 404],
      ['GET', `${resources}/location/none`, undefined, 404],
      ['DELETE', `${resources}/location/none`, undefined, 404],
      ['GET', of('nobody'), undefined, 404],
      ['POST', of('nobody'), { kind: 'page', keys: [page] }, 404],
      ['DELETE', `${of('nobody')}/page`, undefined, 404],
      ['DELETE', `${of('nobody')}/page/${page}`, undefined, 404],
      ['GET', of('fjl-1056'), undefined, 404],
      ['POST', of('fjl-1056'), { kind: 'page', keys: [page] }, 422],
      ['DELETE', `${of('fjl-1056')}/menu`, undefined, 422],
      ['DELETE', `${assigned}/page/${page}`, undefined, 422],
      ['DELETE', `${assigned}/menu/None`, undefined, 422],
    ];
    for (const [method, path, body, status] of tried) {
      expect((await ask(method, path, body)).status, `${method} ${path}`).toBe(status);
    }
  },
};
