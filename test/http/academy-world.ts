/** The sample academy as the oracle reads it: keys instead of ids, and nothing but what scopes go by. */
import type { Academy } from '../../server/data/academy/academy.ts';
import type { AcademyRows } from '../../server/data/academy/rows.ts';
import { axes } from '../../shared/scope.ts';
import { visible } from '../reference/oracle.ts';
import { type Dataset, emptyWorld, type World } from '../reference/world.ts';

type Keys = (id: number | null | undefined) => string | null;

const keysOf = (rows: readonly { readonly id?: number; readonly key: string }[]): Keys => {
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  return (id) => keys.get(id ?? undefined) ?? null;
};

/** A key that has to be there. */
const known = (keys: Keys, id: number): string => {
  const key = keys(id);
  if (key === null) throw new RangeError(`Nothing has the id ${id}`);
  return key;
};

const tree = (
  rows: readonly { id?: number; key: string; parentId?: number | null }[],
): { key: string; parent: string | null }[] => {
  const keys = keysOf(rows);
  return rows.map(({ key, parentId }) => ({ key, parent: keys(parentId) }));
};

function datasetsOf(rows: AcademyRows): Dataset[] {
  const byKind = new Map([
    ['user', keysOf(rows.users)],
    ['group', keysOf(rows.groups)],
    ['branch', keysOf(rows.branches)],
    ['course', keysOf(rows.courses)],
    ['category', keysOf(rows.categories)],
    ['plan', keysOf(rows.learningPlans)],
  ]);
  const selections = (id: number | undefined) =>
    rows.datasetSelections.filter(({ datasetId }) => datasetId === id);
  const items = (id: number | undefined) =>
    rows.datasetItems.filter(({ datasetId }) => datasetId === id);
  return rows.datasets.map(({ id, name }) => ({
    name,
    owner: null,
    modes: Object.fromEntries(
      axes.flatMap((axis) =>
        selections(id).flatMap((row) => (row.axis === axis ? [[axis, row.mode]] : [])),
      ),
    ),
    items: items(id).map(({ kind, itemId, descendants = false }) => ({
      kind,
      key: known(byKind.get(kind) ?? (() => null), itemId),
      descendants,
    })),
    rules: [],
  }));
}

function authorityOf(rows: AcademyRows): Pick<World, 'datasets' | 'assignments' | 'sites'> {
  const users = keysOf(rows.users);
  const named = new Map(rows.datasets.map(({ id, name }) => [id, name]));
  return {
    datasets: datasetsOf(rows),
    assignments: rows.datasetAssignments.map((row) => ({
      powerUser: known(users, row.powerUserId),
      dataset: named.get(row.datasetId) ?? '',
      from: row.validFrom ?? null,
      until: row.validUntil ?? null,
    })),
    sites: rows.sites.map(({ id, active = true, ceilingDatasetId }) => ({
      id,
      active,
      ceiling: named.get(ceilingDatasetId) ?? '',
    })),
  };
}

export function worldOf({ rows }: Pick<Academy, 'rows'>): World {
  const [users, courses, branches] = [rows.users, rows.courses, rows.branches].map(keysOf);
  const categories = keysOf(rows.categories);
  if (!users || !courses || !branches) throw new RangeError('Three lists were asked for');
  const of = <T>(list: readonly T[], own: (row: T) => boolean) => list.filter(own);
  return {
    ...emptyWorld,
    users: rows.users.map(({ key, level = 'user', status = 'active', branchId }) => ({
      key,
      level,
      status,
      branch: branches(branchId),
    })),
    branches: tree(rows.branches),
    categories: tree(rows.categories),
    groups: rows.groups.map(({ id, key }) => ({
      key,
      members: of(rows.groupMembers, (row) => row.groupId === id).map((row) =>
        known(users, row.userId),
      ),
    })),
    courses: rows.courses.map(({ key, categoryId }) => ({ key, category: categories(categoryId) })),
    plans: rows.learningPlans.map(({ id, key }) => ({
      key,
      courses: of(rows.learningPlanCourses, (row) => row.planId === id).map((row) =>
        known(courses, row.courseId),
      ),
    })),
    enrollments: rows.enrollments.map(({ userId, courseId }) => [
      known(users, userId),
      known(courses, courseId),
    ]),
    ...authorityOf(rows),
  };
}

/** A person and a course, as sets hold them. */
export const pair = (user: unknown, course: unknown): string => `${user} in ${course}`;

/** What somebody may see at a moment, as keys. */
export function seenBy(world: World, powerUser: string, site: string, now: number) {
  const { learners, courses, enrollments } = visible(world, { powerUser, site, now });
  return {
    learners: new Set(learners),
    courses: new Set(courses),
    enrollments: new Set(enrollments.map(([user, course]) => pair(user, course))),
  };
}
