/** What everybody has learnt: enrollments with their exceptions, daily activity, and who was last seen when. */
import { secondsPerDay, toUnixDay } from '../../../shared/time.ts';
import { assignedAt, takesCourse, takesPlan } from './assignments.ts';
import type { Course } from './courses.ts';
import type { Person } from './people.ts';
import type { Plan } from './plans.ts';
import { type Random, randomFor } from './random.ts';
import type { RowOf } from './rows.ts';
import { SessionBook, studyInSessions } from './sessions.ts';
import { type Study, secondsByDay, studyOnline } from './study.ts';

/** Activity is kept for this many days, today included. */
const activityDays = 90;
/** Completions older than this are mostly archived. */
const archiveAfterDays = 420;
/** Access to a leadership course online ends after so long. */
const leadershipAccessDays = 365;

export interface PersonProgress {
  readonly person: Person;
  readonly plans: readonly Plan[];
  readonly studies: readonly Study[];
}

/** Suspensions, withdrawals, access that ends, and the archive. */
function withExceptions(random: Random, study: Study, nowSeconds: number): Study {
  const { row, course } = study;
  const open = row.status === 'enrolled' || row.status === 'in_progress';
  const fate = random.unit();
  const changed: Partial<Study['row']> = {};
  if (open && fate < 0.035) changed.status = 'withdrawn';
  else if (open && fate < 0.06) changed.status = 'suspended';
  if (course.row.type === 'elearning' && course.spec.code.startsWith('LDR') && row.enrolledAt) {
    changed.validFrom = row.enrolledAt;
    changed.validUntil = row.enrolledAt + leadershipAccessDays * secondsPerDay;
  }
  const old = nowSeconds - archiveAfterDays * secondsPerDay;
  if (row.completedAt && row.completedAt < old && fate < 0.7) {
    changed.archivedAt = Math.min(nowSeconds, row.completedAt + archiveAfterDays * secondsPerDay);
  }
  return { ...study, row: { ...row, ...changed } };
}

/** Everything that one person was given, and how it went. */
function progressOf(
  person: Person,
  courses: readonly Course[],
  allPlans: readonly Plan[],
  book: SessionBook,
  nowSeconds: number,
): PersonProgress {
  const plans = allPlans.filter((plan) => takesPlan(person, plan, nowSeconds));
  const studies = courses.flatMap((course) => {
    if (!takesCourse(person, course, plans)) return [];
    const enrolledAt = assignedAt(person, course, nowSeconds);
    if (enrolledAt === null) return [];
    const random = randomFor(`study ${course.spec.code} ${person.row.key}`);
    const study =
      course.spec.type === 'elearning'
        ? studyOnline(random, person, course, enrolledAt)
        : studyInSessions(random, person, course, enrolledAt, book);
    return [withExceptions(random, study, nowSeconds)];
  });
  return { person, plans, studies };
}

/** The person's row with the last time that anybody saw them: in a course, or just looking in. */
function seen({ person, studies }: PersonProgress, nowSeconds: number): Person['row'] {
  const random = randomFor(`seen ${person.row.key}`);
  const learnt = studies.map(({ row }) => row.lastAccessAt ?? 0);
  const days = random.pick([0, 1, 1, 2, 3, 4, 6, 8, 12, 19, 33, 51]) + random.unit();
  const lookedIn = person.activeUntil - Math.round(days * secondsPerDay);
  const lastAccessAt = Math.max(...learnt, lookedIn > person.hiredAt ? lookedIn : 0);
  const never = lastAccessAt === 0 || person.activeUntil < person.hiredAt;
  return { ...person.row, lastAccessAt: never ? null : Math.min(lastAccessAt, nowSeconds) };
}

function activityOf(
  { person, course, stints }: Study,
  nowSeconds: number,
): RowOf<'dailyActivity'>[] {
  const firstDay = toUnixDay(nowSeconds) - activityDays + 1;
  return [...secondsByDay(stints)].flatMap(([day, seconds]) =>
    day < firstDay || seconds === 0
      ? []
      : [{ userId: person.row.id, courseId: course.row.id, day, seconds }],
  );
}

export function buildProgress(
  people: readonly Person[],
  courses: readonly Course[],
  plans: readonly Plan[],
  nowSeconds: number,
) {
  const book = new SessionBook(nowSeconds);
  const progress = people.map((person) => progressOf(person, courses, plans, book, nowSeconds));
  const studies = progress.flatMap((one) => one.studies);
  return {
    progress,
    users: progress.map((one) => seen(one, nowSeconds)),
    enrollments: studies.map(({ row }) => row),
    dailyActivity: studies.flatMap((study) => activityOf(study, nowSeconds)),
    sessions: book.sessions,
    attendances: book.attendances,
  };
}
