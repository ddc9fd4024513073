/** Opens a deactivated site again, with the keys and origins that it had. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { requireSite, type SiteRecord, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({ site: z.string() });

/**
 * @param input `{ site: id }`. An active site stays as it is.
 * @throws Refusal `not-found`.
 */
export async function activateSite(occasion: Occasion, input: unknown): Promise<SiteRecord> {
  authorize(occasion.actor, 'site.activate');
  const { site } = parse(inputSchema, input);
  const { after } = await change(occasion, 'site.activate', siteSubject(site), (before) => {
    if (requireSite(before, site).active) return { statements: [] };
    return { statements: [sql`UPDATE sites SET active = 1 WHERE id = ${site}`] };
  });
  return after;
}
