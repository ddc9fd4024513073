/** A border world in which everybody is a power user who holds one dataset of rules and little else. */
import type { World } from '../reference/world.ts';
import { ruledDataset } from './border-scope.ts';
import { borderWorld } from './border-world.ts';
import type { Random } from './random.ts';

/** The dataset `r0` is the first user's, and so on; `everything` and the ceilings stay. */
export function ruleWorld(random: Random): World {
  const world = borderWorld(random);
  const users = world.users.map(
    (user) => ({ ...user, level: 'power_user', status: 'active' }) as const,
  );
  const peopled = { ...world, users };
  const ruled = users.map((_, index) => ruledDataset(random, peopled, `r${index}`));
  const others = world.datasets.filter(({ name }) => !name.startsWith('r'));
  return {
    ...peopled,
    datasets: [...others, ...ruled],
    assignments: users.map(({ key: powerUser }, index) => ({
      powerUser,
      dataset: `r${index}`,
      from: null,
      until: null,
    })),
    sites: world.sites.map((site) =>
      site.id === "o'site" ? { ...site, ceiling: random.pick(ruled).name } : site,
    ),
  };
}
