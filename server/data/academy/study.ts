/** How one person fares in one course: the enrollment's row, and the days on which they learnt. */
import { secondsPerDay, toUnixDay } from '../../../shared/time.ts';
import { learningMoment } from './calendar.ts';
import type { Course } from './courses.ts';
import { takeExam } from './exam.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { RowOf } from './rows.ts';

export interface Study {
  readonly person: Person;
  readonly course: Course;
  readonly row: RowOf<'enrollments'>;
  /** Moments (Unix seconds) with the seconds spent there; together they are the row's `seconds`. */
  readonly stints: readonly { readonly at: number; readonly seconds: number }[];
}

/** A course without a due date is done when there is time. */
const leisureDays = 50;

/** The row as it is on the day of enrollment. */
export function enrolledRow(
  person: Person,
  { row, spec }: Course,
  enrolledAt: number,
): RowOf<'enrollments'> {
  const { dueDays } = spec;
  return {
    userId: person.row.id,
    courseId: row.id,
    level: 'learner',
    status: 'enrolled',
    progress: 0,
    initialScore: null,
    score: null,
    passed: null,
    seconds: 0,
    enrolledAt,
    startedAt: null,
    completedAt: null,
    lastAccessAt: null,
    dueAt: dueDays === null ? null : enrolledAt + dueDays * secondsPerDay,
    validFrom: null,
    validUntil: null,
    archivedAt: null,
  };
}

/** Lessons seen, as a percentage that a course of so many lessons can show. */
function progressAt(fraction: number, minutes: number): number {
  const lessons = Math.max(3, Math.round(minutes / 8));
  const seen = Math.min(lessons - 1, Math.max(1, Math.floor(fraction * lessons)));
  return Math.round((100 * seen) / lessons);
}

/** Splits the time spent over one to four sittings, the first and the last included. */
function stintsBetween(random: Random, person: Person, from: number, until: number, total: number) {
  const sittings = until - from < secondsPerDay ? 1 : random.whole(2, 4);
  const moments = Array.from({ length: Math.max(0, sittings - 2) }, () => {
    const at = from + random.unit() * (until - from);
    return Math.min(until, learningMoment(random, Math.round(at), person.company.utcOffsetHours));
  });
  const all = sittings === 1 ? [until] : [from, ...moments, until];
  const each = Math.floor(total / all.length);
  const first = total - each * (all.length - 1);
  return all.map((at, index) => ({ at, seconds: index === 0 ? first : each }));
}

/** When somebody would start and finish if nothing came between, and whether anything does. */
function intentions(
  random: Random,
  { person, course }: Pick<Study, 'person' | 'course'>,
  enrolledAt: number,
) {
  const { diligence, company } = person;
  const days =
    (course.spec.dueDays ?? leisureDays) * random.factor(0.55) * (1.02 - 0.68 * diligence);
  const moment = (fraction: number): number =>
    learningMoment(
      random,
      Math.round(enrolledAt + days * fraction * secondsPerDay),
      company.utcOffsetHours,
    );
  const startsAt = moment(0.15 + random.unit() * 0.6);
  const finishesAt = Math.max(moment(1), startsAt + course.spec.minutes * 60);
  // A few people let almost everything lie, and most let nothing lie that has a date.
  const letsLie = 0.4 * (1 - diligence) ** 3 + (course.spec.dueDays === null ? 0.14 : 0.008);
  return { startsAt, finishesAt, givesUp: random.chance(letsLie) };
}

/** An online course, from the day it was given until `person.activeUntil`. */
export function studyOnline(
  random: Random,
  person: Person,
  course: Course,
  enrolledAt: number,
): Study {
  const { spec } = course;
  const row = enrolledRow(person, course, enrolledAt);
  const { startsAt, finishesAt, givesUp } = intentions(random, { person, course }, enrolledAt);
  const neverStarts = givesUp && random.chance(0.4);
  if (startsAt > person.activeUntil || neverStarts) return { person, course, row, stints: [] };

  const test = spec.tested ? takeExam(random, person.diligence) : null;
  const reachesEnd = finishesAt <= person.activeUntil && !givesUp;
  const completed = reachesEnd && test?.passed !== false;
  const stopsAt = reachesEnd ? finishesAt : lastStop(random, startsAt, finishesAt, person);
  const fraction = reachesEnd ? 0.95 : (stopsAt - startsAt) / (finishesAt - startsAt);
  const progress = completed ? 100 : progressAt(fraction, spec.minutes);
  const seconds = Math.round(spec.minutes * 60 * (progress / 100) * random.factor(0.22));
  return {
    person,
    course,
    row: {
      ...row,
      ...(reachesEnd && test),
      status: completed ? 'completed' : 'in_progress',
      progress,
      seconds,
      startedAt: startsAt,
      completedAt: completed ? finishesAt : null,
      lastAccessAt: stopsAt,
    },
    stints: stintsBetween(random, person, startsAt, stopsAt, seconds),
  };
}

/** Where somebody who has not finished stands: on the way, or where they gave up. */
function lastStop(random: Random, startsAt: number, finishesAt: number, person: Person): number {
  const reached = Math.min(finishesAt, person.activeUntil);
  return Math.round(startsAt + (reached - startsAt) * (0.3 + random.unit() * 0.7));
}

/** Days since 1970 on which the stints fall, with their seconds. */
export function secondsByDay(stints: Study['stints']): Map<number, number> {
  const byDay = new Map<number, number>();
  for (const { at, seconds } of stints) {
    const day = toUnixDay(at);
    byDay.set(day, (byDay.get(day) ?? 0) + seconds);
  }
  return byDay;
}
