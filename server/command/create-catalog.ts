/** Makes a catalog that lists nothing yet. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { catalogVisibilities } from '../data/schema/learning.ts';
import { authorize } from './actor.ts';
import { type CatalogRecord, catalogSubject } from './catalog-record.ts';
import { change, type Occasion } from './change.ts';
import { newIdSchema, titleSchema } from './lms-text.ts';
import { parse, refuseEach } from './parse.ts';

const inputSchema = z.strictObject({
  id: newIdSchema,
  name: titleSchema(),
  visibility: z.enum(catalogVisibilities).default('restricted'),
});

/**
 * @param input `{ id, name, visibility? }`; restricted, and so to nobody, unless it says otherwise
 * @throws Refusal `unprocessable` for a bad id or name, and for an id that is taken
 */
export async function createCatalog(occasion: Occasion, input: unknown): Promise<CatalogRecord> {
  authorize(occasion.actor, 'catalog.create');
  const { id, name, visibility } = parse(inputSchema, input);
  const { after } = await change(occasion, 'catalog.create', catalogSubject(id), (before) => {
    if (before !== null) {
      throw refuseEach([{ field: 'id', message: `There is a catalog "${id}" already` }]);
    }
    return {
      statements: [
        sql`INSERT INTO catalogs (key, name, visibility) VALUES (${id}, ${name}, ${visibility})`,
      ],
    };
  });
  return after;
}
