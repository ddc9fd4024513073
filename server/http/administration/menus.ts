/** /admin/v1/menus: named sets of pages, which whoever holds them keeps as they are at the moment (PU-071). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { menuChangeSchema, menuSchema, newMenuSchema } from '../../../shared/wire/resource.ts';
import { createMenu } from '../../command/create-menu.ts';
import { editMenu } from '../../command/edit-menu.ts';
import { conditionsOf } from '../../command/listing.ts';
import { menuFilters, menuListing, menuSubject, noMenu } from '../../command/menu-record.ts';
import { removeMenu } from '../../command/remove-menu.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ name: z.string().max(500) });
const base = '/admin/v1/menus';

const show = (
  call: Call,
  name: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, menuSubject(name, sql`m.name = ${name}`), {
    ...rest,
    as: (menu) => menu,
    missing: () => noMenu(name),
  });

const listMenusRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the menus',
  request: {
    query: listQuery(['name', 'held_by'], {
      page: z.string().max(200).optional().describe('Those that have the page of this id'),
      holder: z.string().max(200).optional().describe('Those that this power user holds'),
    }),
  },
  answer: { status: 200, description: 'A page of menus', body: listOf(menuSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    return answerList(call, menuListing, query, conditionsOf(menuFilters, query), (menu) => menu);
  },
});

const createMenuRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make a menu',
  request: { body: newMenuSchema },
  answer: { status: 201, description: 'The menu', body: menuSchema },
  async handle({ body }, call) {
    const { name } = await createMenu(call, body);
    const headers = { Location: `${base}/${encodeURIComponent(name)}` };
    return show(call, name, { status: 201, headers });
  },
});

const readMenuRoute = defineRoute({
  method: 'get',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Read a menu',
  request: { params },
  answer: { status: 200, description: 'The menu', body: menuSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.name),
});

const editMenuRoute = defineRoute({
  method: 'patch',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Change a menu',
  description: 'Whoever holds it has its pages as they are now from the next request on.',
  request: { params, body: menuChangeSchema },
  answer: { status: 200, description: 'The menu as it is now', body: menuSchema },
  async handle({ params, body }, call) {
    const { name } = await editMenu(call, { menu: params.name, ...body });
    return show(call, name);
  },
});

const removeMenuRoute = defineRoute({
  method: 'delete',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Remove a menu',
  description: 'What it alone brought is gone with it; pages that are assigned themselves stay.',
  request: { params },
  answer: { status: 200, description: 'The menu that was', body: menuSchema },
  handle: async ({ params }, call) => json(await removeMenu(call, { menu: params.name })),
});

export const menuRoutes: readonly Route[] = [
  listMenusRoute,
  createMenuRoute,
  readMenuRoute,
  editMenuRoute,
  removeMenuRoute,
];
