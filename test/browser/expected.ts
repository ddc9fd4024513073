/** What a supervisor of the academy is to see, worked out from its rows by the oracle, apart from the server. */
import type { Academy } from '../../server/data/academy/academy.ts';
import type { RowOf } from '../../server/data/academy/rows.ts';
import { worldOf } from '../reference/academy-world.ts';
import { visible } from '../reference/oracle.ts';

export interface Expected {
  /** Visible enrollments. */
  readonly enrollments: readonly RowOf<'enrollments'>[];
  /** The full names of the visible people. */
  readonly names: ReadonlySet<string>;
  /** Every visible pair, as `full name / course name`. */
  readonly pairs: ReadonlySet<string>;
  readonly learners: number;
  readonly courses: number;
}

export const fullNameOf = ({
  firstName,
  lastName,
}: Pick<RowOf<'users'>, 'firstName' | 'lastName'>) => `${firstName} ${lastName}`.trim();

export function expectedFor(academy: Academy, site: string): Expected {
  const { rows, customers, nowSeconds } = academy;
  const username = customers.find(({ siteId }) => siteId === site)?.supervisors[0]?.username;
  const powerUser = rows.users.find((user) => user.username === username)?.key ?? '';
  const seen = visible(worldOf(academy), { powerUser, site, now: nowSeconds });
  const people = new Map(rows.users.map((user) => [user.key, user]));
  const courses = new Map(rows.courses.map((course) => [course.key, course]));
  const keys = (user: string, course: string) => JSON.stringify([user, course]);
  const pairs = new Set(seen.enrollments.map(([user, course]) => keys(user, course)));
  const userKeys = new Map(rows.users.map(({ id, key }) => [id, key]));
  const courseKeys = new Map(rows.courses.map(({ id, key }) => [id, key]));
  const nameOf = (key: string) => {
    const person = people.get(key);
    return person ? fullNameOf(person) : '';
  };
  return {
    enrollments: rows.enrollments.filter(({ userId, courseId }) =>
      pairs.has(keys(userKeys.get(userId) ?? '', courseKeys.get(courseId) ?? '')),
    ),
    names: new Set(seen.learners.map(nameOf)),
    pairs: new Set(
      seen.enrollments.map(([user, course]) => `${nameOf(user)} / ${courses.get(course)?.name}`),
    ),
    learners: seen.learners.length,
    courses: seen.courses.length,
  };
}

type Enrollment = RowOf<'enrollments'>;

const isOpen = ({ level = 'learner', archivedAt, status = 'enrolled' }: Enrollment) =>
  level === 'learner' && !archivedAt && (status === 'enrolled' || status === 'in_progress');

/** The definitions of docs and screen in plain arithmetic; `atSeconds` is the moment that the answer names. */
export const isOverdue = (enrollment: Enrollment, atSeconds: number): boolean =>
  isOpen(enrollment) && (enrollment.dueAt ?? atSeconds) < atSeconds;

export const isAtRisk = (enrollment: Enrollment, atSeconds: number): boolean =>
  isOpen(enrollment) &&
  (enrollment.dueAt ?? 0) >= atSeconds &&
  (enrollment.dueAt ?? 0) < atSeconds + 14 * 86_400 &&
  (enrollment.progress ?? 0) < 50;

export const isCompleted = ({ level = 'learner', archivedAt, status }: Enrollment): boolean =>
  level === 'learner' && !archivedAt && status === 'completed';

/** What rates are shares of. */
export const isCounted = (enrollment: Enrollment): boolean =>
  isOpen(enrollment) || isCompleted(enrollment);
