/** Whom and what datasets select, as SQL: one row an item kind, so that a new kind of resource is one row here. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, type ItemKind, itemKinds, type SelectionMode } from '../../shared/scope.ts';
import { constantText, integer } from '../data/literal.ts';

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

/** How people speak of an item: its word, and where its name stands. */
const names: Record<ItemKind, { word: string; name: SQL }> = {
  user: { word: 'user', name: sql`(SELECT username FROM users WHERE id = i.item_id)` },
  group: { word: 'group', name: sql`(SELECT name FROM groups WHERE id = i.item_id)` },
  branch: { word: 'branch', name: sql`(SELECT name FROM branches WHERE id = i.item_id)` },
  course: { word: 'course', name: sql`(SELECT name FROM courses WHERE id = i.item_id)` },
  category: { word: 'category', name: sql`(SELECT name FROM categories WHERE id = i.item_id)` },
  plan: {
    word: 'learning plan',
    name: sql`(SELECT name FROM learning_plans WHERE id = i.item_id)`,
  },
};

/**
 * Rows (way): in words, everything in one dataset that leads to an id of an axis, or to any id where it is null.
 * Walks the same ways as `selected`, so that the two can't tell different stories.
 */
export function leadingTo(axis: Exclude<Axis, 'plans'>, datasetId: number, id: number | null): SQL {
  const parts = stepsTo(axis, datasetId, (found) =>
    id === null ? sql`1` : sql`${found} = ${integer(id)}`,
  );
  if (axis === 'courses') {
    const ofPlan = (plan: SQL) => sql`EXISTS (SELECT 1 FROM learning_plan_courses pc
      WHERE pc.plan_id = ${plan} ${id === null ? sql`` : sql`AND pc.course_id = ${integer(id)}`})`;
    // Nested, because D1 takes no compound of more than five SELECTs.
    const plans = sql.join(stepsTo('plans', datasetId, ofPlan), sql` UNION `);
    parts.push(sql`SELECT way FROM (${plans})`);
  }
  return sql.join(parts, sql` UNION `);
}

function stepsTo(axis: Axis, datasetId: number, leads: (id: SQL) => SQL): SQL[] {
  const chosen = (mode: SelectionMode) => sql`EXISTS (SELECT 1 FROM dataset_selections s
    WHERE s.dataset_id = ${integer(datasetId)} AND s.axis = ${text(axis)} AND s.mode = ${text(mode)})`;
  const parts = [
    sql`SELECT ${text(`all ${axis}`)} AS way WHERE ${chosen('all')}
      AND EXISTS (SELECT 1 FROM ${everything[axis]} x WHERE ${leads(sql`x.id`)})`,
  ];
  for (const [kind, facts] of Object.entries(itemKinds)) {
    if (facts.axis !== axis) continue;
    const { word, name } = names[kind as ItemKind];
    for (const { id, via, descendants } of ways[kind as ItemKind]) {
      const below = descendants ? sql` || ' and below'` : sql``;
      const reach =
        descendants === undefined ? sql`` : sql`AND i.descendants = ${literal(descendants)}`;
      parts.push(sql`SELECT ${text(`${word} `)} || ${name} ${below} AS way FROM dataset_items i ${via}
        WHERE i.dataset_id = ${integer(datasetId)} AND i.kind = ${text(kind)} ${reach}
        AND ${chosen('subset')} AND ${leads(id)}`);
    }
  }
  return parts;
}

const literal = (value: boolean): SQL => sql.raw(value ? '1' : '0');
const text = constantText;
