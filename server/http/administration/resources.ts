/** /admin/v1/resources: locations, channels and folders by name, so that they can be assigned (PU-045). */
import { z } from 'zod';
import { resourceKinds } from '../../../shared/resource.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { newResourceSchema, resourceSchema } from '../../../shared/wire/resource.ts';
import { createResource } from '../../command/create-resource.ts';
import { conditionsOf } from '../../command/listing.ts';
import { removeResource } from '../../command/remove-resource.ts';
import {
  noResource,
  type ResourceName,
  resourceFilters,
  resourceListing,
  resourceSubject,
} from '../../command/resource-record.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const kind = z.enum(resourceKinds);
const params = z.object({ kind, key: z.string().max(255) });
const base = '/admin/v1/resources';

const show = (
  call: Call,
  { kind, key }: ResourceName,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, resourceSubject(kind, key), {
    ...rest,
    as: (resource) => resource,
    missing: () => noResource(kind, key),
  });

const listResourcesRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the locations, channels and folders',
  request: {
    query: listQuery(['name', 'key', 'held_by'], {
      kind: kind.optional(),
      holder: z.string().max(200).optional().describe('Those that this power user holds'),
    }),
  },
  answer: { status: 200, description: 'A page of resources', body: listOf(resourceSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(resourceFilters, query);
    return answerList(call, resourceListing, query, where, (resource) => resource);
  },
});

const createResourceRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make a location, channel or folder known',
  request: { body: newResourceSchema },
  answer: { status: 201, description: 'The resource', body: resourceSchema },
  async handle({ body }, call) {
    const made = await createResource(call, body);
    const headers = { Location: `${base}/${made.kind}/${encodeURIComponent(made.key)}` };
    return show(call, made, { status: 201, headers });
  },
});

const readResourceRoute = defineRoute({
  method: 'get',
  path: `${base}/{kind}/{key}`,
  access: 'administration',
  summary: 'Read a location, channel or folder',
  request: { params },
  answer: { status: 200, description: 'The resource', body: resourceSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params),
});

const removeResourceRoute = defineRoute({
  method: 'delete',
  path: `${base}/{kind}/{key}`,
  access: 'administration',
  summary: 'Forget a location, channel or folder',
  description: 'Nobody holds it any more.',
  request: { params },
  answer: { status: 200, description: 'The resource that was', body: resourceSchema },
  handle: async ({ params }, call) => json(await removeResource(call, params)),
});

export const resourceRoutes: readonly Route[] = [
  listResourcesRoute,
  createResourceRoute,
  readResourceRoute,
  removeResourceRoute,
];
