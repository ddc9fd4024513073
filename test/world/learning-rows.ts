/** A world's people, learning and progress as inserts. */
import type { SQL } from 'drizzle-orm';
import { courseKeys, personKeys } from '../../server/data/keys.ts';
import * as tables from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import type { Catalog, Course, Node, User, World } from '../reference/world.ts';
import { bulk } from './bulk.ts';
import { type Ids, idIn, type WorldIds } from './ids.ts';

/** A child's closure comes from its parent's, so parents are written first. */
export function parentsFirst(nodes: readonly Node[]): Node[] {
  const depth = (node: Node): number => {
    const parent = nodes.find(({ key }) => key === node.parent);
    return parent ? depth(parent) + 1 : 0;
  };
  return nodes.toSorted((one, other) => depth(one) - depth(other));
}

/** A user as the loader of real data would write one; without ids. */
export function userRow({ key, level, status, ...user }: User) {
  const { username = key, firstName = key, lastName = '', email = null } = user;
  const names = { username, firstName, lastName, email };
  const times = {
    createdAt: user.createdAt ?? null,
    lastAccessAt: user.lastAccess ?? null,
    expiresAt: user.expires ?? null,
  };
  return { key, ...names, ...personKeys(names), level, status, ...times };
}

export function courseRow({ key, ...course }: Course) {
  const { name = key, code = null, type = 'elearning', status = 'published' } = course;
  const { createdAt = null, duration: durationSeconds = null } = course;
  return {
    key,
    name,
    code,
    ...courseKeys({ name, code }),
    type,
    status,
    createdAt,
    durationSeconds,
  };
}

export function peopleRows(world: World, ids: WorldIds): SQL[] {
  const nodes = (place: Ids, all: readonly Node[]) =>
    parentsFirst(all).map(({ key, parent, name = key }) => ({
      id: idIn(place, key),
      key,
      name,
      nameKey: fold(name),
      parentId: idIn(place, parent),
    }));
  return [
    ...bulk(tables.branches, nodes(ids.branches, world.branches)),
    ...bulk(tables.categories, nodes(ids.categories, world.categories)),
    ...bulk(
      tables.users,
      world.users.map((user) => ({
        id: idIn(ids.users, user.key),
        ...userRow(user),
        branchId: idIn(ids.branches, user.branch),
        managerId: idIn(ids.users, user.manager ?? null),
      })),
    ),
    ...fieldRows(world, ids),
    ...bulk(
      tables.groups,
      world.groups.map(({ key }) => ({ id: idIn(ids.groups, key), key, name: key })),
    ),
    ...bulk(
      tables.groupMembers,
      world.groups.flatMap(({ key, members }) =>
        members.map((user) => ({ groupId: idIn(ids.groups, key), userId: idIn(ids.users, user) })),
      ),
    ),
  ];
}

/** Fields are numbered as they stand; a value of a field that is not there is not written. */
function fieldRows({ users, userFields = [] }: World, ids: WorldIds): SQL[] {
  const fieldIds = new Map(userFields.map((key, index) => [key, index + 1]));
  const values = users.flatMap(({ key, fields = {} }) =>
    Object.entries(fields).flatMap(([field, value]) => {
      const fieldId = fieldIds.get(field);
      if (fieldId === undefined) return [];
      return [{ userId: idIn(ids.users, key), fieldId, value, valueKey: fold(value) }];
    }),
  );
  return [
    ...bulk(
      tables.userFields,
      userFields.map((key) => ({ id: fieldIds.get(key), key, name: key })),
    ),
    ...bulk(tables.userFieldValues, values),
  ];
}

export function courseRows(world: World, ids: WorldIds): SQL[] {
  return [
    ...bulk(
      tables.courses,
      world.courses.map((course) => ({
        id: idIn(ids.courses, course.key),
        ...courseRow(course),
        categoryId: idIn(ids.categories, course.category),
      })),
    ),
    ...bulk(
      tables.learningPlans,
      world.plans.map(({ key }) => ({
        id: idIn(ids.plans, key),
        key,
        name: key,
        nameKey: fold(key),
      })),
    ),
    ...bulk(
      tables.learningPlanCourses,
      world.plans.flatMap(({ key, courses }) =>
        courses.map((course, position) => ({
          planId: idIn(ids.plans, key),
          courseId: idIn(ids.courses, course),
          position,
        })),
      ),
    ),
  ];
}

/** Members of an audience that name nothing share an id that no row has, and so are one row. */
export function catalogRows({ catalogs = [] }: World, ids: WorldIds): SQL[] {
  const within = <R>(rowsOf: (catalog: Catalog, catalogId: number | null) => R[]): R[] =>
    catalogs.flatMap((catalog) => rowsOf(catalog, idIn(ids.catalogs, catalog.key)));
  const audiences: Readonly<Record<string, Ids>> = {
    user: ids.users,
    group: ids.groups,
    branch: ids.branches,
  };
  return [
    ...bulk(
      tables.catalogs,
      within(({ key, visibility }, id) => [{ id, key, name: key, visibility }]),
    ),
    ...bulk(
      tables.catalogItems,
      within(({ courses, plans }, catalogId) => [
        ...courses.map((key) => ({ catalogId, kind: 'course', itemId: idIn(ids.courses, key) })),
        ...plans.map((key) => ({ catalogId, kind: 'plan', itemId: idIn(ids.plans, key) })),
      ]),
    ),
    ...bulk(
      tables.catalogAudiences,
      within(({ audience }, catalogId) => {
        const rows = audience.map(({ kind, key, descendants }) => {
          const itemId = idIn(audiences[kind] ?? new Map(), key);
          return { catalogId, kind, itemId, descendants };
        });
        return [...new Map(rows.map((row) => [`${row.kind} ${row.itemId}`, row])).values()];
      }),
    ),
  ];
}

/** Each enrollment comes with a day's activity and an attendance of its course's one session. */
export function enrollmentRows(world: World, ids: WorldIds): SQL[] {
  const sessions = new Map(world.courses.map(({ key }, index) => [key, index + 1]));
  const rows = world.enrollments.map(([user, course]) => ({
    userId: idIn(ids.users, user),
    courseId: idIn(ids.courses, course),
  }));
  return [
    ...bulk(tables.enrollments, rows),
    ...bulk(
      tables.dailyActivity,
      rows.map((row) => ({ ...row, day: 0, seconds: 60 })),
    ),
    ...bulk(
      tables.sessions,
      world.courses.map(({ key }) => ({
        id: idIn(sessions, key),
        key,
        name: key,
        nameKey: fold(key),
        courseId: idIn(ids.courses, key),
        startsAt: 0,
      })),
    ),
    ...bulk(
      tables.attendances,
      world.enrollments.map(([user, course]) => ({
        userId: idIn(ids.users, user),
        sessionId: idIn(sessions, course),
      })),
    ),
  ];
}

/** Everybody has one external training, whose key is theirs. */
export function otherProgressRows(world: World, ids: WorldIds): SQL[] {
  return [
    ...bulk(
      tables.externalTrainings,
      world.users.map(({ key }) => ({ key, name: key, userId: idIn(ids.users, key) })),
    ),
    ...bulk(
      tables.planEnrollments,
      world.planEnrollments.map(([user, plan]) => ({
        userId: idIn(ids.users, user),
        planId: idIn(ids.plans, plan),
      })),
    ),
    ...bulk(
      tables.certificates,
      world.certificates.map(({ key, user, course, plan }) => ({
        key,
        name: key,
        nameKey: fold(key),
        issuedAt: 0,
        userId: idIn(ids.users, user),
        courseId: idIn(ids.courses, course),
        planId: idIn(ids.plans, plan),
      })),
    ),
  ];
}
