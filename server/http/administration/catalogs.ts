/** /admin/v1/catalogs: what each lists, and who sees it. */
import { z } from 'zod';
import {
  catalogChangeSchema,
  catalogSchema,
  newCatalogSchema,
} from '../../../shared/wire/learning.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  catalogFilters,
  catalogListing,
  catalogSubject,
  noCatalog,
} from '../../command/catalog-record.ts';
import { createCatalog } from '../../command/create-catalog.ts';
import { editCatalog } from '../../command/edit-catalog.ts';
import { conditionsOf } from '../../command/listing.ts';
import { removeCatalog } from '../../command/remove-catalog.ts';
import { catalogVisibilities } from '../../data/schema/learning.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ id: z.string().max(255) });
const base = '/admin/v1/catalogs';

const show = (
  call: Call,
  key: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, catalogSubject(key), {
    ...rest,
    as: (catalog) => catalog,
    missing: () => noCatalog(key),
  });

const listCatalogsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the catalogs',
  request: {
    query: listQuery(['name', 'id'], { visibility: z.enum(catalogVisibilities).optional() }),
  },
  answer: { status: 200, description: 'A page of catalogs', body: listOf(catalogSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(catalogFilters, query);
    return answerList(call, catalogListing, query, where, (catalog) => catalog);
  },
});

const createCatalogRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make a catalog',
  request: { body: newCatalogSchema },
  answer: { status: 201, description: 'The catalog', body: catalogSchema },
  async handle({ body }, call) {
    const { id } = await createCatalog(call, body);
    const headers = { Location: `${base}/${encodeURIComponent(id)}` };
    return show(call, id, { status: 201, headers });
  },
});

const readCatalogRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a catalog',
  request: { params },
  answer: { status: 200, description: 'The catalog', body: catalogSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editCatalogRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a catalog',
  description:
    'What is not named stays; a list that is named is all of it. Rights follow with the next request.',
  request: { params, body: catalogChangeSchema },
  answer: { status: 200, description: 'The catalog as it is now', body: catalogSchema },
  async handle({ params, body }, call) {
    await editCatalog(call, { catalog: params.id, ...body });
    return show(call, params.id);
  },
});

const removeCatalogRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Remove a catalog',
  description:
    'What it lists stays; datasets that name it are without it from the next request on.',
  request: { params },
  answer: { status: 200, description: 'The catalog that was', body: catalogSchema },
  handle: async ({ params }, call) => json(await removeCatalog(call, { catalog: params.id })),
});

export const catalogRoutes: readonly Route[] = [
  listCatalogsRoute,
  createCatalogRoute,
  readCatalogRoute,
  editCatalogRoute,
  removeCatalogRoute,
];
