/** Whom and what datasets select, as SQL: one row an item kind, so that a new kind of resource is one row here. */
import { type SQL, sql } from 'drizzle-orm';
import { type Axis, type ItemKind, itemKinds, type SelectionMode } from '../../shared/scope.ts';
import { constantText, integer } from '../data/literal.ts';
import type { BoundGroup, BoundRule } from './bind-rule.ts';
import type { Held } from './layout.ts';
import type { Take } from './rule-field.ts';
import { ruleRows, ruleValues } from './rule-sql.ts';
import type { Rectangle } from './scope.ts';
import { distinctWays } from './union.ts';

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

/** Some of what is selected: rows (id, bit). */
export interface Part {
  readonly rows: SQL;
  /** The datasets that it is of. */
  readonly of: readonly Held[];
  /** Whether no id can come twice for one of them. */
  readonly each: boolean;
}

/**
 * Everything that the datasets in the table `held` (dataset_id, bit, and a mode for each axis) select on an axis.
 * A mode or kind without a row in these tables selects nothing.
 */
export function selected(axis: Axis, held: SQL, datasets: readonly Held[], take: Take): Part[] {
  const inMode = (wanted: SelectionMode) => datasets.filter(({ modes }) => modes[axis] === wanted);
  const mode = sql.identifier(axis);
  const parts: Part[] = [];
  const [whole, subsets] = [inMode('all'), inMode('subset')];
  if (whole.length > 0) {
    const rows = sql`SELECT x.id AS id, h.bit AS bit FROM ${held} h CROSS JOIN ${everything[axis]} x
      WHERE h.${mode} = 'all'`;
    parts.push({ rows, of: whole, each: true });
  }
  if (subsets.length === 0) return parts;
  for (const [kind, facts] of Object.entries(itemKinds)) {
    if (facts.axis !== axis) continue;
    for (const { id, via, descendants } of ways[kind as ItemKind]) {
      const { of, only } = itemsOf(subsets, kind, descendants);
      if (of.length === 0) continue;
      const reach =
        descendants === undefined ? sql`` : sql`AND i.descendants = ${literal(descendants)}`;
      const rows = sql`SELECT ${id} AS id, h.bit AS bit FROM ${held} h
        CROSS JOIN dataset_items i ON i.dataset_id = h.dataset_id AND i.kind = ${text(kind)} ${reach}
        ${only} ${via} WHERE h.${mode} = 'subset'`;
      parts.push({ rows, of, each: only !== undefined });
    }
  }
  if (axis === 'plans') return parts;
  for (const dataset of datasets) {
    const group = dataset.rules?.[axis];
    if (group === undefined) continue;
    const { from, id, condition } = ruleRows(axis, group, take);
    const rows = sql`SELECT ${id} AS id, h.bit AS bit FROM ${held} h CROSS JOIN ${from}
      WHERE h.bit = ${dataset.bit} AND h.${mode} = 'subset' AND ${condition}`;
    parts.push({ rows, of: [dataset], each: true });
  }
  return parts;
}

/** As `Rectangle.items` calls the items of a kind. */
export const itemsName = (kind: string, descendants: boolean): string =>
  descendants ? `${kind} and below` : kind;

/**
 * The datasets that may have such items, and where each has but one, the condition that it is that one: another
 * that came meanwhile could bring somebody a second time.
 */
function itemsOf(subsets: readonly Held[], kind: string, descendants: boolean | undefined) {
  const names = (descendants === undefined ? [false, true] : [descendants]).map((reach) =>
    itemsName(kind, reach),
  );
  const itemsIn = ({ items }: Held) =>
    items ? names.map((name) => items[name]).filter((item) => item !== undefined) : [null];
  const of = subsets.filter((dataset) => itemsIn(dataset).length > 0);
  const pairs = of.flatMap((dataset) =>
    itemsIn(dataset).map((item) => [dataset.datasetId, item] as const),
  );
  const known = pairs.filter((pair): pair is readonly [number, number] => pair[1] !== null);
  if (known.length < pairs.length || pairs.length > of.length) return { of };
  const list = known.map(([dataset, item]) => sql`(${integer(dataset)}, ${integer(item)})`);
  return { of, only: sql`AND (i.dataset_id, i.item_id) IN (VALUES ${sql.join(list, sql`, `)})` };
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
export function leadingTo(
  axis: Exclude<Axis, 'plans'>,
  { datasetId, rules }: Pick<Rectangle, 'datasetId' | 'rules'>,
  id: number | null,
): SQL {
  const leads = (found: SQL) => (id === null ? sql`1` : sql`${found} = ${integer(id)}`);
  const { take, tables } = ruleValues();
  const parts = [
    ...stepsTo(axis, datasetId, leads),
    ...rulesTo(axis, datasetId, rules?.[axis], { leads, take }),
  ];
  if (axis === 'courses') {
    const ofPlan = (plan: SQL) => sql`EXISTS (SELECT 1 FROM learning_plan_courses pc
      WHERE pc.plan_id = ${plan} ${id === null ? sql`` : sql`AND pc.course_id = ${integer(id)}`})`;
    parts.push(...stepsTo('plans', datasetId, ofPlan));
  }
  const values = tables();
  const before = values.length === 0 ? sql`` : sql`WITH ${sql.join(values, sql`, `)} `;
  return sql`${before}${distinctWays(parts)}`;
}

const hasMode = (axis: Axis, datasetId: number, mode: SelectionMode): SQL =>
  sql`EXISTS (SELECT 1 FROM dataset_selections s
    WHERE s.dataset_id = ${integer(datasetId)} AND s.axis = ${text(axis)} AND s.mode = ${text(mode)})`;

/** Each rule that is met, where any of them suffices; else all of them as one way. */
function rulesTo(
  axis: Exclude<Axis, 'plans'>,
  datasetId: number,
  rules: BoundGroup | undefined,
  { leads, take }: { leads: (id: SQL) => SQL; take: Take },
): SQL[] {
  const ways = rules?.match === 'any' ? rules.parts : rules ? [rules] : [];
  return ways.map((way) => {
    const { from, id, condition } = ruleRows(axis, way, take);
    return sql`SELECT ${take(`rule ${toldOf(way)}`)} AS way FROM ${from} WHERE ${leads(id)}
      AND ${hasMode(axis, datasetId, 'subset')} AND ${condition}`;
  });
}

function toldOf(rules: BoundRule | BoundGroup): string {
  if ('told' in rules) return rules.told;
  const parts = rules.parts.map((part) => ('told' in part ? part.told : `(${toldOf(part)})`));
  return parts.join(rules.match === 'all' ? ' and ' : ' or ');
}

function stepsTo(axis: Axis, datasetId: number, leads: (id: SQL) => SQL): SQL[] {
  const chosen = (mode: SelectionMode) => hasMode(axis, datasetId, mode);
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
