/** Random catalogs: what they list, and who sees them, often one of the first two people alone. */
import type { Catalog, Item, World } from '../reference/world.ts';
import { oddKeys } from './border-keys.ts';
import type { Random } from './random.ts';

type Offered = Pick<World, 'users' | 'groups' | 'branches' | 'courses' | 'plans'>;

/** Mostly those who hold datasets, their groups, and the branches in which they are or which stand right above. */
function audience(random: Random, { users, groups, branches }: Offered): Item[] {
  const holders = users.slice(0, random.pick([2, 12]));
  const near = branches.filter(({ key }) =>
    holders.some(({ branch }) => {
      const above = branches.find((one) => one.key === branch)?.parent;
      return branch === key || above === key;
    }),
  );
  const pools: Readonly<Record<string, readonly { key: string }[]>> = {
    user: holders,
    group: groups,
    branch: random.chance(0.7) ? near : branches,
  };
  const drawn = Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, (): Item[] => {
    const kind = random.pick(['user', 'group', 'branch', 'branch']);
    const pool = pools[kind] ?? [];
    if (pool.length === 0) return [];
    return [{ kind, key: random.pick(pool).key, descendants: random.chance(0.5) }];
  }).flat();
  return [...new Map(drawn.map((one) => [`${one.kind} ${one.key}`, one])).values()];
}

export function borderCatalogs(random: Random, offered: Offered): Catalog[] {
  const keys = new Set(Array.from({ length: random.below(4) }, () => random.pick(oddKeys)));
  return [...keys].map((key) => ({
    key,
    visibility: random.pick(['everyone', 'restricted', 'restricted', 'restricted', 'hidden']),
    courses: random.sift(offered.courses, 0.4).map((course) => course.key),
    plans: random.sift(offered.plans, 0.4).map((plan) => plan.key),
    audience: audience(random, offered),
  }));
}
