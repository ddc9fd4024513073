/** The kinds of what is assigned by name, one row each: the table of its assignments, and how a name leads to its id. */
import { type SQL, sql } from 'drizzle-orm';
import type { AssignableKind, ResourceKind } from '../../shared/resource.ts';
import { dashboards } from '../report/dashboard-catalogue.ts';

interface Assignable {
  /** Its table of assignments, and the column that names the thing. */
  readonly table: SQL;
  readonly column: SQL;
  /** Rows (key, id) of all that there are. */
  readonly all: SQL;
}

const resource = (kind: ResourceKind): Assignable => ({
  table: sql`resource_assignments`,
  column: sql`resource_id`,
  all: sql`SELECT key, id FROM resources WHERE kind = ${kind}`,
});

const rows: Readonly<Record<AssignableKind, () => Assignable>> = {
  page: () => ({
    table: sql`page_assignments`,
    column: sql`page`,
    all: sql`SELECT value AS key, value AS id FROM json_each(${JSON.stringify([...dashboards.keys()])})`,
  }),
  menu: () => ({
    table: sql`menu_assignments`,
    column: sql`menu_id`,
    all: sql`SELECT name AS key, id FROM menus`,
  }),
  location: () => resource('location'),
  channel: () => resource('channel'),
  folder: () => resource('folder'),
};

export const assignable = (kind: AssignableKind): Assignable => rows[kind]();

/** Of these names, those that name nothing of the kind. */
export const missingOf = (kind: AssignableKind, keys: readonly string[]): SQL =>
  sql`SELECT value FROM json_each(${JSON.stringify(keys)})
    WHERE value NOT IN (SELECT key FROM (${assignable(kind).all}))`;
