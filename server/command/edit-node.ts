/** Renames a branch or a category, or moves it with all that is below it. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { fold } from '../../shared/fold.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { requireParent } from './create-node.ts';
import { idSchema, titleSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { isWithin, type NodeRecord, nodeId, nodeSubject, noNode, type Tree } from './tree.ts';

const inputSchema = z.strictObject({
  node: idSchema,
  name: titleSchema().optional(),
  parent: idSchema.nullable().optional(),
});

/**
 * @param input `{ node: id, name?, parent?: id, or null for the top }`
 * @throws Refusal `not-found`; `unprocessable` for a bad name, a parent that there is not, or one at or below the node
 */
export async function editNode(
  occasion: Occasion,
  tree: Tree,
  input: unknown,
): Promise<NodeRecord> {
  authorize(occasion.actor, `${tree.kind}.edit`);
  const { node, ...edit } = parse(inputSchema, input);
  const subject = nodeSubject(tree, node);
  const { after } = await change(occasion, `${tree.kind}.edit`, subject, async (before) => {
    if (before === null) throw noNode(tree, node);
    const { name = before.name, parent = before.parent } = edit;
    const moves = parent !== before.parent;
    if (name === before.name && !moves) return { statements: [] };
    if (moves) await requireParent(occasion, tree, parent);
    const cycle = parent === null || !moves ? sql`0` : isWithin(tree, node, parent);
    await refuseCycle(occasion, tree, { node, parent, cycle });
    return {
      statements: [
        sql`UPDATE ${tree.table} SET name = ${name}, name_key = ${fold(name)},
          parent_id = ${nodeId(tree, parent)} WHERE key = ${node}`,
      ],
      holds: [
        sql`NOT ${cycle}`,
        ...(parent === null ? [] : [sql`${nodeId(tree, parent)} IS NOT NULL`]),
      ],
    };
  });
  return after;
}

async function refuseCycle(
  { database }: Occasion,
  { kind }: Tree,
  { node, parent, cycle }: { node: string; parent: string | null; cycle: ReturnType<typeof sql> },
): Promise<void> {
  const [[[within] = []] = []] = await database.read(sql`SELECT ${cycle}`);
  if (within !== 1) return;
  const message =
    node === parent
      ? `The ${kind} "${node}" can't stand below itself`
      : `The ${kind} "${parent}" stands below "${node}", and can't stand above it`;
  throw refuseEach([{ field: 'parent', message }]);
}
