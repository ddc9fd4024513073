/** Ends a key of a site: assertions signed with it, and tokens that came of them, are refused from now on. */
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { revokeSiteKey as revocation } from '../token/site-keys.ts';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { requireSite, type SiteRecord, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({ site: z.string(), key: z.string() });

/**
 * @param input `{ site: id, key: id }`. A key that is revoked already keeps its time.
 * @throws Refusal `not-found` for a site or a key of it that there is not.
 */
export async function revokeSiteKey(occasion: Occasion, input: unknown): Promise<SiteRecord> {
  authorize(occasion.actor, 'site.revoke_key');
  const { site, key } = parse(inputSchema, input);
  const { database, nowSeconds } = occasion;
  const { after } = await change(occasion, 'site.revoke_key', siteSubject(site), (before) => {
    const found = requireSite(before, site).keys.find(({ id }) => id === key);
    if (found === undefined) {
      throw new Refusal('not-found', `The site "${site}" has no key "${key}"`);
    }
    if (found.revokedAt !== null) return { statements: [] };
    return { statements: [revocation(database, { siteId: site, keyId: key, nowSeconds })] };
  });
  return after;
}
