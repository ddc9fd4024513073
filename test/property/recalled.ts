/** Asks for scopes as requests do: with the stamp that their session was found with, so that kept ones are judged too. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../server/data/database.ts';
import { recallScope, type Stamp } from '../../server/scope/recall.ts';
import type { ScopeRequest } from '../../server/scope/resolve.ts';
import type { Scope } from '../../server/scope/scope.ts';

export async function stampOf(database: Database, powerUserId: number): Promise<Stamp> {
  const [[[epoch, membership, progress] = []] = []] = await database.read(sql`SELECT
    coalesce((SELECT epoch FROM epochs WHERE user_id = ${powerUserId}), 0),
    (SELECT value FROM versions WHERE name = 'membership'),
    (SELECT value FROM versions WHERE name = 'progress')`);
  return {
    epoch: Number(epoch),
    versions: { membership: Number(membership), progress: Number(progress) },
  };
}

export const recalled = async (database: Database, request: ScopeRequest): Promise<Scope> =>
  recallScope(database, request, await stampOf(database, request.powerUserId));
