/** Registers a portal: where it stands, and the ceiling that nothing seen through it exceeds (T-08, T-09). */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Refusal } from '../../shared/refusal.ts';
import { authorize } from './actor.ts';
import { findCeiling } from './ceiling.ts';
import { change, type Occasion } from './change.ts';
import { originsSchema } from './origin.ts';
import { parse } from './parse.ts';
import { nameReferenceSchema, nameSchema } from './plain-text.ts';
import { type SiteRecord, siteSubject } from './site-record.ts';

const inputSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, {
    error:
      'A site id has up to 63 lower-case letters, digits, - and _, the first a letter or digit',
  }),
  name: nameSchema,
  origins: originsSchema,
  ceiling: nameReferenceSchema,
});

/**
 * A new site has no key yet, so nothing can be seen through it.
 * @param input `{ id, name, origins: ['https://…'], ceiling: name of a shared dataset }`
 * @throws Refusal `unprocessable` for a bad or taken id, a bad origin or a private ceiling; `not-found` ceiling.
 */
export async function createSite(occasion: Occasion, input: unknown): Promise<SiteRecord> {
  authorize(occasion.actor, 'site.create');
  const { id, name, origins, ceiling } = parse(inputSchema, input);
  const { after } = await change(occasion, 'site.create', siteSubject(id), async (before) => {
    if (before !== null) throw new Refusal('unprocessable', `There is a site "${id}" already`);
    const { datasetId, holds } = await findCeiling(occasion.database, ceiling);
    return {
      statements: [
        sql`INSERT INTO sites (id, name, ceiling_dataset_id) VALUES (${id}, ${name}, ${datasetId})`,
        sql`INSERT INTO site_origins (site_id, origin)
          SELECT ${id}, value FROM json_each(${JSON.stringify(origins)})`,
      ],
      holds: [holds],
    };
  });
  return after;
}
