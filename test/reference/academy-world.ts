/** The sample academy as the oracle reads worlds: its rows by the LMS's own keys. */
import type { Academy } from '../../server/data/academy/academy.ts';
import type { ItemKind } from '../../shared/scope.ts';
import type { World } from './world.ts';

interface Row {
  readonly id?: number | undefined;
  readonly key: string;
}

/** Ids to keys; an id that names nothing is a mistake of the academy. */
function naming(rows: readonly Row[]): (id: number) => string {
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  return (id) => {
    const key = keys.get(id);
    if (key === undefined) throw new RangeError(`No row has the id ${id}`);
    return key;
  };
}

const orNull = <T>(value: T | null | undefined, name: (value: T) => string): string | null =>
  value === null || value === undefined ? null : name(value);

export function worldOf({ rows }: Academy): World {
  const user = naming(rows.users);
  const course = naming(rows.courses);
  const plan = naming(rows.learningPlans);
  const branch = naming(rows.branches);
  const category = naming(rows.categories);
  const group = naming(rows.groups);
  const dataset = naming(rows.datasets.map(({ id, name }) => ({ id, key: name })));
  const profile = naming(rows.profiles.map(({ id, name }) => ({ id, key: name })));
  const catalog = naming(rows.catalogs);
  const nameByKind = { user, group, branch, course, category, plan, catalog };
  return {
    users: rows.users.map(({ key, level = 'user', status = 'active', branchId, managerId }) => ({
      key,
      level,
      status,
      branch: orNull(branchId, branch),
      manager: orNull(managerId, user),
    })),
    groups: rows.groups.map(({ id, key }) => ({
      key,
      members: rows.groupMembers.flatMap((one) => (one.groupId === id ? [user(one.userId)] : [])),
    })),
    branches: rows.branches.map(({ key, parentId }) => ({ key, parent: orNull(parentId, branch) })),
    categories: rows.categories.map(({ key, parentId }) => ({
      key,
      parent: orNull(parentId, category),
    })),
    courses: rows.courses.map(({ key, categoryId }) => ({
      key,
      category: orNull(categoryId, category),
    })),
    plans: rows.learningPlans.map(({ id, key }) => ({
      key,
      courses: rows.learningPlanCourses.flatMap((one) =>
        one.planId === id ? [course(one.courseId)] : [],
      ),
    })),
    catalogs: rows.catalogs.map(({ id, key, visibility = 'restricted' }) => {
      const listed = rows.catalogItems.filter(({ catalogId }) => catalogId === id);
      return {
        key,
        visibility,
        courses: listed.flatMap((one) => (one.kind === 'course' ? [course(one.itemId)] : [])),
        plans: listed.flatMap((one) => (one.kind === 'plan' ? [plan(one.itemId)] : [])),
        audience: rows.catalogAudiences.flatMap((one) =>
          one.catalogId === id
            ? [
                {
                  kind: one.kind,
                  key: nameByKind[one.kind](one.itemId),
                  descendants: !!one.descendants,
                },
              ]
            : [],
        ),
      };
    }),
    enrollments: rows.enrollments.map((one) => [user(one.userId), course(one.courseId)] as const),
    planEnrollments: rows.planEnrollments.map(
      (one) => [user(one.userId), plan(one.planId)] as const,
    ),
    certificates: rows.certificates.map((one) => ({
      key: one.key,
      user: user(one.userId),
      course: orNull(one.courseId, course),
      plan: orNull(one.planId, plan),
    })),
    datasets: rows.datasets.map(({ id, name }) => ({
      name,
      owner: null,
      modes: Object.fromEntries(
        rows.datasetSelections.flatMap((one) =>
          one.datasetId === id ? [[one.axis, one.mode]] : [],
        ),
      ),
      items: rows.datasetItems.flatMap((one) =>
        one.datasetId === id
          ? [
              {
                kind: one.kind,
                key: nameByKind[one.kind as ItemKind](one.itemId),
                descendants: !!one.descendants,
              },
            ]
          : [],
      ),
      rules: [],
    })),
    assignments: rows.datasetAssignments.map((one) => ({
      powerUser: user(one.powerUserId),
      dataset: dataset(one.datasetId),
      from: one.validFrom ?? null,
      until: one.validUntil ?? null,
    })),
    profiles: rows.profiles.map(({ id, name }) => ({
      name,
      permissions: rows.profilePermissions.flatMap((one) =>
        one.profileId === id ? [one.permission] : [],
      ),
    })),
    grants: rows.grants.map((one) => [user(one.powerUserId), profile(one.profileId)] as const),
    sites: rows.sites.map(({ id, active = true, ceilingDatasetId }) => ({
      id,
      active,
      ceiling: dataset(ceilingDatasetId),
    })),
  };
}
