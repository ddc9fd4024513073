/** Pages and menus, assigned and taken over HTTP, and which dashboards a supervisor's page then has. */
import { expect } from 'vitest';
import type { DashboardList } from '../../../shared/wire/dashboard.ts';
import type { Session } from '../../../shared/wire/session.ts';
import {
  assigned,
  give,
  type Held,
  menuName,
  page,
  setting,
  start,
  take,
  withMenu,
} from '../assigned-pages.ts';
import { ingrid, openPage, problemOf } from '../portal.ts';
import type { Stage } from '../stage.ts';
import type { Chapter } from './book.ts';

/** Which dashboards the list, the session and reading name to a supervisor; all three must agree. */
async function seen(stage: Stage): Promise<string[]> {
  const looking = await openPage(stage, ingrid);
  const { dashboards } = await looking.read<DashboardList>('/v1/dashboards');
  const listed = dashboards.map(({ id }) => id);
  expect((await looking.read<Session>('/v1/session')).dashboards).toEqual(listed);
  const [own, none] = [
    await looking.ask(`/v1/dashboards/${page}`),
    await looking.ask('/v1/dashboards/nowhere'),
  ];
  const nothing = [none.status, await problemOf(none)];
  expect(none.status).toBe(404);
  if (listed.includes(page))
    expect([own.status, await own.json()]).toMatchObject([200, { id: page }]);
  else expect([own.status, await problemOf(own)]).toEqual(nothing);
  return listed;
}

export const administrationPages: Chapter = {
  'PU-071 exist for a supervisor as they are assigned, by themselves or by a menu, from the next request on':
    async (stage) => {
      expect(await seen(stage)).toEqual([page]);
      await withMenu(stage, [], async (administrator) => {
        const { change } = administrator;
        expect(await seen(stage)).toEqual([]);
        expect(await give(administrator, 'page', page)).toMatchObject({ pages: [page], menus: [] });
        expect(await seen(stage)).toEqual([page]);
        expect(await take(administrator, 'page', page)).toMatchObject({ pages: [] });
        expect(await seen(stage)).toEqual([]);
        await give(administrator, 'menu', menuName);
        expect(await seen(stage)).toEqual([]);
        expect(await change('PATCH', start, { pages: [page, page] })).toEqual({
          ...{ name: menuName, pages: [page], holders: [ingrid.key] },
        });
        expect(await seen(stage)).toEqual([page]);
        await change('PATCH', start, { pages: [] });
        expect(await seen(stage)).toEqual([]);
        await change('PUT', setting, { value: false });
        expect(await seen(stage)).toEqual([page]);
      });
    },

  'PU-071 are assigned to one supervisor and nobody else, and go when the menu does': async (
    stage,
  ) => {
    await withMenu(stage, [page], async (administrator) => {
      await administrator.change('POST', '/admin/v1/power-users', { user: 'fjl-1056' });
      try {
        const other = '/admin/v1/power-users/fjl-1056/resources';
        await administrator.change('POST', other, { kind: 'menu', keys: [menuName] });
        expect(await seen(stage)).toEqual([]);
        await give(administrator, 'menu', menuName);
        expect(await seen(stage)).toEqual([page]);
        const gone = await administrator.change('DELETE', start);
        expect(gone).toMatchObject({ holders: [ingrid.key, 'fjl-1056'] });
        expect(await seen(stage)).toEqual([]);
        expect(await administrator.read(other)).toMatchObject({ pages: [], menus: [] });
      } finally {
        await administrator.ask('DELETE', '/admin/v1/power-users/fjl-1056');
      }
    });
  },

  'PU-071 answer who holds them already that they are gone, not that nothing has changed': async (
    stage,
  ) => {
    await withMenu(stage, [page], async ({ change }) => {
      await change('PUT', setting, { value: false });
      const looking = await openPage(stage, ingrid);
      const path = `/v1/dashboards/${page}`;
      const tag = (await looking.ask(path)).headers.get('ETag') ?? '';
      const again = () => looking.ask(path, { headers: { 'If-None-Match': tag } });
      expect((await again()).status).toBe(304);
      await change('PUT', setting, { value: true });
      expect((await again()).status).toBe(404);
    });
  },

  'PU-072 stay while their menu is assigned, and the problem names it': async (stage) => {
    await withMenu(stage, [page], async (administrator) => {
      await give(administrator, 'page', page);
      await give(administrator, 'menu', menuName);
      const before = await administrator.read<Held>(assigned);
      const refused = await administrator.ask('DELETE', `${assigned}/page/${page}`);
      expect([refused.status, await problemOf(refused)]).toMatchObject([
        422,
        { detail: expect.stringContaining(`"${menuName}"`) },
      ]);
      expect(await administrator.read(assigned)).toEqual(before);
      expect(await seen(stage)).toEqual([page]);
      await administrator.change('PATCH', start, { pages: [] });
      expect(await take(administrator, 'page', page)).toMatchObject({ pages: [] });
      expect(await seen(stage)).toEqual([]);
    });
  },

  'PU-073 stay when their menu is taken': async (stage) => {
    await withMenu(stage, [page], async (administrator) => {
      expect(await give(administrator, 'menu', menuName)).toMatchObject({ pages: [] });
      expect(await take(administrator, 'menu', menuName)).toMatchObject({
        ...{ pages: [page], menus: [] },
      });
      expect(await seen(stage)).toEqual([page]);
      await take(administrator, 'page', page);
      expect(await seen(stage)).toEqual([]);
    });
  },

  'PU-074 PU-075 go all at once: nothing stays after menus and then pages, the linked ones the other way round':
    async (stage) => {
      await withMenu(stage, [page], async (administrator) => {
        await give(administrator, 'page', page);
        await give(administrator, 'menu', menuName);
        expect(await take(administrator, 'page')).toMatchObject({ pages: [page] });
        expect(await take(administrator, 'menu')).toMatchObject({ pages: [page], menus: [] });
        expect(await seen(stage)).toEqual([page]);

        await give(administrator, 'menu', menuName);
        await take(administrator, 'menu');
        expect(await take(administrator, 'page')).toMatchObject({ pages: [], menus: [] });
        expect(await seen(stage)).toEqual([]);
      });
    },
};
