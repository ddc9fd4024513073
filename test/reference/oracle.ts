/** The definition of scope: set arithmetic over plain arrays, never fast. The server's SQL must agree with it. */
import { effectivePermissions } from '../../shared/permission/closure.ts';
import type { Axis } from '../../shared/scope.ts';
import { ruledIn } from './rules.ts';
import type { Course, Dataset, Item, Node, User, World } from './world.ts';

/** Who asks, through which site, at which Unix second. */
export type Asker = { readonly powerUser: string; readonly site: string; readonly now: number };

/** The keys that one dataset reaches. Two rectangles never combine. */
type Rectangle = { people: string[]; courses: string[]; plans: string[] };
type Keyed = { readonly key: string };

const keys = (things: readonly Keyed[]) => things.map(({ key }) => key);
const common = (some: string[], others: string[]) => some.filter((key) => others.includes(key));

/** A node with all that stands above it, itself first. */
function lineage(nodes: readonly Node[], key: string | null): string[] {
  const node = nodes.find((other) => other.key === key);
  return node ? [node.key, ...lineage(nodes, node.parent)] : [];
}

/** Whether an item that names a node of a tree reaches one that sits at `place`. */
const reaches = (item: Item, nodes: readonly Node[], place: string | null) =>
  item.descendants ? lineage(nodes, place).includes(item.key) : place === item.key;

/** `all` is everything, a `subset` what an item hits or the rules bring in; every other mode is nothing. */
function chosen<T extends Keyed>(
  { modes, items }: Dataset,
  axis: Axis,
  everything: readonly T[],
  hits: (item: Item, thing: T) => boolean,
  ruled: (thing: T) => boolean,
): string[] {
  if (modes[axis] === 'all') return keys(everything);
  if (modes[axis] !== 'subset') return [];
  const isIn = (thing: T) => items.some((item) => hits(item, thing)) || ruled(thing);
  return keys(everything.filter(isIn));
}

function rectangle(world: World, dataset: Dataset, asker: Asker): Rectangle {
  const ruled = (axis: Axis) => (thing: User | Course) =>
    ruledIn(world, dataset, axis, asker.powerUser, thing);
  const people = chosen(
    dataset,
    'people',
    world.users,
    (item, user) => {
      if (item.kind === 'user') return item.key === user.key;
      if (item.kind === 'branch') return reaches(item, world.branches, user.branch);
      const group = world.groups.find(({ key }) => item.kind === 'group' && key === item.key);
      return group?.members.includes(user.key) ?? false;
    },
    ruled('people'),
  );
  const named = chosen(
    dataset,
    'courses',
    world.courses,
    (item, course) => {
      if (item.kind === 'course') return item.key === course.key;
      return item.kind === 'category' && reaches(item, world.categories, course.category);
    },
    ruled('courses'),
  );
  const plans = chosen(
    dataset,
    'plans',
    world.plans,
    (item, plan) => item.kind === 'plan' && item.key === plan.key,
    () => false,
  );
  const brought = world.plans.flatMap(({ key, courses }) => (plans.includes(key) ? courses : []));
  return { people, courses: [...new Set([...named, ...brought])], plans };
}

/** The dataset that limits what is seen through the site; none where who or where is unknown or switched off. */
function ceilingOf(world: World, { powerUser, site }: Asker): Dataset | undefined {
  const asker = world.users.find(({ key }) => key === powerUser);
  const portal = world.sites.find(({ id }) => id === site);
  const admitted = asker?.level === 'power_user' && asker.status === 'active' && portal?.active;
  return admitted ? world.datasets.find(({ name }) => name === portal.ceiling) : undefined;
}

/** One rectangle for each dataset in force, cut by the ceiling. */
function rectangles(world: World, asker: Asker): Rectangle[] {
  const limit = ceilingOf(world, asker);
  if (!limit) return [];
  const ceiling = rectangle(world, limit, asker);
  const held = world.assignments.filter(
    ({ powerUser, from, until }) =>
      powerUser === asker.powerUser &&
      (from === null || from <= asker.now) &&
      (until === null || asker.now < until),
  );
  const datasets = world.datasets.filter(({ name }) => held.some((one) => one.dataset === name));
  return datasets.map((dataset) => {
    const { people, courses, plans } = rectangle(world, dataset, asker);
    return {
      people: common(people, ceiling.people),
      courses: common(courses, ceiling.courses),
      plans: common(plans, ceiling.plans),
    };
  });
}

/** All that an asker may see, as keys in the order of the world. */
export function visible(world: World, asker: Asker) {
  const all = rectangles(world, asker);
  const sees = (user: string, course: string | null) =>
    all.some(({ people, courses }) => people.includes(user) && courses.some((c) => c === course));
  const seesPlan = (user: string, plan: string | null) =>
    all.some(({ people, plans }) => people.includes(user) && plans.some((p) => p === plan));
  const [users, courses] = [keys(world.users), keys(world.courses)];
  return {
    pairs: users.flatMap((u) => courses.filter((c) => sees(u, c)).map((c) => [u, c] as const)),
    learners: users.filter((user) => courses.some((course) => sees(user, course))),
    courses: courses.filter((course) => users.some((user) => sees(user, course))),
    enrollments: world.enrollments.filter(([user, course]) => sees(user, course)),
    planEnrollments: world.planEnrollments.filter(([user, plan]) => seesPlan(user, plan)),
    certificates: world.certificates.filter(
      ({ user, course, plan }) => sees(user, course) || seesPlan(user, plan),
    ),
  };
}

/** What the granted profiles come to, for whom the site admits. */
export function permissions(world: World, asker: Asker): ReadonlySet<string> {
  if (!ceilingOf(world, asker)) return new Set();
  const grants = world.grants.filter(([powerUser]) => powerUser === asker.powerUser);
  const held = world.profiles.filter(({ name }) => grants.some(([, profile]) => profile === name));
  return effectivePermissions(held.flatMap((profile) => profile.permissions));
}
