/** Makes a world whole again after something was taken out: references to what is gone go too. */
import type { Gift, World } from '../reference/world.ts';

/**
 * Drops what can't be written without its end: memberships, enrollments, grants and the like. Items, ceilings and
 * assignments may go on naming what is not there, because a scope must bear it.
 */
export function whole(world: World): World {
  const has = (things: readonly { readonly key: string }[]) => {
    const keys = new Set(things.map(({ key }) => key));
    return (key: string | null): boolean => key !== null && keys.has(key);
  };
  const [isUser, isCourse, isPlan] = [has(world.users), has(world.courses), has(world.plans)];
  const [isBranch, isCategory] = [has(world.branches), has(world.categories)];
  const profiles = new Set(world.profiles.map(({ name }) => name));
  const orNull = (known: (key: string | null) => boolean, key: string | null) =>
    known(key) ? key : null;
  const isGift = ([user, profile]: Gift) => isUser(user) && profiles.has(profile);
  return {
    ...world,
    users: world.users.map((user) => ({
      ...user,
      branch: orNull(isBranch, user.branch),
      manager: orNull(isUser, user.manager ?? null),
    })),
    groups: world.groups.map((group) => ({ ...group, members: group.members.filter(isUser) })),
    branches: world.branches.map((node) => ({ ...node, parent: orNull(isBranch, node.parent) })),
    categories: world.categories.map((node) => ({
      ...node,
      parent: orNull(isCategory, node.parent),
    })),
    courses: world.courses.map((course) => ({
      ...course,
      category: orNull(isCategory, course.category),
    })),
    plans: world.plans.map((plan) => ({ ...plan, courses: plan.courses.filter(isCourse) })),
    ...(world.catalogs && {
      catalogs: world.catalogs.map((catalog) => ({
        ...catalog,
        courses: catalog.courses.filter(isCourse),
        plans: catalog.plans.filter(isPlan),
      })),
    }),
    enrollments: world.enrollments.filter(([user, course]) => isUser(user) && isCourse(course)),
    planEnrollments: world.planEnrollments.filter(([user, plan]) => isUser(user) && isPlan(plan)),
    certificates: world.certificates.filter(
      ({ user, course, plan }) => isUser(user) && (isCourse(course) || isPlan(plan)),
    ),
    datasets: world.datasets.map((dataset) => ({
      ...dataset,
      owner: orNull(isUser, dataset.owner),
    })),
    grants: world.grants.filter(isGift),
    profileResources: world.profileResources?.filter(isGift) ?? [],
    assignments: world.assignments.filter(({ powerUser }) => isUser(powerUser)),
  };
}
