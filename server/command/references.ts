/** Keys that a change names and that must be there: complained of one by one, and held to when the batch runs. */
import { type SQL, sql } from 'drizzle-orm';
import type { RefusalPlace } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { refuseEach } from './parse.ts';

/** Where keys are looked up. The names of tables stand here and come from nowhere else. */
const tables = {
  user: sql`users`,
  'additional field': sql`user_fields`,
  group: sql`groups`,
  branch: sql`branches`,
  category: sql`categories`,
  course: sql`courses`,
  plan: sql`learning_plans`,
} as const;
export type ReferenceKind = keyof typeof tables;

/** A key, and the field that names it. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly key: string;
  readonly field: string;
}

/** Rows (place, key) of those that are not there, the place counting from 0. */
const missing = (kind: ReferenceKind, keys: readonly string[]): SQL =>
  sql`SELECT key, value FROM json_each(${JSON.stringify(keys)})
    WHERE value NOT IN (SELECT key FROM ${tables[kind]})`;

/**
 * @returns what must hold when the batch runs
 * @throws Refusal `unprocessable` that names each field whose key is not there
 */
export async function requireReferences(
  database: Database,
  references: readonly Reference[],
): Promise<SQL[]> {
  const groups = [...Map.groupBy(references, ({ kind }) => kind)].map(([kind, all]) => ({
    all,
    missing: missing(
      kind,
      all.map(({ key }) => key),
    ),
  }));
  if (groups.length === 0) return [];
  const answers = await database.read(...groups.map((group) => group.missing));
  const places = groups.flatMap(({ all }, at) =>
    (answers[at] ?? []).flatMap(([place]) => placeOf(all[Number(place)])),
  );
  if (places.length > 0) throw refuseEach(places);
  return groups.map((group) => sql`NOT EXISTS (${group.missing})`);
}

const placeOf = (reference: Reference | undefined): RefusalPlace[] =>
  reference === undefined
    ? []
    : [{ field: reference.field, message: `There is no ${reference.kind} "${reference.key}"` }];
