/** What a change of state is: what it does to the plain world, and the writes that do it to the database. */
import { eq, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database, Runnable } from '../../server/data/database.ts';
import type { Catalog, Dataset, Node, World } from '../reference/world.ts';
import type { Random } from '../world/random.ts';

export interface Step {
  /** What was done, for the log of a failing run. */
  readonly told: string;
  readonly world: World;
  readonly writes: readonly Runnable[];
  /** The database must refuse the writes, and the world stays. */
  readonly refused?: boolean;
}

/** Answers null where the world has nothing to change in this way. */
export type Change = (world: World, random: Random, orm: Database['orm']) => Step | null;

type KeyedTable = SQLiteTable & { readonly id: SQLiteColumn; readonly key: SQLiteColumn };
type NamedTable = SQLiteTable & { readonly id: SQLiteColumn; readonly name: SQLiteColumn };

/** The internal id of what has the key, looked up by the write itself. */
export const idOf = (table: KeyedTable, key: string): SQL<number> =>
  sql`(SELECT ${table.id} FROM ${table} WHERE ${eq(table.key, key)})`;

export const idOfName = (table: NamedTable, name: string): SQL<number> =>
  sql`(SELECT ${table.id} FROM ${table} WHERE ${eq(table.name, name)})`;

/** One of a list, or null when it is empty. */
export const anyOf = <T>(random: Random, list: readonly T[]): T | null =>
  list.length === 0 ? null : random.pick(list);

export const without = <T>(list: readonly T[], gone: T): T[] => list.filter((one) => one !== gone);

export const replaced = <T>(list: readonly T[], old: T, fresh: T): T[] =>
  list.map((one) => (one === old ? fresh : one));

/** Datasets after a resource was deleted: what named it names it no more, even if its key comes back. */
export const withoutItem = (datasets: readonly Dataset[], kind: string, key: string): Dataset[] =>
  datasets.map((dataset) => ({
    ...dataset,
    items: dataset.items.filter((item) => item.kind !== kind || item.key !== key),
  }));

/** Datasets after one was deleted: what was cut out of it is a part of nothing, even if its name comes back. */
export const orphaned = (datasets: readonly Dataset[], name: string): Dataset[] =>
  datasets.map((one) => (one.cutFrom === name ? { ...one, cutFrom: 'gone' } : one));

/** Catalogs after a resource was deleted: it is neither listed in them nor among their audience. */
export const withoutListed = ({ catalogs = [] }: World, kind: string, key: string): Catalog[] =>
  catalogs.map((catalog) => ({
    ...catalog,
    courses: kind === 'course' ? without(catalog.courses, key) : catalog.courses,
    plans: kind === 'plan' ? without(catalog.plans, key) : catalog.plans,
    audience: catalog.audience.filter((one) => one.kind !== kind || one.key !== key),
  }));

/** The keys that datasets name of a kind. */
export const held = (datasets: readonly Dataset[], kind: string): string[] =>
  datasets.flatMap(({ items }) => items.flatMap((item) => (item.kind === kind ? [item.key] : [])));

/** Where a node moves to: often into what somebody holds, sometimes out of everything. */
export function newParent(nodes: readonly Node[], named: readonly string[], random: Random) {
  if (random.chance(0.3)) return null;
  const wanted = nodes.filter(({ key }) => named.includes(key));
  return random.pick(wanted.length > 0 && random.chance(0.6) ? wanted : nodes).key;
}
