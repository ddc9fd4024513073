/** What a power user may pick for somebody else: single things out of what they hold explicitly (PU-062 to PU-064). */
import { type SQL, sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import { type Axis, type ItemKind, itemKinds, type SelectionItem } from '../../shared/scope.ts';
import type { Database } from '../data/database.ts';
import { integer } from '../data/literal.ts';
import { explicit } from '../scope/chain.ts';
import type { Rectangle, Selected } from '../scope/scope.ts';
import { compileScope, selection } from '../scope/sql.ts';
import type { Authority } from './authority.ts';
import type { Source } from './cut-dataset.ts';
import { itemTables } from './dataset-record.ts';
import type { RuledSelection } from './dataset-selections.ts';

interface Wanted {
  readonly dataset: string;
  readonly maker?: string | undefined;
  readonly selections: readonly RuledSelection[];
}

/**
 * The dataset of that name that the actor effectively holds, and every item within it.
 * @throws Refusal `forbidden` for anything else, whether it exists or not; `unprocessable` for what is no picked item
 */
export async function requirePickable(
  database: Database,
  { scope, actor, holds }: Authority,
  { dataset, maker, selections }: Wanted,
): Promise<Source> {
  if (maker !== undefined && maker !== actor.key) {
    throw new Refusal('forbidden', 'You give of your own alone');
  }
  const picked = selections.every(
    ({ mode, rules }) => (mode === 'subset' || mode === 'none') && rules === null,
  );
  if (!picked)
    throw new Refusal('unprocessable', 'Pick the items to pass on: all, and rules, can not be');
  const held = scope.rectangles.find(({ name }) => name === dataset);
  // What an automation gives is not the holder's own to pass on.
  const [[[own] = []] = []] = await database.read(sql`SELECT EXISTS (SELECT 1
    FROM dataset_assignments WHERE power_user_id = ${actor.powerUserId}
    AND dataset_id = ${held?.datasetId ?? 0})`);
  const rectangle = own === 1 && held ? explicit(held) : undefined;
  if (rectangle === undefined) {
    throw new Refusal('forbidden', `You do not hold the dataset "${dataset}"`);
  }
  for (const { axis, items } of selections) {
    const strange = await notWithin(database, axis, items, rectangle, scope.ceiling);
    if (strange.length === 0) continue;
    const places = strange.map((told) => ({ field: `selections.${axis}`, message: told }));
    throw new Refusal('forbidden', strange.join('; '), { places });
  }
  return { datasetId: rectangle.datasetId, maker: sql`${actor.powerUserId}`, holds };
}

/** People, courses and plans one by one must be in what the dataset comes to; what holds several must be named in it. */
async function notWithin(
  database: Database,
  axis: Axis,
  items: readonly SelectionItem[],
  rectangle: Rectangle,
  ceiling: Rectangle,
): Promise<string[]> {
  if (items.length === 0) return [];
  const { tables } = compileScope({ rectangles: [rectangle], ceiling });
  const links = [rectangle, ...(rectangle.above ?? []), ceiling];
  const deciding = links.find(({ modes }) => modes[axis] !== 'all');
  const kinds = Object.keys(itemKinds).filter((kind) => itemKinds[kind as ItemKind].axis === axis);
  const within = kinds.map((kind) => {
    const known = single.has(kind)
      ? sql`x.id IN (SELECT id FROM ${selection(axis)})`
      : named(kind as ItemKind, deciding);
    return sql`WHEN ${kind} THEN EXISTS (SELECT 1 FROM ${sql.raw(itemTables[kind as ItemKind])} x
      WHERE x.key = w.value ->> 'key' AND ${known})`;
  });
  const [rows = []] = await database.read(sql`${tables}
    SELECT w.value ->> 'kind', w.value ->> 'key' FROM json_each(${JSON.stringify(items)}) w
    WHERE NOT CASE w.value ->> 'kind' ${sql.join(within, sql` `)} ELSE 0 END LIMIT 20`);
  return rows.map(([kind, key]) => `You do not hold the ${kind} "${key}"`);
}

const single = new Set<string>(['user', 'course', 'plan'] satisfies ItemKind[]);

/** Trees that hold what is below a node of theirs. */
const closures: Partial<Record<ItemKind, string>> = {
  branch: 'branch_closure',
  category: 'category_closure',
};

/** Whether the thing `x` at hand is an item of the first dataset of the chain that is not all, or below one. */
function named(kind: ItemKind, deciding: Selected | undefined): SQL {
  if (deciding === undefined) return sql`1`;
  if (deciding.modes[itemKinds[kind].axis] !== 'subset') return sql`0`;
  const item = sql`SELECT 1 FROM dataset_items i WHERE i.dataset_id = ${integer(deciding.datasetId)}
    AND i.kind = ${kind}`;
  const itself = sql`EXISTS (${item} AND i.item_id = x.id
    AND i.descendants >= (w.value ->> 'descendants'))`;
  const closure = closures[kind];
  if (closure === undefined) return itself;
  return sql`(${itself} OR EXISTS (${item} AND i.descendants = 1 AND EXISTS (SELECT 1
    FROM ${sql.identifier(closure)} t WHERE t.ancestor_id = i.item_id AND t.descendant_id = x.id)))`;
}
