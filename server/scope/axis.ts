/** Whom and what datasets select, as the rows that scopes are made of. */
import { type SQL, sql } from 'drizzle-orm';
import type { Axis } from '../../shared/scope.ts';
import { integer, constantText as text } from '../data/literal.ts';
import type { Held } from './layout.ts';
import type { Take } from './rule-field.ts';
import { ruleRows } from './rule-sql.ts';
import { waysTo, wholes } from './ways.ts';

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
