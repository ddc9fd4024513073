/** In words, how a dataset leads to somebody or something: for explanations. */
import { type SQL, sql } from 'drizzle-orm';
import {
  type Axis,
  type ItemKind,
  isBoundToHolder,
  type SelectionMode,
} from '../../shared/scope.ts';
import { integer, constantText as text } from '../data/literal.ts';
import type { BoundGroup, BoundRule } from './bind-rule.ts';
import { holderTables } from './holder.ts';
import type { Take } from './rule-field.ts';
import { ruleRows, ruleValues } from './rule-sql.ts';
import type { Rectangle } from './scope.ts';
import { distinctWays } from './union.ts';
import { waysTo, wholes } from './ways.ts';

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
