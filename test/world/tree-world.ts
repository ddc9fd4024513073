/** A border world whose people and courses all sit in deep trees, held by their branches and categories. */
import type { Dataset, World } from '../reference/world.ts';
import { branchKeys } from './border-keys.ts';
import { borderWorld, draw, tree } from './border-world.ts';
import type { Random } from './random.ts';

const below = (kind: 'branch' | 'category', keys: readonly string[]): Dataset => ({
  name: `below ${kind}`,
  owner: null,
  modes:
    kind === 'branch' ? { people: 'subset', courses: 'all' } : { people: 'all', courses: 'subset' },
  items: keys.map((key) => ({ kind, key, descendants: true })),
  rules: [],
});

/** What comes to something else for each who holds it. */
const bound: readonly Dataset[] = [
  {
    name: 'the team',
    owner: null,
    modes: { people: 'team', courses: 'all' },
    items: [],
    rules: [],
  },
  {
    name: 'on offer',
    owner: null,
    modes: { people: 'all', courses: 'visible_catalogs', plans: 'visible_catalogs' },
    items: [],
    rules: [],
  },
];

/**
 * The first two people hold each a subtree of both, and little else that would hide a move; the third holds rules, or
 * a team and what the catalogs offer.
 */
export function treeWorld(random: Random): World {
  const world = borderWorld(random);
  const [branches, categories] = [0, 0].map(() => tree(random, draw(random, branchKeys, 7)));
  if (!branches || !categories) throw new RangeError('Two trees were asked for');
  const datasets = [
    below('branch', [random.pick(branches).key]),
    below('category', [random.pick(categories).key]),
    ...bound,
  ];
  const holders = world.users.slice(0, 2).map(({ key }) => key);
  const assignments = holders.map((powerUser, index) => ({
    powerUser,
    dataset: datasets[index]?.name ?? '',
    from: null,
    until: null,
  }));
  const third = world.users[2]?.key ?? '';
  const thirds = random.chance(0.7) ? ['r0'] : bound.map(({ name }) => name);
  assignments.push(
    ...thirds.map((dataset) => ({ powerUser: third, dataset, from: null, until: null })),
  );
  const some = random.sift(world.assignments, 0.2).filter(({ powerUser }) => powerUser !== third);
  return {
    ...world,
    branches,
    categories,
    users: world.users.map((user, index) => ({
      ...user,
      ...(index === 2 ? ({ level: 'power_user', status: 'active' } as const) : {}),
      branch: random.pick(branches).key,
    })),
    courses: world.courses.map((course) => ({ ...course, category: random.pick(categories).key })),
    datasets: [...world.datasets, ...datasets],
    assignments: [...some, ...assignments],
  };
}
