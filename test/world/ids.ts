/** The internal ids that a world is written with: small, and the same in every table. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import {
  branches,
  catalogs,
  categories,
  courses,
  datasets,
  groups,
  learningPlans,
  profiles,
  users,
} from '../../server/data/schema/index.ts';
import type { Item, World } from '../reference/world.ts';

export type Ids = ReadonlyMap<string, number>;

/** The internal ids by key. They run from 1 in every table, so that an id mistaken for another's is a hit. */
export interface WorldIds {
  readonly users: Ids;
  readonly groups: Ids;
  readonly branches: Ids;
  readonly categories: Ids;
  readonly courses: Ids;
  readonly plans: Ids;
  readonly catalogs: Ids;
  readonly datasets: Ids;
  readonly profiles: Ids;
}

/** What stands for a key that names nothing: an id that no row has. */
export const nobody = 987_654;

const number = (things: readonly { readonly key: string }[]): Ids =>
  new Map(things.map(({ key }, index) => [key, index + 1]));
const byName = (things: readonly { readonly name: string }[]): Ids =>
  number(things.map(({ name }) => ({ key: name })));

export function idsOf(world: World): WorldIds {
  return {
    users: number(world.users),
    groups: number(world.groups),
    branches: number(world.branches),
    categories: number(world.categories),
    courses: number(world.courses),
    plans: number(world.plans),
    catalogs: number(world.catalogs ?? []),
    datasets: byName(world.datasets),
    profiles: byName(world.profiles),
  };
}

/** A key that names nothing gets the id that no row has. */
export const idIn = (ids: Ids, key: string | null) =>
  key === null ? null : (ids.get(key) ?? nobody);

const itemTables: Readonly<Record<string, Exclude<keyof WorldIds, 'datasets' | 'profiles'>>> = {
  user: 'users',
  group: 'groups',
  branch: 'branches',
  course: 'courses',
  category: 'categories',
  plan: 'plans',
  catalog: 'catalogs',
};

/**
 * The id that an item is written with. An unknown kind gets the id of whatever has its key, so that it is a hit
 * for who overlooks the kind; a key of nothing goes in as it stands (`*`, `%`), or as a negative number.
 */
export function itemId(ids: WorldIds, { kind, key }: Item, position: number): number | string {
  const known = itemTables[kind];
  const places = known ? [ids[known]] : Object.values(itemTables).map((name) => ids[name]);
  const id = places.map((place) => place.get(key)).find((found) => found !== undefined);
  if (id !== undefined) return id;
  return Number.isNaN(Number(key)) ? key : -1 - position;
}

/** The ids that a database has by now, after rows came and went. */
export async function readIds(database: Database): Promise<WorldIds> {
  const keyed = [users, groups, branches, categories, courses, learningPlans, catalogs];
  const answers = await database.read(
    ...keyed.map((table) => sql`SELECT key, id FROM ${table}`),
    ...[datasets, profiles].map((table) => sql`SELECT name, id FROM ${table}`),
  );
  const place = (index: number): Ids =>
    new Map((answers[index] ?? []).map(([key, id]) => [String(key), Number(id)]));
  return {
    users: place(0),
    groups: place(1),
    branches: place(2),
    categories: place(3),
    courses: place(4),
    plans: place(5),
    catalogs: place(6),
    datasets: place(7),
    profiles: place(8),
  };
}
