/** A border world of parents and children: whole chains of gifts, and chains that are broken in every way. */
import { type Axis, axes, modesOf } from '../../shared/scope.ts';
import type { Assignment, Dataset, Gift, Item, User, World } from '../reference/world.ts';
import { boundDataset, ruledDataset } from './border-scope.ts';
import { borderWorld } from './border-world.ts';
import { noon } from './noon.ts';
import type { Random } from './random.ts';

const borders = [noon - 1, noon, noon + 1];

/** Of two holders each has the other, so that it tells to whom a link is bound. */
const allButMe = (name: string): Dataset => ({
  name,
  owner: null,
  modes: { people: 'subset', courses: 'all', plans: 'all' },
  items: [],
  rules: [
    {
      axis: 'people',
      field: 'username',
      operator: 'not_equals',
      value: '{power_user.username}',
    },
  ],
});

/** Wide, so that what is left of several is not nothing: half of everything, or all of an axis, or by rules. */
export function wideDataset(random: Random, world: World, name: string): Dataset {
  if (random.chance(0.2)) return ruledDataset(random, world, name);
  if (random.chance(0.25)) return allButMe(name);
  if (random.chance(0.2)) return boundDataset(random, world, name);
  const half = (kind: string, things: readonly { readonly key: string }[]): Item[] =>
    random.sift(things, 0.6).map(({ key }) => ({ kind, key, descendants: random.chance(0.5) }));
  const mode = (axis: Axis) => {
    if (random.chance(0.3)) return 'all';
    return random.chance(0.1) ? random.pick([...modesOf[axis]]) : 'subset';
  };
  return {
    name,
    owner: null,
    modes: Object.fromEntries(axes.map((axis) => [axis, mode(axis)])),
    items: [
      ...half('user', world.users),
      ...half('group', world.groups.slice(0, 1)),
      ...half('course', world.courses),
      ...half('plan', world.plans),
    ],
    rules: [],
  };
}

const validity = (random: Random) => ({
  from: random.chance(0.2) ? random.pick(borders) : null,
  until: random.chance(0.15) ? random.pick(borders) : null,
});

/** A third has by two others what both hold alike, and which is not the same to both. */
function twice(random: Random, world: World): World {
  const [first, second, third] = world.users.map(({ key }) => key);
  const pair = [first, second].map((madeBy = '', index) => ({
    ...wideDataset(random, world, `t${index}`),
    cutFrom: 'mine',
    madeBy,
  }));
  const held = (powerUser: string, dataset: string) => ({
    ...{ powerUser, dataset },
    ...{ from: null, until: null },
  });
  return {
    ...world,
    datasets: [...world.datasets, allButMe('mine'), ...pair],
    assignments: [
      ...world.assignments,
      ...[first, second].map((key = '') => held(key, 'mine')),
      ...pair.map(({ name }) => held(third ?? '', name)),
    ],
  };
}

/** Each dataset is cut out of one that somebody holds already, so that the longest way up has them all. */
function delegated(random: Random, world: World, count: number): World {
  let grown = world;
  for (let index = 0; index < count; index += 1) {
    const { assignments, datasets } = grown;
    const parent = assignments.at(random.chance(0.7) ? -1 : random.below(assignments.length));
    if (!parent) break;
    const name = `c${index}`;
    const cut = {
      ...wideDataset(random, grown, name),
      cutFrom: parent.dataset,
      madeBy: parent.powerUser,
    };
    const powerUser = random.pick(world.users.slice(random.chance(0.4) ? 2 : 0, 4)).key;
    const held: Assignment = { powerUser, dataset: name, ...validity(random) };
    grown = { ...grown, datasets: [...datasets, cut], assignments: [...assignments, held] };
  }
  return grown;
}

/** Now and then a link names somebody or something else, half of it, or closes a ring. */
function bent(random: Random, dataset: Dataset, world: World): Dataset {
  if (dataset.cutFrom === undefined || !random.chance(0.12)) return dataset;
  const half = random.chance(0.5);
  const other = half ? null : random.pick([...world.datasets.map(({ name }) => name), 'missing']);
  const someone = half ? null : random.pick([...world.users.map(({ key }) => key), 'a stranger']);
  return random.chance(0.5) ? { ...dataset, cutFrom: other } : { ...dataset, madeBy: someone };
}

/** Mostly given by somebody who holds the profile to pass on; rings come by themselves. */
function gifts(random: Random, world: World, density: number): Gift[] {
  const givers = [...world.users.slice(0, 4).map(({ key }) => key), 'a stranger'];
  return world.users
    .slice(0, 4)
    .flatMap(({ key }) =>
      random
        .sift(world.profiles, density)
        .map(({ name }) => [key, name, random.chance(0.25) ? null : random.pick(givers)] as const),
    );
}

function parentOf(random: Random, user: User): User {
  return {
    ...user,
    level: random.chance(0.95) ? 'power_user' : user.level,
    status: random.chance(0.95) ? 'active' : user.status,
    expires: random.chance(0.1) ? random.pick(borders) : null,
  };
}

/** The first four people give and are given; the first two hold what the chains begin with. */
export function hierarchyWorld(random: Random): World {
  const world = borderWorld(random);
  const users = world.users.map((user, index) => (index < 4 ? parentOf(random, user) : user));
  const peopled = { ...world, users };
  const [first = '', second = ''] = users.map(({ key }) => key);
  const roots = [0, 1].map((index) => wideDataset(random, peopled, `s${index}`));
  const begun: World = {
    ...peopled,
    datasets: [...world.datasets, ...roots],
    assignments: [
      ...random.sift(world.assignments, 0.2),
      ...roots.flatMap(({ name: dataset }) =>
        [first, second].map((powerUser) => ({ powerUser, dataset, ...validity(random) })),
      ),
    ],
  };
  const chained = delegated(random, begun, 2 + random.below(5));
  const grown = random.chance(0.25) ? twice(random, chained) : chained;
  const cut = grown.datasets.filter(({ cutFrom }) => cutFrom !== undefined);
  return {
    ...grown,
    datasets: grown.datasets.map((dataset) => bent(random, dataset, grown)),
    grants: gifts(random, world, 0.5),
    profileResources: gifts(random, world, 0.6),
    sites: grown.sites.map((site) =>
      site.id === "o'site"
        ? { ...site, ceiling: random.pick(random.chance(0.5) ? cut : grown.datasets).name }
        : site,
    ),
  };
}
