/** Changes of the courses axis and of progress: courses come and go, plans and categories change, people enroll. */

import { and, eq } from 'drizzle-orm';
import {
  attendances,
  categories,
  courses,
  dailyActivity,
  enrollments,
  learningPlanCourses,
  learningPlans,
  planEnrollments,
  sessions,
  users,
} from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import type { Course, Node } from '../reference/world.ts';
import { oddKeys } from '../world/border-keys.ts';
import { courseRow } from '../world/learning-rows.ts';
import {
  anyOf,
  type Change,
  held,
  idOf,
  newParent,
  replaced,
  without,
  withoutItem,
  withoutListed,
} from './change.ts';
import { isWithin } from './change-people.ts';

/** A new course with somebody in it: whoever holds all courses holds it too. */
const addCourse: Change = (world, random, orm) => {
  const key = random.pick(oddKeys);
  if (world.courses.some((course) => course.key === key)) return null;
  const category = anyOf(random, world.categories)?.key ?? null;
  const learners = random.sift(world.users, 0.5).map((user) => user.key);
  const courseId = idOf(courses, key);
  const sessionId = idOf(sessions, key);
  return {
    told: `adds course ${key} in category ${category}`,
    world: {
      ...world,
      courses: [...world.courses, { key, category }],
      enrollments: [...world.enrollments, ...learners.map((user) => [user, key] as const)],
      datasets: withoutItem(world.datasets, 'course', key),
    },
    writes: [
      orm.insert(courses).values({
        ...courseRow({ key, category }),
        categoryId: category === null ? null : idOf(categories, category),
      }),
      orm.insert(sessions).values({ key, courseId, name: key, nameKey: fold(key), startsAt: 0 }),
      ...learners.flatMap((user) => {
        const userId = idOf(users, user);
        return [
          orm.insert(enrollments).values({ userId, courseId }),
          orm.insert(dailyActivity).values({ userId, courseId, day: 0 }),
          orm.insert(attendances).values({ userId, sessionId }),
        ];
      }),
    ],
  };
};

const deleteCourse: Change = (world, random, orm) => {
  const course = anyOf(random, world.courses);
  if (!course) return null;
  const { key } = course;
  return {
    told: `deletes course ${key}`,
    world: {
      ...world,
      courses: without(world.courses, course),
      plans: world.plans.map((plan) => ({ ...plan, courses: without(plan.courses, key) })),
      enrollments: world.enrollments.filter(([, other]) => other !== key),
      certificates: world.certificates.filter((certificate) => certificate.course !== key),
      catalogs: withoutListed(world, 'course', key),
      datasets: withoutItem(world.datasets, 'course', key),
    },
    writes: [orm.delete(courses).where(eq(courses.key, key))],
  };
};

/** A course that was deleted may come again with its key, and no dataset or plan that named the old one has it. */
const replaceCourse: Change = (world, random, orm) => {
  const deleted = deleteCourse(world, random, orm);
  const gone = world.courses.find((course) => !deleted?.world.courses.includes(course));
  if (!deleted || !gone) return null;
  const { key } = gone;
  const user = random.pick(world.users).key;
  const courseId = idOf(courses, key);
  const sessionId = idOf(sessions, key);
  const userId = idOf(users, user);
  return {
    told: `replaces course ${key} by a new one of that key, with ${user} in it`,
    world: {
      ...deleted.world,
      courses: [...deleted.world.courses, { key, category: null }],
      enrollments: [...deleted.world.enrollments, [user, key]],
    },
    writes: [
      ...deleted.writes,
      orm.insert(courses).values(courseRow({ key, category: null })),
      orm.insert(sessions).values({ key, courseId, name: key, nameKey: fold(key), startsAt: 0 }),
      orm.insert(enrollments).values({ userId, courseId }),
      orm.insert(dailyActivity).values({ userId, courseId, day: 0 }),
      orm.insert(attendances).values({ userId, sessionId }),
    ],
  };
};

const togglePlanCourse: Change = (world, random, orm) => {
  const plan = anyOf(random, world.plans);
  const course = anyOf(random, world.courses)?.key;
  if (!plan || course === undefined) return null;
  const [planId, courseId] = [idOf(learningPlans, plan.key), idOf(courses, course)];
  const inside = plan.courses.includes(course);
  const changed = inside ? without(plan.courses, course) : [...plan.courses, course];
  const row = and(
    eq(learningPlanCourses.planId, planId),
    eq(learningPlanCourses.courseId, courseId),
  );
  return {
    told: `${inside ? 'takes' : 'puts'} course ${course} ${inside ? 'out of' : 'into'} plan ${plan.key}`,
    world: { ...world, plans: replaced(world.plans, plan, { ...plan, courses: changed }) },
    writes: [
      inside
        ? orm.delete(learningPlanCourses).where(row)
        : orm.insert(learningPlanCourses).values({ planId, courseId }),
    ],
  };
};

const deletePlan: Change = (world, random, orm) => {
  const plan = anyOf(random, world.plans);
  if (!plan) return null;
  const { key } = plan;
  return {
    told: `deletes plan ${key}`,
    world: {
      ...world,
      plans: without(world.plans, plan),
      planEnrollments: world.planEnrollments.filter(([, other]) => other !== key),
      certificates: world.certificates.filter((certificate) => certificate.plan !== key),
      catalogs: withoutListed(world, 'plan', key),
      datasets: withoutItem(world.datasets, 'plan', key),
    },
    writes: [orm.delete(learningPlans).where(eq(learningPlans.key, key))],
  };
};

const addPlan: Change = (world, random, orm) => {
  const key = random.pick(oddKeys);
  if (world.plans.some((plan) => plan.key === key)) return null;
  const user = random.pick(world.users).key;
  const inside = random.sift(world.courses, 0.4).map((course) => course.key);
  const planId = idOf(learningPlans, key);
  return {
    told: `adds plan ${key}`,
    world: {
      ...world,
      plans: [...world.plans, { key, courses: inside }],
      planEnrollments: [...world.planEnrollments, [user, key]],
      datasets: withoutItem(world.datasets, 'plan', key),
    },
    writes: [
      orm.insert(learningPlans).values({ key, name: key, nameKey: key }),
      orm.insert(planEnrollments).values({ userId: idOf(users, user), planId }),
      ...inside.map((course) =>
        orm.insert(learningPlanCourses).values({ planId, courseId: idOf(courses, course) }),
      ),
    ],
  };
};

const moveCategory: Change = (world, random, orm) => {
  const category = anyOf(random, world.categories);
  if (!category) return null;
  const parent = newParent(world.categories, held(world.datasets, 'category'), random);
  const refused = isWithin(world.categories, parent, category.key);
  const moved = replaced(world.categories, category, { ...category, parent });
  return {
    told: `moves category ${category.key} under ${parent}`,
    world: refused ? world : { ...world, categories: moved },
    writes: [
      orm
        .update(categories)
        .set({ parentId: parent === null ? null : idOf(categories, parent) })
        .where(eq(categories.key, category.key)),
    ],
    refused,
  };
};

const deleteCategory: Change = (world, random, orm) => {
  const category = anyOf(random, world.categories);
  if (!category) return null;
  const { key } = category;
  const orphan = (node: Node) => (node.parent === key ? { ...node, parent: null } : node);
  const bare = (course: Course) =>
    course.category === key ? { ...course, category: null } : course;
  return {
    told: `deletes category ${key}`,
    world: {
      ...world,
      categories: without(world.categories, category).map(orphan),
      courses: world.courses.map(bare),
      datasets: withoutItem(world.datasets, 'category', key),
    },
    writes: [orm.delete(categories).where(eq(categories.key, key))],
  };
};

const moveCourse: Change = (world, random, orm) => {
  const course = anyOf(random, world.courses);
  if (!course) return null;
  const category = anyOf(random, world.categories)?.key ?? null;
  return {
    told: `moves course ${course.key} to category ${category}`,
    world: { ...world, courses: replaced(world.courses, course, { ...course, category }) },
    writes: [
      orm
        .update(courses)
        .set({ categoryId: category === null ? null : idOf(categories, category) })
        .where(eq(courses.key, course.key)),
    ],
  };
};

const unenroll: Change = (world, random, orm) => {
  const enrollment = anyOf(random, world.enrollments);
  if (!enrollment) return null;
  const [user, course] = enrollment;
  const [userId, courseId] = [idOf(users, user), idOf(courses, course)];
  return {
    told: `takes ${user} out of course ${course}`,
    world: { ...world, enrollments: without(world.enrollments, enrollment) },
    writes: [
      orm
        .delete(enrollments)
        .where(and(eq(enrollments.userId, userId), eq(enrollments.courseId, courseId))),
      orm
        .delete(dailyActivity)
        .where(and(eq(dailyActivity.userId, userId), eq(dailyActivity.courseId, courseId))),
      orm
        .delete(attendances)
        .where(
          and(eq(attendances.userId, userId), eq(attendances.sessionId, idOf(sessions, course))),
        ),
    ],
  };
};

export const learningChanges: Readonly<Record<string, Change>> = {
  addCourse,
  deleteCourse,
  replaceCourse,
  moveCourse,
  addPlan,
  deletePlan,
  togglePlanCourse,
  moveCategory,
  deleteCategory,
  unenroll,
};
