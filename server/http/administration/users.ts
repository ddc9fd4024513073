/** /admin/v1/users: everybody, and the changes of what rights and reports go by (PU-007). */
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { secondsOf } from '../../../shared/wire/time.ts';
import { userChangeSchema, userSchema } from '../../../shared/wire/user.ts';
import { editUser } from '../../command/edit-user.ts';
import { conditionsOf } from '../../command/listing.ts';
import { noPerson } from '../../command/power-user-record.ts';
import { userFilters, userListing, userSubject } from '../../command/user-record.ts';
import { userLevels, userStatuses } from '../../data/schema/people.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { answerList } from './list.ts';
import { userWire } from './user-wire.ts';

const id = z.string().max(255);
const params = z.object({ id });
const base = '/admin/v1/users';

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, userSubject(key), { as: userWire, missing: () => noPerson(key) });

const listUsersRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the users',
  request: {
    query: listQuery(['name', 'username', 'email', 'created_at', 'last_access_at'], {
      level: z.enum(userLevels).optional(),
      status: z.enum(userStatuses).optional(),
      branch: id.optional().describe('Those in the branch with this id'),
      under: id.optional().describe('Those in the branch with this id or below it'),
      group: id.optional().describe('Those in the group with this id'),
      manager: id.optional().describe('Those whose manager has this id'),
    }),
  },
  answer: { status: 200, description: 'A page of users', body: listOf(userSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(userFilters, query);
    return answerList(call, userListing, query, where, userWire);
  },
});

const readUserRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a user',
  request: { params },
  answer: { status: 200, description: 'The user', body: userSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editUserRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a user',
  description:
    'What is not named stays. Whoever sees them, and what they see, follows with the next request. An import that names the same columns overwrites it.',
  request: { params, body: userChangeSchema },
  answer: { status: 200, description: 'The user as they are now', body: userSchema },
  async handle({ params, body }, call) {
    const { first_name: firstName, last_name: lastName, expires_at: expiry, ...rest } = body;
    const expiresAt = expiry === undefined ? undefined : secondsOf(expiry);
    await editUser(call, { user: params.id, ...rest, firstName, lastName, expiresAt });
    return show(call, params.id);
  },
});

export const userRoutes: readonly Route[] = [listUsersRoute, readUserRoute, editUserRoute];
