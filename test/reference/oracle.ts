/** The definition of scope: set arithmetic over plain arrays, never fast. The server's SQL must agree with it. */
import { effectivePermissions } from '../../shared/permission/closure.ts';
import type { Axis } from '../../shared/scope.ts';
import { ruledIn } from './rules.ts';
import type {
  Assignment,
  Catalog,
  Course,
  Dataset,
  Gift,
  Item,
  Node,
  User,
  World,
} from './world.ts';

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

/** Whether an item names a person, their group or their branch. */
function hits(world: World, item: Item, user: User): boolean {
  if (item.kind === 'user') return item.key === user.key;
  if (item.kind === 'branch') return reaches(item, world.branches, user.branch);
  const group = world.groups.find(({ key }) => item.kind === 'group' && key === item.key);
  return group?.members.includes(user.key) ?? false;
}

/** Whether a chain of managers leads from a person to the boss; a ring of them ends. */
function isBelow(world: World, user: User, boss: string, passed: readonly string[] = []): boolean {
  const manager = world.users.find(({ key }) => key === user.manager);
  if (!manager || passed.includes(manager.key)) return false;
  return manager.key === boss || isBelow(world, manager, boss, [...passed, manager.key]);
}

/** The catalogs that somebody sees as a learner. */
function catalogsOf(world: World, holder: string): readonly Catalog[] {
  const learner = world.users.find(({ key }) => key === holder);
  return (world.catalogs ?? []).filter(({ visibility, audience }) => {
    if (visibility === 'everyone') return true;
    const isIn = (item: Item) => learner !== undefined && hits(world, item, learner);
    return visibility === 'restricted' && audience.some(isIn);
  });
}

/** What one dataset selects, for one who holds it. A mode that an axis does not have is nothing. */
function rectangle(world: World, dataset: Dataset, holder: string): Rectangle {
  const { modes, items } = dataset;
  const ruled = (axis: Axis, thing: User | Course) => ruledIn(world, dataset, axis, holder, thing);
  const visible = catalogsOf(world, holder);
  /** The items of the axis where they are named, which is not always the one that they reach. */
  const named = (axis: Axis, kind: string) =>
    modes[axis] === 'subset' ? items.filter((item) => item.kind === kind) : [];
  const picked = (world.catalogs ?? []).filter(({ key }) =>
    named('courses', 'catalog').some((item) => item.key === key),
  );

  const people = world.users.filter((user) => {
    if (modes.people === 'all') return true;
    if (modes.people === 'team') return user.key !== holder && isBelow(world, user, holder);
    const isIn = items.some((item) => hits(world, item, user));
    return modes.people === 'subset' && (isIn || ruled('people', user));
  });
  const plans = world.plans.filter(({ key }) => {
    if (modes.plans === 'all' || picked.some((catalog) => catalog.plans.includes(key))) return true;
    if (modes.plans === 'visible_catalogs') return visible.some((one) => one.plans.includes(key));
    return named('plans', 'plan').some((item) => item.key === key);
  });
  const courses = world.courses.filter((course) => {
    const { key, category } = course;
    if (modes.courses === 'all' || plans.some((plan) => plan.courses.includes(key))) return true;
    if (modes.courses === 'visible_catalogs')
      return visible.some((one) => one.courses.includes(key));
    return (
      named('courses', 'course').some((item) => item.key === key) ||
      named('courses', 'category').some((item) => reaches(item, world.categories, category)) ||
      picked.some((catalog) => catalog.courses.includes(key)) ||
      (modes.courses === 'subset' && ruled('courses', course))
    );
  });
  return { people: keys(people), courses: keys(courses), plans: keys(plans) };
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

/** What can be passed on of a dataset: nothing that its holder has only by who they happen to be. */
const explicit = (dataset: Dataset): Dataset => {
  const { people, courses, plans } = dataset.modes;
  const own = (mode?: string) => (mode === 'team' || mode === 'visible_catalogs' ? 'none' : mode);
  return { ...dataset, modes: { people: own(people), courses: own(courses), plans: own(plans) } };
};

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
  const sources = others.map((one) => (one.name === cutFrom ? explicit(one) : one));
  return narrowed(own, holding({ ...world, datasets: sources }, cutFrom, madeBy, now));
}

/** What automations have given. */
const giftsTo = ({ gifts = [] }: World, { powerUser }: Asker) =>
  gifts.filter(({ user }) => user === powerUser);

/** One rectangle for each dataset in force, cut by the ceiling. */
function rectangles(world: World, asker: Asker): Rectangle[] {
  const limit = ceilingOf(world, asker);
  if (!limit) return [];
  const ceiling = rectangle(world, limit, asker.powerUser);
  const held = (name: string) => holding(world, name, asker.powerUser, asker.now);
  const gifts = giftsTo(world, asker).flatMap((gift) => gift.datasets);
  const given = world.datasets.filter((one) => !isCut(one) && gifts.includes(one.name));
  return [
    ...world.datasets.map(({ name }) => narrowed(held(name), ceiling)),
    ...given.map((dataset) => narrowed(rectangle(world, dataset, asker.powerUser), ceiling)),
  ];
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
  const gifts = giftsTo(world, asker).map(({ profile }) => profile);
  const held = world.profiles.filter(
    ({ name }) => grants.some(([, profile]) => profile === name) || gifts.includes(name),
  );
  return effectivePermissions(held.flatMap((profile) => profile.permissions));
}
