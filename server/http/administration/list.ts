/** Answers a list of administration: the page that was asked for, in the form that all lists have. */
import type { SQL } from 'drizzle-orm';
import { actorLabel } from '../../command/actor.ts';
import { type Listing, type PageQuestion, readPage } from '../../command/listing.ts';
import type { AdministrationCall } from '../route.ts';

/**
 * @param query as `listQuery` lets it through: what is common to all lists, and the list's own filters
 * @param where what the filters, and the rights of the caller, ask of every item
 */
export async function answerList<T, W>(
  { database, settings, actor }: AdministrationCall,
  listing: Listing<T>,
  query: PageQuestion & Readonly<Record<string, unknown>>,
  where: readonly SQL[],
  as: (record: T) => W,
): Promise<Response> {
  const { search, sort, limit, cursor, ...filters } = query;
  const context = JSON.stringify([actorLabel(actor), filters]);
  const question = { search, sort, limit, cursor };
  const page = await readPage(database, settings, listing, question, { where, context });
  return Response.json({ ...page, items: page.items.map(as) });
}
