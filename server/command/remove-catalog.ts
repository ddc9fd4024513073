/** Removes a catalog; what it lists stays, and datasets that name the catalog are without it at once. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from './actor.ts';
import { type CatalogRecord, catalogSubject, noCatalog } from './catalog-record.ts';
import { type Occasion, remove } from './change.ts';
import { idSchema } from './lms-text.ts';
import { parse } from './parse.ts';

const inputSchema = z.strictObject({ catalog: idSchema });

/**
 * @param input `{ catalog: id }`
 * @returns the catalog that was
 * @throws Refusal `not-found`
 */
export async function removeCatalog(occasion: Occasion, input: unknown): Promise<CatalogRecord> {
  authorize(occasion.actor, 'catalog.remove');
  const { catalog } = parse(inputSchema, input);
  return remove(occasion, 'catalog.remove', catalogSubject(catalog), (before) => {
    if (before === null) throw noCatalog(catalog);
    return { statements: [sql`DELETE FROM catalogs WHERE key = ${catalog}`] };
  });
}
