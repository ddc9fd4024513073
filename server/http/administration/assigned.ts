/** /admin/v1/power-users/{id}/resources: the pages, menus and named resources of one, given and taken (PU-071 to PU-075). */
import { z } from 'zod';
import { assignableKinds } from '../../../shared/resource.ts';
import { assignedSchema, newAssignedSchema } from '../../../shared/wire/resource.ts';
import { assignResources } from '../../command/assign-resources.ts';
import { assignedSubject } from '../../command/assigned-record.ts';
import { noPerson } from '../../command/power-user-record.ts';
import { unassignResources } from '../../command/unassign-resources.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { base, id, params } from './show-power-user.ts';

const path = `${base}/{id}/resources`;
const kindParams = z.object({ id, kind: z.enum(assignableKinds) });
const keyParams = kindParams.extend({ key: z.string().max(500) });
const left = { status: 200, description: 'What they hold now', body: assignedSchema } as const;

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, assignedSubject(key), {
    as({ level, ...assigned }) {
      if (level !== 'power_user') throw noPerson(key);
      return assigned;
    },
    missing: () => noPerson(key),
  });

const readAssignedRoute = defineRoute({
  method: 'get',
  path,
  access: 'administration',
  summary: 'Read the pages, menus and other resources of a power user',
  request: { params },
  answer: { ...left, description: 'What they hold' },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const assignRoute = defineRoute({
  method: 'post',
  path,
  access: 'administration',
  summary: 'Assign pages, menus or other resources',
  description: 'A menu brings its pages, current and future.',
  request: { params, body: newAssignedSchema },
  answer: left,
  async handle({ params, body }, call) {
    await assignResources(call, { powerUser: params.id, ...body });
    return show(call, params.id);
  },
});

const unassignRoute = defineRoute({
  method: 'delete',
  path: `${path}/{kind}/{key}`,
  access: 'administration',
  summary: 'Take a page, a menu or another resource away',
  description:
    'A page stays while they hold a menu that has it: the refusal names the menu. A menu leaves its pages behind.',
  request: { params: keyParams },
  answer: left,
  async handle({ params: { id: powerUser, kind, key } }, call) {
    await unassignResources(call, { powerUser, kind, keys: [key] });
    return show(call, powerUser);
  },
});

const unassignAllRoute = defineRoute({
  method: 'delete',
  path: `${path}/{kind}`,
  access: 'administration',
  summary: 'Take all pages, all menus or all of another kind away',
  description: 'Menus leave their pages behind, and pages of menus stay: menus first, pages after.',
  request: { params: kindParams },
  answer: left,
  async handle({ params: { id: powerUser, kind } }, call) {
    await unassignResources(call, { powerUser, kind });
    return show(call, powerUser);
  },
});

export const assignedRoutes: readonly Route[] = [
  readAssignedRoute,
  assignRoute,
  unassignRoute,
  unassignAllRoute,
];
