/** /admin/v1/power-users/{id}/content: the courses, plans, categories and catalogs of one, and all of them taken away. */
import { z } from 'zod';
import type { ItemKind } from '../../../shared/scope.ts';
import { itemKinds } from '../../../shared/scope.ts';
import { contentAnswerSchema } from '../../../shared/wire/power-user.ts';
import { type ContentRecord, contentSubject } from '../../command/content-record.ts';
import { noPerson } from '../../command/power-user-record.ts';
import { unassignContent } from '../../command/unassign-content.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { datasetWire } from './dataset-wire.ts';

const params = z.object({ id: z.string().min(1).max(200) });
const path = '/admin/v1/power-users/{id}/content';
const kinds = Object.keys(itemKinds) as [ItemKind, ...ItemKind[]];

const contentWire = ({ username, datasets }: ContentRecord) => ({
  username,
  datasets: datasets.map(datasetWire),
});

const show = (call: Call, id: string): Promise<Response> =>
  showResource(call, contentSubject(id), { as: contentWire, missing: () => noPerson(id) });

const readContentRoute = defineRoute({
  method: 'get',
  path,
  access: 'administration',
  summary: 'Read what the datasets of a power user select',
  request: { params },
  answer: { status: 200, description: 'Their datasets', body: contentAnswerSchema },
  problems: ['not-found'],
  handle: ({ params: { id } }, call) => show(call, id),
});

const unassignContentRoute = defineRoute({
  method: 'delete',
  path,
  access: 'administration',
  summary: 'Take all courses away',
  description:
    'Courses, learning plans, categories and catalogs. Private datasets keep their people alone; ' +
    'shared ones with courses or plans are taken away. Tells first what is lost, and does it once confirmed.',
  request: {
    params,
    query: z.strictObject({
      confirmed: z.enum(['true', 'false']).default('false'),
      kind: z.enum(kinds).optional().describe('Only the items of this kind, of private datasets'),
    }),
  },
  answer: { status: 200, description: 'What is left', body: contentAnswerSchema },
  async handle({ params: { id }, query }, call) {
    const { kind, confirmed } = query;
    await unassignContent(call, { powerUser: id, kind, confirmed: confirmed === 'true' });
    return show(call, id);
  },
});

export const contentRoutes: readonly Route[] = [readContentRoute, unassignContentRoute];
