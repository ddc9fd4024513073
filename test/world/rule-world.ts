/** Border worlds in which everybody is a power user who holds one dataset of a kind that is tried, and little else. */
import type { Dataset, World } from '../reference/world.ts';
import { boundDataset, ruledDataset } from './border-scope.ts';
import { borderWorld } from './border-world.ts';
import type { Random } from './random.ts';

/** The dataset `r0` is the first user's, and so on; `everything` and the ceilings stay. */
function worldOf(
  random: Random,
  make: (random: Random, world: World, name: string) => Dataset,
): World {
  const world = borderWorld(random);
  const users = world.users.map(
    (user) => ({ ...user, level: 'power_user', status: 'active' }) as const,
  );
  const peopled = { ...world, users };
  const tried = users.map((_, index) => make(random, peopled, `r${index}`));
  const others = world.datasets.filter(({ name }) => !name.startsWith('r'));
  return {
    ...peopled,
    datasets: [...others, ...tried],
    assignments: users.map(({ key: powerUser }, index) => ({
      powerUser,
      dataset: `r${index}`,
      from: null,
      until: null,
    })),
    sites: world.sites.map((site) =>
      site.id === "o'site" ? { ...site, ceiling: random.pick(tried).name } : site,
    ),
  };
}

/** Everybody holds a dataset of rules. */
export const ruleWorld = (random: Random): World => worldOf(random, ruledDataset);

/** Everybody holds a team, what visible catalogs offer, or catalogs by name. */
export const boundWorld = (random: Random): World => worldOf(random, boundDataset);
