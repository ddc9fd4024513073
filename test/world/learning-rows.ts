/** A world's people, learning and progress as inserts. */
import type { SQL } from 'drizzle-orm';
import * as tables from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import type { Node, World } from '../reference/world.ts';
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

export function peopleRows(world: World, ids: WorldIds): SQL[] {
  const nodes = (place: Ids, all: readonly Node[]) =>
    parentsFirst(all).map(({ key, parent }) => ({
      id: idIn(place, key),
      key,
      name: key,
      parentId: idIn(place, parent),
    }));
  return [
    ...bulk(tables.branches, nodes(ids.branches, world.branches)),
    ...bulk(tables.categories, nodes(ids.categories, world.categories)),
    ...bulk(
      tables.users,
      world.users.map(({ key, level, status, branch }) => ({
        id: idIn(ids.users, key),
        key,
        username: key,
        firstName: key,
        nameKey: fold(key),
        searchKey: fold(key),
        level,
        status,
        branchId: idIn(ids.branches, branch),
      })),
    ),
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

export function courseRows(world: World, ids: WorldIds): SQL[] {
  return [
    ...bulk(
      tables.courses,
      world.courses.map(({ key, category }) => ({
        id: idIn(ids.courses, key),
        key,
        name: key,
        nameKey: fold(key),
        searchKey: fold(key),
        categoryId: idIn(ids.categories, category),
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
        issuedAt: 0,
        userId: idIn(ids.users, user),
        courseId: idIn(ids.courses, course),
        planId: idIn(ids.plans, plan),
      })),
    ),
  ];
}
