/** /admin/v1/user-fields: the additional fields of people, and who may see them. */
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import {
  type UserField,
  userFieldChangeSchema,
  userFieldSchema,
} from '../../../shared/wire/user.ts';
import { editUserField } from '../../command/edit-user-field.ts';
import {
  noUserField,
  type UserFieldRecord,
  userFieldListing,
  userFieldSubject,
} from '../../command/user-field-record.ts';
import { showResource } from '../edition.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { answerList } from './list.ts';

const params = z.object({ id: z.string().max(255) });
const base = '/admin/v1/user-fields';

const wire = ({ viewerEditable, ...field }: UserFieldRecord): UserField => ({
  ...field,
  viewer_editable: viewerEditable,
});

const show = (call: Call, key: string): Promise<Response> =>
  showResource(call, userFieldSubject(key), {
    as: wire,
    missing: () => noUserField(key),
  });

const listUserFieldsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the additional fields of users',
  request: { query: listQuery(['name', 'id'], {}) },
  answer: { status: 200, description: 'A page of fields', body: listOf(userFieldSchema) },
  problems: ['bad-cursor'],
  handle: ({ query }, call) => answerList(call, userFieldListing, query, [], wire),
});

const readUserFieldRoute = defineRoute({
  method: 'get',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Read an additional field',
  request: { params },
  answer: { status: 200, description: 'The field', body: userFieldSchema },
  problems: ['not-found'],
  handle: ({ params }, call) => show(call, params.id),
});

const editUserFieldRoute = defineRoute({
  method: 'patch',
  path: `${base}/{id}`,
  access: 'administration',
  summary: 'Change an additional field',
  request: { params, body: userFieldChangeSchema },
  answer: { status: 200, description: 'The field as it is now', body: userFieldSchema },
  async handle({ params, body: { viewer_editable: viewerEditable, ...body } }, call) {
    await editUserField(call, { field: params.id, viewerEditable, ...body });
    return show(call, params.id);
  },
});

export const userFieldRoutes: readonly Route[] = [
  listUserFieldsRoute,
  readUserFieldRoute,
  editUserFieldRoute,
];
