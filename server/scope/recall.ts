/** Keeps the last resolved scopes for as long as nothing that they rest on has moved, so that most requests ask once. */
import type { Database } from '../data/database.ts';
import { resolveScope, type ScopeRequest } from './resolve.ts';
import type { Scope, Versions } from './scope.ts';

/** The state of the tables, read in the request at hand. */
export interface Stamp {
  /** Of the power user's rights. */
  readonly epoch: number;
  readonly versions: Versions;
}

/** More power users than look at once, and little memory: a scope holds no people and no courses. */
const mostKept = 1_000;

interface Kept {
  readonly scope: Scope;
  /** Unix seconds: a clock that was set back knows nothing of what was resolved later. */
  readonly resolvedAt: number;
}

const keptOf = new WeakMap<Database, Map<string, Kept>>();

/**
 * `resolveScope`, worked out anew unless the stamp says that nothing has moved. Whatever scopes rest on moves the
 * membership version or the power user's epoch in the batch that changes it, and no version comes twice; where time
 * alone decides, the scope says until when it stands. So a kept scope is the one that would be worked out.
 * @param stamp from the snapshot in which the session was found to stand
 */
export async function recallScope(
  database: Database,
  request: ScopeRequest,
  stamp: Stamp,
): Promise<Scope> {
  const kept = keptOf.get(database) ?? new Map<string, Kept>();
  keptOf.set(database, kept);
  const holder = JSON.stringify([request.powerUserId, request.siteId]);
  const known = kept.get(holder);
  if (known && stands(known, request, stamp)) return { ...known.scope, versions: stamp.versions };
  const scope = await resolveScope(database, request);
  kept.delete(holder);
  kept.set(holder, { scope, resolvedAt: request.nowSeconds });
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return scope;
}

const stands = ({ scope, resolvedAt }: Kept, { nowSeconds }: ScopeRequest, stamp: Stamp): boolean =>
  scope.epoch === stamp.epoch &&
  scope.versions.membership === stamp.versions.membership &&
  resolvedAt <= nowSeconds &&
  (scope.standsUntil === null || nowSeconds < scope.standsUntil);
