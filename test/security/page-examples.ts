/** A good request for each route of pages, menus and other resources, and of who holds them. */
import {
  after,
  asSuperadmin,
  following,
  fresh,
  people,
  person,
  promote,
} from './administration-examples.ts';
import type { Example } from './http-world.ts';

const createMenu = (name: string): Example =>
  asSuperadmin('POST', '/admin/v1/menus', { name, pages: ['team_progress'] });
const menu = (name: string) => `/admin/v1/menus/${encodeURIComponent(name)}`;

const createRoom = (key: string): Example =>
  asSuperadmin('POST', '/admin/v1/resources', { kind: 'location', key, name: 'Room' });
const room = (key: string) => `/admin/v1/resources/location/${encodeURIComponent(key)}`;

const assigned = `${people}/${person}/resources`;
const assign = asSuperadmin('POST', assigned, { kind: 'page', keys: ['team_progress'] });

export const pageExamples: Readonly<Record<string, Example>> = {
  'get /admin/v1/menus': asSuperadmin('GET', '/admin/v1/menus?page=team_progress&sort=-held_by'),
  'post /admin/v1/menus': (stage, page) => createMenu(fresh('Menu'))(stage, page),
  'get /admin/v1/menus/{name}': after(createMenu, (name) => asSuperadmin('GET', menu(name))),
  'patch /admin/v1/menus/{name}': after(createMenu, (name) =>
    asSuperadmin('PATCH', menu(name), { pages: [] }),
  ),
  'delete /admin/v1/menus/{name}': after(createMenu, (name) => asSuperadmin('DELETE', menu(name))),
  'get /admin/v1/resources': asSuperadmin('GET', '/admin/v1/resources?kind=location&limit=2'),
  'post /admin/v1/resources': (stage, page) => createRoom(fresh('Room'))(stage, page),
  'get /admin/v1/resources/{kind}/{key}': after(createRoom, (key) =>
    asSuperadmin('GET', room(key)),
  ),
  'delete /admin/v1/resources/{kind}/{key}': after(createRoom, (key) =>
    asSuperadmin('DELETE', room(key)),
  ),
  'get /admin/v1/power-users/{id}/resources': following(
    [promote, assign],
    asSuperadmin('GET', assigned),
  ),
  'post /admin/v1/power-users/{id}/resources': following([promote], assign),
  'delete /admin/v1/power-users/{id}/resources/{kind}/{key}': following(
    [promote, assign],
    asSuperadmin('DELETE', `${assigned}/page/team_progress`),
  ),
  'delete /admin/v1/power-users/{id}/resources/{kind}': following(
    [promote, assign],
    asSuperadmin('DELETE', `${assigned}/page`),
  ),
};
