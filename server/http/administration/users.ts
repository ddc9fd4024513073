/** /admin/v1/users: everybody, and the changes of what rights and reports go by (PU-007). */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { momentOf, secondsOf } from '../../../shared/wire/time.ts';
import { userChangeSchema, userSchema } from '../../../shared/wire/user.ts';
import { editUser } from '../../command/edit-user.ts';
import { noPerson } from '../../command/power-user-record.ts';
import { type UserRecord, userListing, userSubject } from '../../command/user-record.ts';
import { userLevels, userStatuses } from '../../data/schema/people.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { answerList } from './list.ts';

const id = z.string().max(255);
const params = z.object({ id });
const base = '/admin/v1/users';

const userWire = (user: UserRecord): z.infer<typeof userSchema> => ({
  id: user.id,
  username: user.username,
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
  level: user.level,
  status: user.status,
  branch: user.branch,
  manager: user.manager,
  groups: user.groups,
  created_at: momentOf(user.createdAt),
  last_access_at: momentOf(user.lastAccessAt),
  expires_at: momentOf(user.expiresAt),
  fields: user.fields,
});

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, userSubject(key), { as: userWire, missing: () => noPerson(key) });

/** What each filter asks of the row `users u`. */
const filters: Readonly<Record<string, (value: string) => SQL>> = {
  level: (level) => sql`u.level = ${level}`,
  status: (status) => sql`u.status = ${status}`,
  branch: (key) => sql`u.branch_id = (SELECT id FROM branches WHERE key = ${key})`,
  under: (key) => sql`u.branch_id IN (SELECT c.descendant_id FROM branch_closure c
    JOIN branches b ON b.id = c.ancestor_id WHERE b.key = ${key})`,
  group: (key) => sql`u.id IN (SELECT m.user_id FROM group_members m
    JOIN groups g ON g.id = m.group_id WHERE g.key = ${key})`,
  manager: (key) => sql`u.manager_id = (SELECT id FROM users WHERE key = ${key})`,
};

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
    const where = Object.entries(filters).flatMap(([name, condition]) => {
      const value = query[name as keyof typeof query];
      return typeof value === 'string' ? [condition(value)] : [];
    });
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
