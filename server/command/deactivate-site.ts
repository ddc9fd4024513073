/** Shuts a site: every token that came through it is refused from the next request on. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { change, type Occasion } from './change.ts';
import { parse } from './parse.ts';
import { requireSite, type SiteRecord, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({ site: z.string() });

/**
 * @param input `{ site: id }`. A site that is not active stays as it is.
 * @throws Refusal `not-found`.
 */
export async function deactivateSite(occasion: Occasion, input: unknown): Promise<SiteRecord> {
  authorize(occasion.actor, 'site.deactivate');
  const { site } = parse(inputSchema, input);
  const { after } = await change(occasion, 'site.deactivate', siteSubject(site), (before) => {
    if (!requireSite(before, site).active) return { statements: [] };
    return { statements: [sql`UPDATE sites SET active = 0 WHERE id = ${site}`] };
  });
  return after;
}
