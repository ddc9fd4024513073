/** Random worlds, small and nasty: whatever is likely to trip a scope is more frequent here than in life. */
import {
  type Certificate,
  emptyWorld,
  type Node,
  type User,
  type World,
} from '../reference/world.ts';
import { borderCatalogs } from './border-catalogs.ts';
import { borderFields, borderWords, withCourseFields, withPersonFields } from './border-fields.ts';
import { branchKeys, oddKeys } from './border-keys.ts';
import { borderAssignments, borderDatasets, borderSites } from './border-scope.ts';
import type { Random } from './random.ts';

const levels = ['user', 'power_user', 'superadmin'] as const;
const profilePool = [
  ['reports.view'],
  ['reports.view', 'reports.export'],
  [],
  ['reports.export', 'no.such_permission', '*', 'all'],
  ['users.view', 'courses.view', 'insights.drill_down'],
];

/** Different keys, as many as asked for. */
export function draw(random: Random, pool: readonly string[], count: number): string[] {
  const drawn = new Set<string>();
  while (drawn.size < count) drawn.add(random.pick(pool));
  return [...drawn];
}

/** Chains are frequent, so that depth reaches six; some nodes are roots. */
export function tree(random: Random, keys: readonly string[]): Node[] {
  const deep = random.chance(0.4);
  return keys.map((key, index) => {
    if (index === 0 || random.chance(0.2)) return { key, parent: null };
    return { key, parent: (deep ? keys[index - 1] : keys[random.below(index)]) ?? null };
  });
}

function people(random: Random, branches: readonly Node[], words: readonly string[]): User[] {
  const keys = draw(random, oddKeys, 3 + random.below(9));
  const drawn = keys.map((key, index) => {
    const holder = index < 2;
    const plain: User = {
      key,
      level: holder || (index === 2 && random.chance(0.5)) ? 'power_user' : random.pick(levels),
      status: holder || random.chance(0.7) ? 'active' : 'inactive',
      branch: branches.length > 0 && random.chance(0.8) ? random.pick(branches).key : null,
    };
    return plain;
  });
  return drawn.map((user) => withPersonFields(random, user, { users: drawn, words }));
}

function certificates(random: Random, world: World): Certificate[] {
  const wanted = random.below(10);
  return Array.from({ length: wanted }, (_, index) => {
    const forPlan = world.plans.length > 0 && random.chance(0.5);
    const course = forPlan || world.courses.length === 0 ? null : random.pick(world.courses).key;
    return {
      key: `c${index}`,
      user: random.pick(world.users).key,
      course,
      plan: forPlan ? random.pick(world.plans).key : null,
    };
  });
}

const couple = (
  random: Random,
  some: readonly { key: string }[],
  others: readonly { key: string }[],
) => {
  const density = random.pick([0.4, 0.8, 1]);
  return some.flatMap(({ key }) =>
    random.sift(others, density).map((other) => [key, other.key] as const),
  );
};

/** People, learning and progress, before anybody may see any of it. */
function academy(random: Random): World {
  const branches = tree(random, draw(random, branchKeys, random.below(9)));
  const categories = tree(random, draw(random, branchKeys, random.below(7)));
  const words = borderWords(random);
  const users = people(random, branches, words);
  const groups = draw(random, oddKeys, random.below(5)).map((key) => ({
    key,
    members: random.sift(users, random.pick([0, 0.2, 0.4, 0.6])).map((user) => user.key),
  }));
  const courses = draw(random, oddKeys, random.chance(0.05) ? 0 : 2 + random.below(6)).map((key) =>
    withCourseFields(
      random,
      {
        key,
        category: categories.length > 0 && random.chance(0.7) ? random.pick(categories).key : null,
      },
      words,
    ),
  );
  const plans = draw(random, oddKeys, random.below(4)).map((key) => ({
    key,
    courses: random.sift(courses, random.pick([0, 0.3, 0.7])).map((course) => course.key),
  }));
  const catalogs = borderCatalogs(random, { users, groups, branches, courses, plans });
  return {
    ...emptyWorld,
    users,
    groups,
    branches,
    categories,
    courses,
    plans,
    enrollments: couple(random, users, courses),
    planEnrollments: couple(random, users, plans),
    userFields: borderFields(random),
    catalogs,
  };
}

export function borderWorld(random: Random): World {
  const learning = academy(random);
  const progressed = { ...learning, certificates: certificates(random, learning) };
  const world = { ...progressed, datasets: borderDatasets(random, progressed) };
  const profiles = profilePool.map((permissions, index) => ({ name: `p${index}`, permissions }));
  return {
    ...world,
    profiles,
    grants: couple(
      random,
      world.users.slice(0, 4),
      profiles.map(({ name }) => ({ key: name })),
    ),
    assignments: borderAssignments(random, world),
    sites: borderSites(random, world),
  };
}
