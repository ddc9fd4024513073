/** The definition of scope: set arithmetic over plain arrays, never fast. The server's SQL must agree with it. */
import { effectivePermissions } from '../../shared/permission/closure.ts';
import type { Axis } from '../../shared/scope.ts';
import { ruledIn } from './rules.ts';
import type { Assignment, Course, Dataset, Gift, Item, Node, User, World } from './world.ts';

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

function rectangle(world: World, dataset: Dataset, holder: string): Rectangle {
  const ruled = (axis: Axis) => (thing: User | Course) =>
    ruledIn(world, dataset, axis, holder, thing);
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

const narrowed = (one: Rectangle, other: Rectangle): Rectangle => ({
  people: common(one.people, other.people),
  courses: common(one.courses, other.courses),
  plans: common(one.plans, other.plans),
});

/** Who may hold rights at all: a power user who is switched on and whose account has not ended. */
function stands(world: World, key: string, now: number): boolean {
  const user = world.users.find((one) => one.key === key);
  const over = user?.expires !== undefined && user.expires !== null && user.expires <= now;
  return user?.level === 'power_user' && user.status === 'active' && !over;
}

/** Delegated or half so: whatever names a source or a maker. */
const isCut = ({ cutFrom = null, madeBy = null }: Dataset) => cutFrom !== null || madeBy !== null;

/** The dataset that limits what is seen through the site; none where who or where is unknown or switched off. */
function ceilingOf(world: World, { powerUser, site, now }: Asker): Dataset | undefined {
  const portal = world.sites.find(({ id }) => id === site);
  const admitted = stands(world, powerUser, now) && portal?.active;
  return admitted
    ? world.datasets.find((one) => one.name === portal.ceiling && !isCut(one))
    : undefined;
}

const inForce = ({ from, until }: Assignment, now: number) =>
  (from === null || from <= now) && (until === null || now < until);

/**
 * What a holder has by a dataset at this moment. Of one that was cut, no more than its maker has by the source, who
 * holds it likewise, up to a superadmin's own; the way up ends nowhere in a ring.
 */
function holding(world: World, name: string, holder: string, now: number): Rectangle {
  const nothing: Rectangle = { people: [], courses: [], plans: [] };
  const dataset = world.datasets.find((one) => one.name === name);
  const held = world.assignments.some(
    (one) => one.powerUser === holder && one.dataset === name && inForce(one, now),
  );
  if (!dataset || !held || !stands(world, holder, now)) return nothing;
  const own = rectangle(world, dataset, holder);
  if (!isCut(dataset)) return own;
  const { cutFrom = null, madeBy = null } = dataset;
  if (cutFrom === null || madeBy === null) return nothing;
  const others = world.datasets.filter((one) => one !== dataset);
  return narrowed(own, holding({ ...world, datasets: others }, cutFrom, madeBy, now));
}

/** One rectangle for each dataset in force, cut by the ceiling. */
function rectangles(world: World, asker: Asker): Rectangle[] {
  const limit = ceilingOf(world, asker);
  if (!limit) return [];
  const ceiling = rectangle(world, limit, asker.powerUser);
  const held = (name: string) => holding(world, name, asker.powerUser, asker.now);
  return world.datasets.map(({ name }) => narrowed(held(name), ceiling));
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

/** A gift counts that a superadmin gave, or a power user who holds the profile to pass on by a gift that counts. */
function counts(world: World, [, profile, giver = null]: Gift, now: number): boolean {
  if (giver === null) return true;
  const all = world.profileResources ?? [];
  const own = all.filter(([who, what]) => who === giver && what === profile);
  const rest = { ...world, profileResources: all.filter((gift) => !own.includes(gift)) };
  return stands(world, giver, now) && own.some((gift) => counts(rest, gift, now));
}

/** What the granted profiles come to, for whom the site admits. */
export function permissions(world: World, asker: Asker): ReadonlySet<string> {
  if (!ceilingOf(world, asker)) return new Set();
  const { powerUser, now } = asker;
  const grants = world.grants.filter((gift) => gift[0] === powerUser && counts(world, gift, now));
  const held = world.profiles.filter(({ name }) => grants.some(([, profile]) => profile === name));
  return effectivePermissions(held.flatMap((profile) => profile.permissions));
}
