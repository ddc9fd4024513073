/** /admin/v1/groups: manual ones with their members; automatic ones as the LMS filled them. */
import { z } from 'zod';
import {
  groupChangeSchema,
  groupSchema,
  memberChangeSchema,
  memberChangesSchema,
  memberSchema,
  newGroupSchema,
} from '../../../shared/wire/group.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { readRecord } from '../../command/change.ts';
import { changeGroupMembers } from '../../command/change-group-members.ts';
import { createGroup } from '../../command/create-group.ts';
import { editGroup } from '../../command/edit-group.ts';
import {
  type GroupMember,
  groupFilters,
  groupListing,
  groupSubject,
  inGroup,
  memberListing,
  noGroup,
} from '../../command/group-record.ts';
import { conditionsOf } from '../../command/listing.ts';
import { removeGroup } from '../../command/remove-group.ts';
import { fullName } from '../../data/keys.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ id: z.string().max(255) });
const base = '/admin/v1/groups';

const show = (
  call: Call,
  key: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, groupSubject(key), {
    ...rest,
    as: (group) => group,
    missing: () => noGroup(key),
  });

const listGroupsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the groups',
  request: {
    query: listQuery(['name', 'id', 'members'], {
      automatic: z.enum(['true', 'false']).optional(),
      member: z.string().max(255).optional().describe('Those in which the user with this id is'),
    }),
  },
  answer: { status: 200, description: 'A page of groups', body: listOf(groupSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const where = conditionsOf(groupFilters, query);
    return answerList(call, groupListing, query, where, (group) => group);
  },
});

const createGroupRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make a manual group',
  request: { body: newGroupSchema },
  answer: { status: 201, description: 'The group', body: groupSchema },
  async handle({ body }, call) {
    const { id } = await createGroup(call, body);
    const headers = { Location: `${base}/${encodeURIComponent(id)}` };
    return show(call, id, { status: 201, headers });
  },
});

const readGroupRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read a group',
  request: { params },
  answer: { status: 200, description: 'The group', body: groupSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editGroupRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change a manual group',
  request: { params, body: groupChangeSchema },
  answer: { status: 200, description: 'The group as it is now', body: groupSchema },
  async handle({ params, body }, call) {
    await editGroup(call, { group: params.id, ...body });
    return show(call, params.id);
  },
});

const removeGroupRoute = defineRoute({
  method: 'delete',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Remove a manual group',
  description: 'Datasets and catalogs that name it are without it from the next request on.',
  request: { params },
  answer: { status: 200, description: 'The group that was', body: groupSchema },
  handle: async ({ params }, call) => json(await removeGroup(call, { group: params.id })),
});

const memberWire = ({ id, username, firstName, lastName, status }: GroupMember) => ({
  ...{ id, username, status },
  name: fullName(firstName, lastName, username),
});

const listMembersRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}/members`,
  access: 'administration',
  summary: 'List the members of a group',
  request: { params, query: listQuery(['name', 'username'], {}) },
  answer: { status: 200, description: 'A page of members', body: listOf(memberSchema) },
  problems: ['bad-cursor', 'not-found'],
  async handle({ params: { id }, query }, call) {
    if ((await readRecord(call.database, groupSubject(id))) === null) throw noGroup(id);
    // A cursor is good for one group alone.
    return answerList(call, memberListing, { ...query, group: id }, [inGroup(id)], memberWire);
  },
});

const changeMembersRoute = defineRoute({
  method: 'post',
  path: `${base}/{id}/members`,
  access: 'administration',
  summary: 'Add and remove members of a manual group',
  description: 'All of it or nothing. It shows on the next request of whoever sees the group.',
  request: { params, body: memberChangeSchema },
  answer: { status: 200, description: 'What changed', body: memberChangesSchema },
  handle: async ({ params, body }, call) =>
    json(await changeGroupMembers(call, { group: params.id, ...body })),
});

export const groupRoutes: readonly Route[] = [
  listGroupsRoute,
  createGroupRoute,
  readGroupRoute,
  editGroupRoute,
  removeGroupRoute,
  listMembersRoute,
  changeMembersRoute,
];
