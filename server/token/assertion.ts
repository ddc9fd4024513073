/** A portal's signed word about who sits before it: checked in reading order, and good once. */

import { and, eq, notExists, sql } from 'drizzle-orm';
import { type Database, guard, type Runnable } from '../data/database.ts';
import { assertionUses } from '../data/schema/index.ts';
import { type CompactJws, readCompactJws } from './canonical.ts';
import { isPlainText, lifetimeOf, skewSeconds } from './claims.ts';
import type { Settings } from './settings.ts';
import { isSignedBy } from './signature.ts';
import { openSiteKey, siteKeyAlgorithms, siteKeyRows } from './site-keys.ts';
import { TokenRefusal } from './token-refusal.ts';

/** The longest life of an assertion. */
export const longestAssertionSeconds = 300;

/**
 * The usual libraries of PHP, Python, Java and C# write `JWT` or nothing, so those serve too: audience and key
 * tell an assertion from other tokens. `at+jwt` and everything else is refused.
 */
const types: readonly (string | null)[] = [null, 'JWT', 'ambit-assertion+jwt'];

const safeJti = /^[\x21-\x7e]{16,128}$/;

/** Spent assertions that one exchange clears away at most, so that none pays for a long silence. */
const mostPruned = 200;

export interface VerifiedAssertion {
  readonly siteId: string;
  readonly siteKeyId: string;
  readonly username: string;
  readonly jti: string;
  /** Unix seconds, whole. */
  readonly expiresAt: number;
}

/**
 * Everything but single use, for which `assertionUse` goes into the batch that trades it.
 * Throws TokenRefusal `invalid_grant`, the same for whatever is wrong.
 */
export async function verifyAssertion(
  database: Database,
  settings: Settings,
  assertion: string,
  nowSeconds: number,
): Promise<VerifiedAssertion> {
  const refuse = (cause: string) => new TokenRefusal('invalid_grant', `assertion: ${cause}`);
  const jws = readCompactJws(assertion, siteKeyAlgorithms);
  if (jws === null) throw refuse('form');
  if (!types.includes(jws.typ)) throw refuse('type');
  const { iss, aud, sub, jti } = jws.claims;
  if (!isPlainText(iss, 128)) throw refuse('issuer');
  if (!isAudience(aud, settings.issuer)) throw refuse('audience');
  if (!isPlainText(sub, 255)) throw refuse('subject');
  const lifetime = lifetimeOf(jws.claims, nowSeconds, longestAssertionSeconds);
  if (lifetime === null) throw refuse('lifetime');
  if (typeof jti !== 'string' || !safeJti.test(jti)) throw refuse('jti');
  const siteKeyId = await signerOf(database, settings, jws, iss);
  if (siteKeyId === null) throw refuse('signature');
  return { siteId: iss, siteKeyId, username: sub, jti, expiresAt: Math.ceil(lifetime.expiresAt) };
}

/** Ours and ours alone. Some libraries of Java write even a single audience as a list. */
const isAudience = (aud: unknown, issuer: string): boolean =>
  aud === issuer || (Array.isArray(aud) && aud.length === 1 && aud[0] === issuer);

/** The id of the site's key that signed it, or null. Without a `kid`, each of the algorithm is tried. */
async function signerOf(
  database: Database,
  settings: Settings,
  jws: CompactJws,
  siteId: string,
): Promise<string | null> {
  const [rows = []] = await database.read(siteKeyRows(siteId, jws.alg, jws.kid));
  for (const row of rows) {
    const { id, key } = await openSiteKey(settings, row);
    if (await isSignedBy(key, jws)) return id;
  }
  return null;
}

/**
 * Spends the assertion: fails its batch at the guard when it has been spent before, however many try at once.
 * A use is remembered until the assertion would be refused as too old anyway.
 */
export function assertionUse(
  { orm }: Database,
  { siteId, jti, expiresAt }: VerifiedAssertion,
  nowSeconds: number,
): Runnable[] {
  const spent = orm
    .select({ jti: assertionUses.jti })
    .from(assertionUses)
    .where(and(eq(assertionUses.siteId, siteId), eq(assertionUses.jti, jti)));
  return [
    sql`DELETE FROM assertion_uses WHERE (site_id, jti) IN
      (SELECT site_id, jti FROM assertion_uses WHERE expires_at <= ${nowSeconds} LIMIT ${mostPruned})`,
    guard(notExists(spent)),
    orm.insert(assertionUses).values({ siteId, jti, expiresAt: expiresAt + skewSeconds }),
  ];
}
