/** Watches over a download on its way: a right that ends meanwhile ends it too. */
import { Refusal } from '../../shared/refusal.ts';
import type { Database } from '../data/database.ts';
import { resolveScope } from '../scope/resolve.ts';
import type { Scope } from '../scope/scope.ts';

/** How often at most the scope is worked out again while rows go out. */
const lookEveryMs = 1000;

export interface Watched {
  /** What the file is made of. */
  readonly scope: Scope;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Brings automations up to date, whose gifts would not count else. */
  readonly settle?: (() => Promise<unknown>) | undefined;
}

/**
 * Throws Refusal `link-refused` once the scope is not the one that the download began with: a dataset or a permission
 * was taken away or is over, the account or the site is off (threat 21). What has left by then has left.
 * @returns to be called before every chunk, which looks now and then, and before the end, which always looks
 */
export function watch(database: Database, { scope, now, settle }: Watched) {
  const { powerUserId, siteId, digest } = scope;
  let lookedAt = now();
  return async (when: 'chunk' | 'end'): Promise<void> => {
    if (when === 'chunk' && now() - lookedAt < lookEveryMs) return;
    lookedAt = now();
    await settle?.();
    const nowSeconds = Math.floor(lookedAt / 1000);
    const present = await resolveScope(database, { powerUserId, siteId, nowSeconds });
    if (present.digest === digest) return;
    throw new Refusal('link-refused', 'The rights changed meanwhile', { cause: 'rights changed' });
  };
}
