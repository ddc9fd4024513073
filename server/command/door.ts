/** Whether a power user can look through a site, and if not, which of the two it is up to. For operators, who may know. */
import { sql } from 'drizzle-orm';
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { readRecord } from './change.ts';
import {
  findPerson,
  type PowerUserRecord,
  powerUserSubject,
  requirePowerUser,
} from './power-user-record.ts';
import { requireSite, type SiteRecord, siteSubject } from './site-record.ts';

export interface Door {
  /** Our own id. */
  readonly powerUserId: number;
  readonly powerUser: PowerUserRecord;
  readonly site: SiteRecord;
}

/**
 * @throws Refusal `not-found` for a person or site that there is not; `unprocessable` for a site that is not active
 * and a person who is no power user, not active or expired.
 */
export async function requireDoor(
  database: Database,
  { username, siteId, nowSeconds }: { username: string; siteId: string; nowSeconds: number },
): Promise<Door> {
  const site = requireSite(await readRecord(database, siteSubject(siteId)), siteId);
  if (!site.active) throw new Refusal('unprocessable', `The site "${siteId}" is not active`);
  const key = await findPerson(database, username);
  const powerUser = requirePowerUser(await readRecord(database, powerUserSubject(key)), key);
  const [[[id, expiresAt] = []] = []] = await database.read(
    sql`SELECT id, expires_at FROM users WHERE key = ${key}`,
  );
  if (powerUser.status !== 'active')
    throw new Refusal('unprocessable', `${username} is not active`);
  if (typeof expiresAt === 'number' && expiresAt <= nowSeconds) {
    throw new Refusal('unprocessable', `The account of ${username} has expired`);
  }
  return { powerUserId: Number(id), powerUser, site };
}
