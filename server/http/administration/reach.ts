/** How far a caller of administration sees: superadmins everything, power users their own people and no one else's names. */
import { type SQL, sql } from 'drizzle-orm';
import { type Authority, openAuthority } from '../../command/authority.ts';
import type { AdministrationCall } from '../route.ts';

export interface Reach {
  /** Null for who administers everything. */
  readonly authority: Authority | null;
  /** What must hold of the row `users u` at hand for the caller to see it. */
  readonly where: readonly SQL[];
  /** Whether the caller may know of the power user with this id. */
  readonly knows: (id: string) => boolean;
  /** Whether the caller may act on this person. */
  readonly manages: (person: { readonly id: string; readonly level: string }) => boolean;
}

const boundless: Reach = {
  authority: null,
  where: [],
  knows: () => true,
  manages: () => true,
};

/** @throws Refusal `forbidden` where the power user may not manage anybody any more */
export async function reachOf(call: AdministrationCall): Promise<Reach> {
  const authority = await openAuthority(call);
  if (authority === null) return boundless;
  const { managed, scope, actor } = authority;
  const [rows = []] = await call.database.read(
    sql`SELECT u.key, ${managed.manages} FROM users u
      WHERE u.level = 'power_user' AND ${managed.sees}`,
  );
  const seen = new Map(rows.map(([key, may]) => [String(key), may === 1]));
  const mayPromote = scope.permissions.has('power_users.create');
  return {
    authority,
    where: [managed.sees],
    knows: (id) => id === actor.key || seen.has(id),
    manages: ({ id, level }) =>
      level === 'user' ? mayPromote : level === 'power_user' && seen.get(id) === true,
  };
}
