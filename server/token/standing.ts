/** Whether site, page and person still stand, asked of the live tables: what no token may say for itself. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../data/database.ts';
import { levelStands } from '../scope/gift.ts';

export interface Standing {
  readonly siteId: string;
  /** The site's key whose word opened the door; null when an operator of ours did. */
  readonly siteKeyId: string | null;
  readonly origin: string;
  readonly nowSeconds: number;
}

/** Tables `s`, `u` and `e` of an active site, its origin, and its active power user; no row for anything less. */
export const standing = ({ siteId, siteKeyId, origin, nowSeconds }: Standing, who: SQL): SQL =>
  sql`sites s
    JOIN site_origins o ON o.site_id = s.id AND o.origin = ${origin}
    CROSS JOIN users u
    JOIN epochs e ON e.user_id = u.id
    WHERE s.id = ${siteId} AND s.active = 1
    AND (${siteKeyId} IS NULL OR EXISTS (SELECT 1 FROM site_keys
      WHERE id = ${siteKeyId} AND site_id = s.id AND revoked_at IS NULL))
    AND ${who} AND u.level = 'power_user' AND ${levelStands(sql`u.id`)} AND u.status = 'active'
    AND (u.expires_at IS NULL OR u.expires_at > ${nowSeconds})`;

/**
 * Whether any active site has the origin: compared letter by letter, as browsers write it. A missing header and
 * `null` are no origin. Whoever it is false for gets 403 `origin-refused` (threat 9); a session that was
 * authenticated has proved more than this.
 */
export async function isRegisteredOrigin(
  database: Database,
  origin: string | null | undefined,
): Promise<boolean> {
  if (!origin || origin === 'null') return false;
  const [[[found] = []] = []] = await database.read(sql`SELECT EXISTS (
    SELECT 1 FROM site_origins o JOIN sites s ON s.id = o.site_id
    WHERE o.origin = ${origin} AND s.active = 1) AS found`);
  return found === 1;
}
