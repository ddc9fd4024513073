/** Whose gifts count: conditions on the live tables that decide about rights which somebody passed on. */
import { type SQL, sql } from 'drizzle-orm';
import { levelStands } from './gift.ts';

/** Whether the user with this id is an active power user whose account has not ended. */
export const stands = (userId: SQL, nowSeconds: number): SQL =>
  sql`EXISTS (SELECT 1 FROM users WHERE id = ${userId} AND level = 'power_user'
    AND status = 'active' AND ${levelStands(sql`users.id`)} AND (expires_at IS NULL OR expires_at > ${nowSeconds}))`;

/**
 * Whether the row at hand (a table with `profile_id` and `granted_by`) counts: a superadmin gave it, or a power user
 * who stands and holds the profile to pass on by a row that counts. One row has one giver, so there is one way up,
 * and UNION ends it in a ring, which counts for nothing.
 */
export const giftCounts = (row: SQL, nowSeconds: number): SQL =>
  sql`(${row}.granted_by IS NULL OR EXISTS (
    WITH RECURSIVE givers (id) AS (
      SELECT ${row}.granted_by
      UNION SELECT r.granted_by FROM givers CROSS JOIN profile_resources r
      ON r.power_user_id = givers.id AND r.profile_id = ${row}.profile_id
      WHERE ${stands(sql`givers.id`, nowSeconds)})
    SELECT 1 FROM givers WHERE id IS NULL))`;
