/** Whom and what datasets select, as SQL: one row an item kind, so that a new kind of resource is one row here. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, type ItemKind, itemKinds, type SelectionMode } from '../../shared/scope.ts';

/**
 * For each kind, how its items lead to ids of its axis: what stands between
 * `… FROM held h CROSS JOIN dataset_items i` and the end of the statement, and the id at the end of the way.
 * Each way ends in the axis's own table: an item that names nothing must not make its axis look inhabited.
 */
const ways: Record<ItemKind, readonly { id: SQL; via: SQL; descendants?: boolean }[]> = {
  user: [{ id: sql`u.id`, via: sql`CROSS JOIN users u ON u.id = i.item_id` }],
  group: [{ id: sql`m.user_id`, via: sql`CROSS JOIN group_members m ON m.group_id = i.item_id` }],
  branch: [
    {
      id: sql`u.id`,
      via: sql`CROSS JOIN users u ON u.branch_id = i.item_id`,
      descendants: false,
    },
    {
      id: sql`u.id`,
      via: sql`CROSS JOIN branch_closure b ON b.ancestor_id = i.item_id
        CROSS JOIN users u ON u.branch_id = b.descendant_id`,
      descendants: true,
    },
  ],
  course: [{ id: sql`c.id`, via: sql`CROSS JOIN courses c ON c.id = i.item_id` }],
  category: [
    {
      id: sql`c.id`,
      via: sql`CROSS JOIN courses c ON c.category_id = i.item_id`,
      descendants: false,
    },
    {
      id: sql`c.id`,
      via: sql`CROSS JOIN category_closure t ON t.ancestor_id = i.item_id
        CROSS JOIN courses c ON c.category_id = t.descendant_id`,
      descendants: true,
    },
  ],
  plan: [{ id: sql`p.id`, via: sql`CROSS JOIN learning_plans p ON p.id = i.item_id` }],
};

/** Where all of an axis lives. */
const everything: Record<Axis, SQL> = {
  people: sql`users`,
  courses: sql`courses`,
  plans: sql`learning_plans`,
};

/**
 * Rows (id, bit) of everything that the datasets in the table `held` (dataset_id, bit, and a mode for
 * each axis) select on an axis. A mode or kind without a row in these tables selects nothing.
 */
export function selected(axis: Axis, held: SQL, modes: ReadonlySet<SelectionMode>): SQL[] {
  const mode = sql.identifier(axis);
  const parts: SQL[] = [];
  if (modes.has('all')) {
    parts.push(sql`SELECT x.id AS id, h.bit AS bit FROM ${held} h CROSS JOIN ${everything[axis]} x
      WHERE h.${mode} = 'all'`);
  }
  if (!modes.has('subset')) return parts;
  for (const [kind, facts] of Object.entries(itemKinds)) {
    if (facts.axis !== axis) continue;
    for (const { id, via, descendants } of ways[kind as ItemKind]) {
      const reach =
        descendants === undefined ? sql`` : sql`AND i.descendants = ${literal(descendants)}`;
      parts.push(sql`SELECT ${id} AS id, h.bit AS bit FROM ${held} h
        CROSS JOIN dataset_items i ON i.dataset_id = h.dataset_id AND i.kind = ${text(kind)} ${reach}
        ${via} WHERE h.${mode} = 'subset'`);
    }
  }
  return parts;
}

const literal = (value: boolean): SQL => sql.raw(value ? '1' : '0');
const text = (kind: string): SQL => sql.raw(`'${kind}'`);
