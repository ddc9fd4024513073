/** /admin/v1/branches and /admin/v1/categories: trees that are read, grown, moved and pruned. */
import { z } from 'zod';
import { listOf, listQuery } from '../../../shared/wire/list.ts';
import { newNodeSchema, nodeChangeSchema, nodeSchema } from '../../../shared/wire/tree.ts';
import { createNode } from '../../command/create-node.ts';
import { editNode } from '../../command/edit-node.ts';
import { conditionsOf } from '../../command/listing.ts';
import { removeNode } from '../../command/remove-node.ts';
import {
  nodeFilters,
  nodeListing,
  nodeSubject,
  noNode,
  type Tree,
  trees,
} from '../../command/tree.ts';
import { type Shown, showResource } from '../edition.ts';
import { type Call, defineRoute, json, type Route } from '../route.ts';
import { answerList } from './list.ts';

const id = z.string().max(255);
const params = z.object({ id });
const baseOf = ({ plural }: Tree) => `/admin/v1/${plural}` as const;

const show = (
  call: Call,
  tree: Tree,
  key: string,
  rest: Pick<Shown<never>, 'status' | 'headers'> = {},
): Promise<Response> =>
  showResource(call, nodeSubject(tree, key), {
    ...rest,
    as: (node) => node,
    missing: () => noNode(tree, key),
  });

const readingRoutes = (tree: Tree): Route[] => [
  defineRoute({
    method: 'get',
    path: baseOf(tree),
    access: 'administration',
    summary: `List the ${tree.plural}`,
    description: 'In the order of `depth`, each comes before those below it.',
    request: {
      query: listQuery(['name', 'id', 'depth'], {
        parent: id.optional().describe('Those right below the one with this id'),
        under: id.optional().describe('The one with this id, and all below it'),
      }),
    },
    answer: { status: 200, description: `A page of ${tree.plural}`, body: listOf(nodeSchema) },
    problems: ['bad-cursor'],
    handle({ query }, call) {
      const where = conditionsOf(nodeFilters(tree), query);
      return answerList(call, nodeListing(tree), query, where, (node) => node);
    },
  }),
  defineRoute({
    method: 'get',
    path: `${baseOf(tree)}/{id}`,
    access: 'administration',
    summary: `Read a ${tree.kind}`,
    request: { params },
    answer: { status: 200, description: `The ${tree.kind}`, body: nodeSchema },
    problems: ['not-found'],
    handle: ({ params }, call) => show(call, tree, params.id),
  }),
];

const changingRoutes = (tree: Tree): Route[] => [
  defineRoute({
    method: 'post',
    path: baseOf(tree),
    access: 'administration',
    summary: `Make a ${tree.kind}`,
    request: { body: newNodeSchema },
    answer: { status: 201, description: `The ${tree.kind}`, body: nodeSchema },
    async handle({ body }, call) {
      const node = await createNode(call, tree, body);
      const headers = { Location: `${baseOf(tree)}/${encodeURIComponent(node.id)}` };
      return show(call, tree, node.id, { status: 201, headers });
    },
  }),
  defineRoute({
    method: 'patch',
    path: `${baseOf(tree)}/{id}`,
    access: 'administration',
    summary: `Rename or move a ${tree.kind}`,
    description: 'All below it moves along. Rights follow with the next request.',
    request: { params, body: nodeChangeSchema },
    answer: { status: 200, description: `The ${tree.kind} as it is now`, body: nodeSchema },
    async handle({ params, body }, call) {
      await editNode(call, tree, { node: params.id, ...body });
      return show(call, tree, params.id);
    },
  }),
  defineRoute({
    method: 'delete',
    path: `${baseOf(tree)}/{id}`,
    access: 'administration',
    summary: `Remove a ${tree.kind}`,
    description: `Only an empty one, unless \`move_to\` says where its ${tree.held.word} and the ${tree.plural} right below it go.`,
    request: {
      params,
      query: z.strictObject({ move_to: id.optional().describe(`Id of another ${tree.kind}`) }),
    },
    answer: { status: 200, description: `The ${tree.kind} that was`, body: nodeSchema },
    handle: async ({ params, query: { move_to: moveTo } }, call) =>
      json(await removeNode(call, tree, { node: params.id, moveTo })),
  }),
];

export const treeRoutes: readonly Route[] = Object.values(trees).flatMap((tree) => [
  ...readingRoutes(tree),
  ...changingRoutes(tree),
]);
