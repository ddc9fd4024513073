/** Whom and what datasets select, as SQL: one row an item kind, so that a new kind of resource is one row here. */
import { type SQL, sql } from 'drizzle-orm';
import {
  type Axis,
  type ItemKind,
  isBoundToHolder,
  itemKinds,
  type SelectionMode,
} from '../../shared/scope.ts';
import { constantText, integer } from '../data/literal.ts';
import type { BoundGroup, BoundRule } from './bind-rule.ts';
import { holderTables } from './holder.ts';
import type { Held } from './layout.ts';
import type { Take } from './rule-field.ts';
import { ruleRows, ruleValues } from './rule-sql.ts';
import type { Rectangle } from './scope.ts';
import { distinctWays } from './union.ts';

/** Stands between a FROM and the end of a statement, and leads to an id of an axis, in the axis's own table. */
interface Way {
  readonly id: SQL;
  readonly via: SQL;
  /** Counts only for items that say so; left out, for all. */
  readonly descendants?: boolean;
}

/**
 * For each kind, the axes that its items reach, and how: what follows `… FROM held h CROSS JOIN dataset_items i`.
 * Each way ends in the axis's own table: an item that names nothing must not make its axis look inhabited.
 */
const ways: Record<ItemKind, Partial<Record<Axis, readonly Way[]>>> = {
  user: { people: [{ id: sql`u.id`, via: sql`CROSS JOIN users u ON u.id = i.item_id` }] },
  group: {
    people: [
      { id: sql`m.user_id`, via: sql`CROSS JOIN group_members m ON m.group_id = i.item_id` },
    ],
  },
  branch: {
    people: [
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
  },
  course: { courses: [{ id: sql`c.id`, via: sql`CROSS JOIN courses c ON c.id = i.item_id` }] },
  category: {
    courses: [
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
  },
  plan: { plans: [{ id: sql`p.id`, via: sql`CROSS JOIN learning_plans p ON p.id = i.item_id` }] },
  catalog: { courses: [listedCourses(sql`i.item_id`)], plans: [listedPlans(sql`i.item_id`)] },
};

/** From a catalog to what it lists. */
function listedCourses(catalog: SQL): Way {
  const listed = sql`CROSS JOIN catalog_items l ON l.catalog_id = ${catalog} AND l.kind = 'course'`;
  return { id: sql`c.id`, via: sql`${listed} CROSS JOIN courses c ON c.id = l.item_id` };
}
function listedPlans(catalog: SQL): Way {
  const listed = sql`CROSS JOIN catalog_items l ON l.catalog_id = ${catalog} AND l.kind = 'plan'`;
  return { id: sql`p.id`, via: sql`${listed} CROSS JOIN learning_plans p ON p.id = l.item_id` };
}

/** What selects without items, with its name in words. */
interface Whole extends Omit<Way, 'descendants'> {
  readonly told: SQL;
  /** As of a `Part`. */
  readonly each: boolean;
}

/** What follows `… FROM held h` in each mode of an axis; a mode that has no row here selects by items or nothing. */
const wholes: Record<Axis, Partial<Record<SelectionMode, Whole>>> = {
  people: {
    all: { id: sql`u.id`, via: sql`CROSS JOIN users u`, told: sql`'all people'`, each: true },
    team: {
      id: sql`t.id`,
      via: sql`CROSS JOIN scope_team t ON t.holder_id = h.holder_id AND t.id <> h.holder_id`,
      told: sql`'the team'`,
      each: true,
    },
  },
  courses: {
    all: { id: sql`c.id`, via: sql`CROSS JOIN courses c`, told: sql`'all courses'`, each: true },
    visible_catalogs: offered(listedCourses(sql`k.id`)),
  },
  plans: {
    all: {
      id: sql`p.id`,
      via: sql`CROSS JOIN learning_plans p`,
      told: sql`'all plans'`,
      each: true,
    },
    visible_catalogs: offered(listedPlans(sql`k.id`)),
  },
};

function offered({ id, via }: Way): Whole {
  const visible = sql`CROSS JOIN scope_catalogs v ON v.holder_id = h.holder_id
    CROSS JOIN catalogs k ON k.id = v.id`;
  // Two catalogs may list one course.
  return { id, via: sql`${visible} ${via}`, told: sql`'visible catalog ' || k.name`, each: false };
}

/** Some of what is selected: rows (id, bit). */
export interface Part {
  readonly rows: SQL;
  /** The datasets that it is of. */
  readonly of: readonly Held[];
  /** Whether no id can come twice for one of them. */
  readonly each: boolean;
}

/**
 * Everything that the datasets in the table `held` (dataset_id, holder_id, bit, and a mode for each axis) select on
 * an axis. A mode or kind without a row in these tables selects nothing.
 */
export function selected(axis: Axis, held: SQL, datasets: readonly Held[], take: Take): Part[] {
  const inMode = (on: Axis, wanted: string) => datasets.filter(({ modes }) => modes[on] === wanted);
  const mode = sql.identifier(axis);
  const parts: Part[] = [];
  for (const [word, { id, via, each }] of Object.entries(wholes[axis])) {
    const of = inMode(axis, word);
    if (of.length === 0) continue;
    const rows = sql`SELECT ${id} AS id, h.bit AS bit FROM ${held} h ${via}
      WHERE h.${mode} = ${text(word)}`;
    parts.push({ rows, of, each });
  }
  for (const { kind, home, id, via, reach, descendants } of waysTo(axis)) {
    const { of, only } = itemsOf(inMode(home, 'subset'), kind, descendants);
    if (of.length === 0) continue;
    const rows = sql`SELECT ${id} AS id, h.bit AS bit FROM ${held} h
      CROSS JOIN dataset_items i ON i.dataset_id = h.dataset_id AND i.kind = ${text(kind)} ${reach}
      ${only} ${via} WHERE h.${sql.identifier(home)} = 'subset'`;
    parts.push({ rows, of, each: only !== undefined });
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

/** Every way of every kind that reaches an axis; `home` is the axis where the kind is named. */
function waysTo(axis: Axis) {
  return Object.entries(itemKinds).flatMap(([kind, { axis: home }]) =>
    (ways[kind as ItemKind][axis] ?? []).map(({ id, via, descendants }) => {
      const reach =
        descendants === undefined ? sql`` : sql`AND i.descendants = ${literal(descendants)}`;
      return { kind: kind as ItemKind, home, id, via, reach, descendants };
    }),
  );
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
  catalog: { word: 'catalog', name: sql`(SELECT name FROM catalogs WHERE id = i.item_id)` },
};

/** Of a dataset that is passed on, what its holder has only by who they are is no way (PU-064). */
type Walked = Pick<Rectangle, 'datasetId' | 'holderId'> & { readonly passedOn?: true };

/**
 * Rows (way): in words, everything in one dataset that leads to an id of an axis, or to any id where it is null.
 * Walks the same ways as `selected`, so that the two can't tell different stories.
 */
export function leadingTo(
  axis: Exclude<Axis, 'plans'>,
  { rules, ...dataset }: Walked & Pick<Rectangle, 'rules'>,
  id: number | null,
): SQL {
  const { datasetId, holderId } = dataset;
  const leads = (found: SQL) => (id === null ? sql`1` : sql`${found} = ${integer(id)}`);
  const { take, tables } = ruleValues();
  const parts = [
    ...stepsTo(axis, dataset, leads),
    ...rulesTo(axis, datasetId, rules?.[axis], { leads, take }),
  ];
  if (axis === 'courses') {
    const ofPlan = (plan: SQL) => sql`EXISTS (SELECT 1 FROM learning_plan_courses pc
      WHERE pc.plan_id = ${plan} ${id === null ? sql`` : sql`AND pc.course_id = ${integer(id)}`})`;
    parts.push(...stepsTo('plans', dataset, ofPlan));
  }
  const values = [...tables(), ...holderTables([{ holderId, modes: whoever }])];
  return sql`WITH ${sql.join(values, sql`, `)} ${distinctWays(parts)}`;
}

/** As if every mode that depends on the holder were in use: the ways of those that are not are shut. */
const whoever = { people: 'team', courses: 'visible_catalogs', plans: 'visible_catalogs' } as const;

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

/** So many catalogs that show a course are named. */
const mostTold = 20;

function stepsTo(
  axis: Axis,
  { datasetId, holderId, passedOn }: Walked,
  leads: (id: SQL) => SQL,
): SQL[] {
  const chosen = (of: Axis, mode: SelectionMode) => hasMode(of, datasetId, mode);
  const open = Object.entries(wholes[axis]).filter(
    ([mode]) => !(passedOn && isBoundToHolder(mode as SelectionMode)),
  );
  const parts = open.map(
    ([mode, { id, via, told }]) => sql`SELECT way FROM (SELECT ${told} AS way
      FROM (SELECT ${integer(holderId)} AS holder_id) h ${via}
      WHERE ${chosen(axis, mode as SelectionMode)} AND ${leads(id)} LIMIT ${integer(mostTold)})`,
  );
  for (const { kind, home, id, via, reach, descendants } of waysTo(axis)) {
    const { word, name } = names[kind];
    const downwards = descendants ? sql` || ' and below'` : sql``;
    parts.push(sql`SELECT ${text(`${word} `)} || ${name} ${downwards} AS way FROM dataset_items i ${via}
      WHERE i.dataset_id = ${integer(datasetId)} AND i.kind = ${text(kind)} ${reach}
      AND ${chosen(home, 'subset')} AND ${leads(id)}`);
  }
  return parts;
}

const literal = (value: boolean): SQL => sql.raw(value ? '1' : '0');
const text = constantText;
