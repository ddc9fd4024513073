/** An internal id is given out once: what is deleted can't be taken for what comes later. */
import { getTableName, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import * as schema from '../../server/data/schema/index.ts';
import { openMemory } from '../world/open.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const name = { key: 'k', name: 'n' };
/** Every table whose ids other tables hold, and a row for it. */
const numbered: readonly (readonly [SQLiteTable, Record<string, string>])[] = [
  [schema.users, { key: 'k', username: 'n' }],
  [schema.userFields, name],
  [schema.groups, name],
  [schema.branches, name],
  [schema.categories, name],
  [schema.courses, { ...name, name_key: 'n', search_key: 'n' }],
  [schema.learningPlans, { ...name, name_key: 'n' }],
  [schema.catalogs, name],
  [schema.profiles, { name: 'n' }],
  [schema.datasets, { name: 'n' }],
];

describe('an internal id', () => {
  it.each(numbered.map(([table, row]) => [getTableName(table), table, row] as const))(
    'of %s never comes again, even when everything was deleted and the same row comes back',
    async (_, table, row) => {
      const columns = sql.join(
        Object.keys(row).map((one) => sql.identifier(one)),
        sql`, `,
      );
      const values = sql.join(
        Object.values(row).map((one) => sql`${one}`),
        sql`, `,
      );
      const addAgain = async () => {
        const [, rows = []] = await database.write([
          sql`DELETE FROM ${table}`,
          sql`INSERT INTO ${table} (${columns}) VALUES (${values}) RETURNING id`,
        ]);
        return Number(rows[0]?.[0]);
      };
      const first = await addAgain();
      const second = await addAgain();
      expect(second).toBeGreaterThan(first);
      expect(await addAgain()).toBeGreaterThan(second);
    },
  );
});
