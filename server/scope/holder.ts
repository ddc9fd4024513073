/** What depends on who holds a dataset, as tables of a statement: the people below them, and the catalogs that they see. */
import { type SQL, sql } from 'drizzle-orm';
import type { SelectionMode } from '../../shared/scope.ts';
import { constantText, integer } from '../data/literal.ts';
import type { Selected } from './scope.ts';

/** For the statement's WITH: a table for each mode that is in use, with rows for each who holds it. */
export function holderTables(datasets: readonly Pick<Selected, 'holderId' | 'modes'>[]): SQL[] {
  return Object.entries(tables).flatMap(([mode, table]) => {
    const holders = datasets.filter(({ modes }) =>
      Object.values(modes).some((one) => one === mode),
    );
    const ids = new Set(holders.map(({ holderId }) => holderId));
    const rows = Array.from(ids, (id) => sql`(${integer(id)})`);
    return rows.length === 0 ? [] : [table(sql`(VALUES ${sql.join(rows, sql`, `)})`)];
  });
}

const tables: Partial<Record<SelectionMode, (holders: SQL) => SQL>> = {
  /**
   * Everybody below somebody, at any depth, whatever their status (PU-061). A ring of managers ends where it began,
   * because UNION takes nobody twice; it then has the holder in it, whom the readers of the table leave out.
   */
  team: (holders) => sql`scope_team (holder_id, id) AS (
    SELECT h.column1, u.id FROM ${holders} h CROSS JOIN users u ON u.manager_id = h.column1
    UNION SELECT t.holder_id, u.id FROM scope_team t CROSS JOIN users u ON u.manager_id = t.id)`,
  /** The catalogs that somebody sees as a learner: everybody's, and those whose audience has them (PU-059). */
  visible_catalogs: (holders) => sql`scope_catalogs (holder_id, id) AS (
    SELECT h.column1, k.id FROM ${holders} h CROSS JOIN catalogs k
    LEFT JOIN users u ON u.id = h.column1
    WHERE k.visibility = 'everyone' OR (k.visibility = 'restricted' AND EXISTS (
      SELECT 1 FROM catalog_audiences a WHERE a.catalog_id = k.id AND (${isAmong}))))`,
};

/** How each kind of audience `a` has the user `u`; a kind without a row has nobody. */
const audiences = {
  user: sql`a.item_id = u.id`,
  group: sql`EXISTS (SELECT 1 FROM group_members m
    WHERE m.group_id = a.item_id AND m.user_id = u.id)`,
  branch: sql`(a.item_id = u.branch_id OR (a.descendants = 1 AND EXISTS (
    SELECT 1 FROM branch_closure b WHERE b.ancestor_id = a.item_id AND b.descendant_id = u.branch_id)))`,
};

const isAmong = sql.join(
  Object.entries(audiences).map(([kind, has]) => sql`a.kind = ${constantText(kind)} AND ${has}`),
  sql` OR `,
);
