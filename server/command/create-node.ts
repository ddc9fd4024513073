/** Makes a branch or a category: at the top of its tree, or right below another. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { fold } from '../../shared/fold.ts';
import { authorize } from './actor.ts';
import { change, type Occasion, readRecord } from './change.ts';
import { idSchema, newIdSchema, titleSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';
import { type NodeRecord, nodeId, nodeSubject, type Tree } from './tree.ts';

const inputSchema = z.strictObject({
  id: newIdSchema,
  name: titleSchema(),
  parent: idSchema.nullable().default(null),
});

/**
 * @param input `{ id, name, parent?: id }`
 * @throws Refusal `unprocessable` for a bad id or name, an id that is taken, and a parent that there is not
 */
export async function createNode(
  occasion: Occasion,
  tree: Tree,
  input: unknown,
): Promise<NodeRecord> {
  authorize(occasion.actor, `${tree.kind}.create`);
  const { id, name, parent } = parse(inputSchema, input);
  const subject = nodeSubject(tree, id);
  const { after } = await change(occasion, `${tree.kind}.create`, subject, async (before) => {
    if (before !== null) {
      throw refuseEach([{ field: 'id', message: `There is a ${tree.kind} "${id}" already` }]);
    }
    await requireParent(occasion, tree, parent);
    return {
      statements: [
        sql`INSERT INTO ${tree.table} (key, name, name_key, parent_id)
          VALUES (${id}, ${name}, ${fold(name)}, ${nodeId(tree, parent)})`,
      ],
      holds: parent === null ? [] : [sql`${nodeId(tree, parent)} IS NOT NULL`],
    };
  });
  return after;
}

/** @throws Refusal `unprocessable` that names the field */
export async function requireParent(
  { database }: Occasion,
  tree: Tree,
  parent: string | null,
  field = 'parent',
): Promise<void> {
  if (parent === null || (await readRecord(database, nodeSubject(tree, parent))) !== null) return;
  throw refuseEach([{ field, message: `There is no ${tree.kind} "${parent}"` }]);
}
