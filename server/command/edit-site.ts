/** Changes a site's name, origins or ceiling, for everyone who looks through it. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { findCeiling } from './ceiling.ts';
import { change, type Occasion } from './change.ts';
import { originsSchema } from './origin.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';
import { requireSite, type SiteRecord, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({
  site: z.string(),
  name: nameSchema.optional(),
  origins: originsSchema.optional(),
  ceiling: nameReferenceSchema.optional(),
});

/**
 * @param input `{ site: id, name?, origins?: all of them anew, ceiling?: name of a shared dataset }`
 * @throws Refusal `not-found`; `unprocessable` for a bad origin or a private ceiling.
 */
export async function editSite(occasion: Occasion, input: unknown): Promise<SiteRecord> {
  authorize(occasion.actor, 'site.edit');
  const { site, name, origins, ceiling } = parse(inputSchema, input);
  const { after } = await change(occasion, 'site.edit', siteSubject(site), async (before) => {
    requireSite(before, site);
    const found = ceiling === undefined ? null : await findCeiling(occasion.database, ceiling);
    return {
      statements: [
        ...(name === undefined ? [] : [sql`UPDATE sites SET name = ${name} WHERE id = ${site}`]),
        ...(origins === undefined ? [] : replaceOrigins(site, origins)),
        ...(found === null
          ? []
          : [sql`UPDATE sites SET ceiling_dataset_id = ${found.datasetId} WHERE id = ${site}`]),
      ],
      holds: found === null ? [] : [found.holds],
    };
  });
  return after;
}

const replaceOrigins = (site: string, origins: readonly string[]) => [
  sql`DELETE FROM site_origins WHERE site_id = ${site}
    AND origin NOT IN (SELECT value FROM json_each(${JSON.stringify(origins)}))`,
  sql`INSERT INTO site_origins (site_id, origin)
    SELECT ${site}, value FROM json_each(${JSON.stringify(origins)}) WHERE true ON CONFLICT DO NOTHING`,
];
