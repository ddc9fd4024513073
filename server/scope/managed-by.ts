/** Which power users somebody who administers sees, and on which of those they may act (PU-010, PU-015, PU-016, PU-102). */
import { type SQL, sql } from 'drizzle-orm';
import { integer } from '../data/literal.ts';
import type { Scope } from './scope.ts';
import { compileScope, selection } from './sql.ts';

/** Conditions over the row `users u` at hand; together they are a list's filter and a command's guard. */
export interface Managed {
  /** Stands among the people of a dataset of theirs, under the site's ceiling, and is not they themselves. */
  readonly sees: SQL;
  /** A power user on whom they may act: one they promoted, or anybody they see, and nobody above them. */
  readonly manages: SQL;
  /** A user whom they may make a power user. */
  readonly promotes: SQL;
}

/** @param scope of the power user who administers, resolved for this very request */
export function managedBy(scope: Scope): Managed {
  const me = integer(scope.powerUserId);
  const { tables } = compileScope(scope);
  const sees = sql`(u.id <> ${me} AND u.id IN (${tables} SELECT id FROM ${selection('people')}))`;
  const mayMake = scope.permissions.has('power_users.create');
  const among = scope.permissions.has('power_users.edit')
    ? sql`1`
    : mayMake
      ? sql`u.promoted_by = ${me}`
      : sql`0`;
  return {
    sees,
    manages: sql`(u.level = 'power_user' AND ${among} AND ${sees} AND u.id NOT IN (${above(me)}))`,
    promotes: sql`(u.level = 'user' AND ${integer(mayMake ? 1 : 0)} AND ${sees})`,
  };
}

/**
 * `SELECT …`: the ids of somebody and of everybody above them: who promoted them, granted them a profile, passed one
 * on to them or cut a dataset for them, and so on upwards. Whoever is above gets nothing from below, so there are no
 * rings. UNION ends it in those that stand in the data nonetheless.
 */
export const above = (userId: SQL): SQL => sql`
  WITH RECURSIVE above (id) AS (
    SELECT ${userId}
    UNION SELECT u.promoted_by FROM above CROSS JOIN users u ON u.id = above.id
    WHERE u.promoted_by IS NOT NULL
    UNION SELECT g.granted_by FROM above CROSS JOIN grants g ON g.power_user_id = above.id
    WHERE g.granted_by IS NOT NULL
    UNION SELECT r.granted_by FROM above CROSS JOIN profile_resources r ON r.power_user_id = above.id
    WHERE r.granted_by IS NOT NULL
    UNION SELECT d.made_by FROM above CROSS JOIN dataset_assignments a ON a.power_user_id = above.id
    CROSS JOIN datasets d ON d.id = a.dataset_id WHERE d.made_by IS NOT NULL)
  SELECT id FROM above`;
