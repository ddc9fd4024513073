/** Removes a branch or a category that is empty, or whose content is moved to another in the same batch. */
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { type Occasion, remove } from './change.ts';
import { requireParent } from './create-node.ts';
import { idSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { isWithin, type NodeRecord, nodeId, nodeSubject, noNode, type Tree } from './tree.ts';

const inputSchema = z.strictObject({ node: idSchema, moveTo: idSchema.optional() });

/**
 * Datasets that name it are without it at once; what was moved is where it was moved to.
 * @param input `{ node: id, moveTo?: id of the one that takes what is right in it, and right below it }`
 * @returns the node that was
 * @throws Refusal `not-found`; `unprocessable` for one that is not empty, and for a `moveTo` that there is not or that
 * goes away with it
 */
export async function removeNode(
  occasion: Occasion,
  tree: Tree,
  input: unknown,
): Promise<NodeRecord> {
  authorize(occasion.actor, `${tree.kind}.remove`);
  const { node, moveTo } = parse(inputSchema, input);
  const subject = nodeSubject(tree, node);
  return remove(occasion, `${tree.kind}.remove`, subject, async (before) => {
    if (before === null) throw noNode(tree, node);
    const gone = sql`DELETE FROM ${tree.table} WHERE key = ${node}`;
    if (moveTo === undefined) {
      refuseFull(tree, before);
      return { statements: [gone] };
    }
    await requireParent(occasion, tree, moveTo, 'moveTo');
    const within = isWithin(tree, node, moveTo);
    const [[[inside] = []] = []] = await occasion.database.read(sql`SELECT ${within}`);
    if (inside === 1) {
      const message = `"${moveTo}" is "${node}" itself, or stands below it`;
      throw refuseEach([{ field: 'moveTo', message }]);
    }
    return {
      statements: [...moved(tree, node, moveTo), gone],
      holds: [sql`NOT ${within}`, sql`${nodeId(tree, moveTo)} IS NOT NULL`],
    };
  });
}

/** The record that was read is guarded, so that nothing comes in meanwhile. */
function refuseFull({ kind, plural, held }: Tree, { children, holds }: NodeRecord): void {
  const full = [
    ...(holds > 0 ? [`${held.word} in it: ${holds}`] : []),
    ...(children > 0 ? [`${plural} right below it: ${children}`] : []),
  ];
  if (full.length === 0) return;
  throw new Refusal('unprocessable', `The ${kind} is not empty: ${full.join('; ')}`);
}

const moved = (tree: Tree, node: string, moveTo: string): SQL[] => [
  sql`UPDATE ${tree.held.table} SET ${tree.held.column} = ${nodeId(tree, moveTo)}
    WHERE ${tree.held.column} = ${nodeId(tree, node)}`,
  sql`UPDATE ${tree.table} SET parent_id = ${nodeId(tree, moveTo)}
    WHERE parent_id = ${nodeId(tree, node)}`,
];
