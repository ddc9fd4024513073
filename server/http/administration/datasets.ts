/** /admin/v1/datasets: on whom and on which courses; made, previewed, changed and removed (PU-045 to PU-051). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import {
  datasetChangeSchema,
  datasetPreviewSchema,
  datasetSchema,
  newDatasetSchema,
  previewQuestionSchema,
} from '../../../shared/wire/dataset.ts';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { createDataset } from '../../command/create-dataset.ts';
import { datasetListing, datasetSubject, noDataset } from '../../command/dataset-record.ts';
import { editDataset } from '../../command/edit-dataset.ts';
import { previewEdit } from '../../command/preview-edit.ts';
import { removeDataset } from '../../command/remove-dataset.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { datasetWire } from './dataset-wire.ts';
import { answerList } from './list.ts';

const params = z.object({ name: z.string().max(500) });
const base = '/admin/v1/datasets';
const address = (name: string) => `${base}/${encodeURIComponent(name)}`;

const show = (
  call: Call,
  name: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, datasetSubject(name, sql`d.name = ${name}`), {
    ...rest,
    as: datasetWire,
    missing: () => noDataset(name),
  });

const listDatasetsRoute = defineRoute({
  method: 'get',
  path: base,
  access: 'administration',
  summary: 'List the datasets',
  request: {
    query: listQuery(['name', 'held_by'], {
      owner: z.string().max(200).optional().describe('Those that are private to this power user'),
      holder: z.string().max(200).optional().describe('Those that this power user holds'),
      kind: z.enum(['shared', 'private']).optional(),
    }),
  },
  answer: { status: 200, description: 'A page of datasets', body: listOf(datasetSchema) },
  problems: ['bad-cursor'],
  handle({ query }, call) {
    const { owner, holder, kind } = query;
    const where = [
      ...(owner === undefined
        ? []
        : [sql`d.owner_id = (SELECT id FROM users WHERE key = ${owner})`]),
      ...(holder === undefined
        ? []
        : [
            sql`EXISTS (SELECT 1 FROM dataset_assignments a JOIN users u ON u.id = a.power_user_id
              WHERE a.dataset_id = d.id AND u.key = ${holder})`,
          ]),
      ...(kind === undefined ? [] : [sql`(d.owner_id IS NULL) = ${kind === 'shared' ? 1 : 0}`]),
    ];
    return answerList(call, datasetListing, query, where, datasetWire);
  },
});

const createDatasetRoute = defineRoute({
  method: 'post',
  path: base,
  access: 'administration',
  summary: 'Make a dataset',
  description: 'With an owner it is private, and assigned to them at once.',
  request: { body: newDatasetSchema },
  answer: { status: 201, description: 'The dataset', body: datasetSchema },
  async handle({ body: { allow_sensitive: allowSensitive, ...body } }, call) {
    const { name } = await createDataset(call, { ...body, allowSensitive });
    return show(call, name, { status: 201, headers: { Location: address(name) } });
  },
});

const previewDatasetRoute = defineRoute({
  method: 'post',
  path: '/admin/v1/dataset-previews',
  access: 'administration',
  summary: 'Ask who and what a dataset would select',
  description: 'Nothing is saved. Tells how many it gains and loses against the dataset as it is.',
  request: { body: previewQuestionSchema },
  answer: {
    status: 200,
    description: 'The counts and the first of each',
    body: datasetPreviewSchema,
  },
  async handle({ body }, { database }) {
    const { power_user: powerUser, allow_sensitive: allowSensitive, ...rest } = body;
    const preview = await previewEdit(database, { ...rest, powerUser, allowSensitive });
    const { deadRules, editablePlaceholders, ...axes } = preview;
    return json({
      ...axes,
      dead_rules: deadRules,
      editable_placeholders: editablePlaceholders,
    });
  },
});

const readDatasetRoute = defineRoute({
  method: 'get',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Read a dataset',
  request: { params },
  answer: { status: 200, description: 'The dataset', body: datasetSchema },
  problems: ['not-found'],
  handle: ({ params: { name } }, call) => show(call, name),
});

const editDatasetRoute = defineRoute({
  method: 'patch',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Change a dataset',
  description:
    'An axis that is named is replaced wholly. Whoever holds it follows with their next request.',
  request: { params, body: datasetChangeSchema },
  answer: { status: 200, description: 'The dataset as it is now', body: datasetSchema },
  async handle({ params, body: { allow_sensitive: allowSensitive, ...body } }, call) {
    const { name } = await editDataset(call, { dataset: params.name, ...body, allowSensitive });
    return show(call, name, { headers: { 'Content-Location': address(name) } });
  },
});

const removeDatasetRoute = defineRoute({
  method: 'delete',
  path: `${base}/{name}`,
  access: 'administration',
  summary: 'Remove a dataset',
  description: 'Not the ceiling of a site, which never goes without one.',
  request: { params },
  answer: { status: 200, description: 'The dataset that was', body: datasetSchema },
  handle: async ({ params: { name } }, call) =>
    json(datasetWire(await removeDataset(call, { dataset: name }))),
});

export const datasetRoutes: readonly Route[] = [
  listDatasetsRoute,
  createDatasetRoute,
  previewDatasetRoute,
  readDatasetRoute,
  editDatasetRoute,
  removeDatasetRoute,
];
