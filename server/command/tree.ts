/** The trees that rights go by, a row each, and a node of one as a JSON record. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import type { Subject } from './change.ts';
import type { Filters, Listing } from './listing.ts';

/** Names of tables and columns stand here and come from nowhere else. */
const facts = {
  branch: {
    plural: 'branches',
    table: sql`branches`,
    closure: sql`branch_closure`,
    held: { word: 'people', table: sql`users`, column: sql`branch_id` },
  },
  category: {
    plural: 'categories',
    table: sql`categories`,
    closure: sql`category_closure`,
    held: { word: 'courses', table: sql`courses`, column: sql`category_id` },
  },
} as const;

export type TreeKind = keyof typeof facts;
export type Tree = (typeof facts)[TreeKind] & { readonly kind: TreeKind };

export const trees: { readonly [Kind in TreeKind]: Tree } = {
  branch: { kind: 'branch', ...facts.branch },
  category: { kind: 'category', ...facts.category },
};

const nodeRecordSchema = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  depth: z.int(),
  children: z.int(),
  holds: z.int(),
});
export type NodeRecord = z.infer<typeof nodeRecordSchema>;

const depthOf = ({ closure }: Tree): SQL =>
  sql`(SELECT count(*) - 1 FROM ${closure} WHERE descendant_id = n.id)`;

/** The record of the row `n` at hand. */
const nodeJson = (tree: Tree): SQL => sql`json_object('id', n.key, 'name', n.name,
  'parent', (SELECT key FROM ${tree.table} WHERE id = n.parent_id),
  'depth', ${depthOf(tree)},
  'children', (SELECT count(*) FROM ${tree.table} WHERE parent_id = n.id),
  'holds', (SELECT count(*) FROM ${tree.held.table} WHERE ${tree.held.column} = n.id))`;

const parseRecord = (json: string): NodeRecord => nodeRecordSchema.parse(JSON.parse(json));

export const nodeSubject = (tree: Tree, key: string): Subject<NodeRecord> => ({
  name: `${tree.kind}:${key}`,
  record: sql`(SELECT ${nodeJson(tree)} FROM ${tree.table} n WHERE n.key = ${key})`,
  parse: parseRecord,
});

export const noNode = ({ kind }: Tree, key: string): Refusal =>
  new Refusal('not-found', `There is no ${kind} "${key}"`);

/** By depth, whoever reads the list meets each parent before its children. */
export const nodeListing = (tree: Tree): Listing<NodeRecord> => ({
  name: tree.plural,
  from: sql`${tree.table} n`,
  record: nodeJson(tree),
  parse: parseRecord,
  key: sql`n.id`,
  sorts: { name: sql`lower(n.name)`, id: sql`n.key`, depth: depthOf(tree) },
  searched: { plain: sql`n.name || char(10) || n.key` },
});

export const nodeId = ({ table }: Tree, key: string | null): SQL =>
  sql`(SELECT id FROM ${table} WHERE key = ${key})`;

/** Whether the second of two keys is the first or stands below it. */
export const isWithin = (tree: Tree, above: string, key: string): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tree.closure} WHERE ancestor_id = ${nodeId(tree, above)}
    AND descendant_id = ${nodeId(tree, key)})`;

/** Of the row `n`. */
export const nodeFilters = (tree: Tree): Filters => ({
  parent: (key) => sql`n.parent_id = ${nodeId(tree, key)}`,
  under: (key) => sql`n.id IN (SELECT descendant_id FROM ${tree.closure}
    WHERE ancestor_id = ${nodeId(tree, key)})`,
});
