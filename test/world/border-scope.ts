/** Random datasets, who holds them and when, and the sites that cut them down. */
import { axes, itemKinds } from '../../shared/scope.ts';
import type { Assignment, Dataset, Item, Site, World } from '../reference/world.ts';
import { oddKeys } from './border-keys.ts';
import { borderRules } from './border-rules.ts';
import { noon } from './noon.ts';
import type { Random } from './random.ts';

export { noon };

type Keyed = { readonly key: string };

const kinds = Object.keys(itemKinds);
const unknownKinds = ['team', 'USER', 'users', 'location', '', '*', 'catalogs', "user' OR '1'='1"];

/** What items can name: the keys of a world by kind. */
function targetsOf(world: World): Record<string, readonly Keyed[]> {
  return {
    user: world.users,
    group: world.groups,
    branch: world.branches,
    course: world.courses,
    category: world.categories,
    plan: world.plans,
    catalog: world.catalogs ?? [],
  };
}

/** Mostly something that exists; sometimes nothing's key, or an unknown kind with somebody's key. */
function item(random: Random, world: World): Item {
  const known = random.pick(kinds);
  const targets = targetsOf(world)[known] ?? [];
  const descendants = random.chance(0.5);
  if (targets.length === 0 || random.chance(0.06)) {
    return { kind: known, key: random.pick(oddKeys), descendants };
  }
  const { key } = random.pick(targets);
  return { kind: random.chance(0.06) ? random.pick(unknownKinds) : known, key, descendants };
}

const itemIdentity = ({ kind, key }: Item) => JSON.stringify([kind, key]);

function items(random: Random, world: World): Item[] {
  const drawn = Array.from({ length: random.below(11) }, () => item(random, world));
  return [...new Map(drawn.map((one) => [itemIdentity(one), one])).values()];
}

const oddModes = ['none', undefined, '*', 'ALL', '', 'team', 'visible_catalogs'] as const;

function mode(random: Random): string | undefined {
  if (random.chance(0.7)) return 'subset';
  return random.chance(0.6) ? 'all' : random.pick(oddModes);
}

function dataset(random: Random, world: World, name: string): Dataset {
  const chosen = axes.map((axis) => [axis, mode(random)] as const);
  // More rules than items make a dataset of rules, which hide nothing behind items.
  const ruled = random.chance(0.5);
  const rules = ruled ? random.sift(axes, 0.6) : [];
  return {
    name,
    owner: random.chance(0.15) ? random.pick(world.users).key : null,
    modes: Object.fromEntries(chosen.filter(([, one]) => one !== undefined)),
    items: ruled && random.chance(0.6) ? [] : items(random, world),
    rules: rules.flatMap((axis) => borderRules(random, world, axis)),
  };
}

/** One group with one course (or plan), which now and then is not there: the pair of them that must not combine. */
function narrow(random: Random, world: World, name: string): Dataset {
  const peopled = world.groups.filter(({ members }) => members.length > 0);
  const who: readonly Keyed[] = peopled.length > 0 ? peopled : world.users;
  const byPlan = world.plans.length > 0 && random.chance(0.4);
  const what: readonly Keyed[] = byPlan ? world.plans : world.courses;
  const chosenFrom = random.chance(0.08) ? [{ key: 'gone' }] : what;
  const chosen = [
    { kind: peopled.length > 0 ? 'group' : 'user', key: random.pick(who).key },
    ...(what.length > 0
      ? [{ kind: byPlan ? 'plan' : 'course', key: random.pick(chosenFrom).key }]
      : []),
  ];
  return {
    name,
    owner: random.chance(0.15) ? random.pick(world.users).key : null,
    modes: { people: 'subset', courses: 'subset', plans: 'subset' },
    items: chosen.map((one) => ({ ...one, descendants: random.chance(0.5) })),
    rules: [],
  };
}

/** People by rules in all courses, or all people in courses by rules: whatever a rule hits or misses shows. */
export function ruledDataset(random: Random, world: World, name: string): Dataset {
  const axis = random.chance(0.75) ? 'people' : 'courses';
  return {
    name,
    owner: null,
    modes: { people: 'all', courses: 'all', [axis]: 'subset' },
    items: [],
    rules: borderRules(random, world, axis),
  };
}

/** What comes to something else for each who holds it, and catalogs as items. */
const boundModes: readonly Dataset['modes'][] = [
  { people: 'team', courses: 'all' },
  { people: 'team', courses: 'subset' },
  { people: 'all', courses: 'visible_catalogs', plans: 'visible_catalogs' },
  { people: 'all', courses: 'visible_catalogs' },
  { people: 'all', plans: 'visible_catalogs' },
  { people: 'all', courses: 'subset' },
  { people: 'all', courses: 'none', plans: 'subset' },
];

export function boundDataset(random: Random, world: World, name: string): Dataset {
  const catalogs = random.sift(world.catalogs ?? [], 0.6);
  return {
    name,
    owner: null,
    modes: random.pick(boundModes),
    items: catalogs.map(({ key }) => ({ kind: 'catalog', key, descendants: random.chance(0.5) })),
    rules: [],
  };
}

const everything: Dataset = {
  name: 'everything',
  owner: null,
  modes: { people: 'all', courses: 'all', plans: 'all' },
  items: [],
  rules: [],
};

export function borderDatasets(random: Random, world: World): Dataset[] {
  const drawn = Array.from({ length: 2 + random.below(5) }, (_, index) => {
    const make = random.chance(0.4) ? narrow : dataset;
    return make(random, world, `d${index}`);
  });
  const byRules = Array.from({ length: 1 + random.below(2) }, (_, index) =>
    ruledDataset(random, world, `r${index}`),
  );
  return [everything, ...drawn, ...byRules];
}

const borders = [noon - 1, noon, noon + 1, 0];

/** Some assignments end or begin about noon; now and then somebody holds nothing, or everything. */
export function borderAssignments(random: Random, world: World): Assignment[] {
  const moment = () => (random.chance(0.18) ? random.pick(borders) : null);
  const [, ...narrower] = world.datasets;
  const byRules = narrower.filter(({ name }) => name.startsWith('r'));
  const held = () => {
    if (random.chance(0.1)) return random.some(world.datasets, 8);
    if (random.chance(0.4)) return [random.pick(byRules)];
    return [random.pick(narrower), ...random.some(narrower, random.pick([0, 2, 8]))];
  };
  return world.users.slice(0, 4).flatMap(({ key: powerUser }) =>
    [...new Set(held())].map(({ name }) => ({
      powerUser,
      dataset: name,
      from: moment(),
      until: moment(),
    })),
  );
}

/** The first shows everything; the ceiling of the last is a dataset that isn't there. */
export function borderSites(random: Random, world: World): Site[] {
  return [
    { id: 'open', active: true, ceiling: 'everything' },
    { id: "o'site", active: true, ceiling: random.pick(world.datasets).name },
    { id: 'off', active: false, ceiling: 'everything' },
    { id: '%', active: true, ceiling: 'missing' },
  ];
}
