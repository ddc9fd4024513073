/** Who is given which course and plan, and since when: on arrival, in the yearly round, or some day of the year. */
import { secondsPerDay } from '../../../shared/time.ts';
import { companies } from './companies.ts';
import { courseList } from './course-list.ts';
import type { Audience, Audiences } from './course-spec.ts';
import type { Course } from './courses.ts';
import { isFirstAider, leadsOthers } from './groups.ts';
import type { Person } from './people.ts';
import type { Plan } from './plans.ts';
import { type Random, randomFor } from './random.ts';

/** Whoever came within these days was given their courses on arrival. */
const arrivalDays = 420;
/** One in so many stays on last year's round: their certificate runs out. */
const missedRoundShare = 0.09;

const dutiful = courseList.filter(({ dueDays }) => dueDays !== null).map(({ code }) => code);

function isAmong(person: Person, audience: Audience): boolean {
  switch (audience) {
    case 'everyone':
      return true;
    case 'leads':
      return leadsOthers(person);
    case 'first_aiders':
      return isFirstAider(person);
    default:
      return person.workplace.department.work === audience && person.rank === 'worker';
  }
}

const shareFor = (person: Person, audiences: Audiences): number =>
  Math.max(
    0,
    ...Object.entries(audiences).map(([audience, share]) =>
      isAmong(person, audience as Audience) ? share : 0,
    ),
  );

export function takesPlan(person: Person, plan: Plan, nowSeconds: number): boolean {
  const { audiences, newcomerDays, row } = plan;
  if (newcomerDays !== null && person.hiredAt < nowSeconds - newcomerDays * secondsPerDay) {
    return false;
  }
  return randomFor(`plan ${row.code} ${person.row.key}`).chance(shareFor(person, audiences));
}

/** A plan brings its mandatory courses, whatever the person would have been given without it. */
export function takesCourse(person: Person, course: Course, plans: readonly Plan[]): boolean {
  const brought = plans.some(({ courses }) =>
    courses.some((item) => item.course === course && item.mandatory),
  );
  const { code, audiences } = course.spec;
  const share = shareFor(person, audiences);
  return brought || randomFor(`takes ${code} ${person.row.key}`).chance(share);
}

/** The rounds that run at present: one is due next week, and one has begun a while ago. */
const presentRounds: ReadonlyMap<string, readonly [dueSoon: string, underway: string]> = new Map([
  ['fjl', ['CMP-201', 'SAF-122']],
  ['mau', ['SAF-101', 'ITS-401']],
  ['qml', ['ITS-401', 'SAF-130']],
  ['tkp', ['CMP-210', 'CMP-201']],
  ['lhc', ['SAF-121', 'CMP-220']],
]);

/** Days since the company's latest round of a course with a due date: the others are spread over the year. */
function roundAgeDays(company: string, courseCode: string, dueDays: number): number {
  const [dueSoon, underway] = presentRounds.get(company) ?? [];
  if (courseCode === dueSoon) return dueDays - 8;
  if (courseCode === underway) return dueDays - 17;
  const courseAt = dutiful.indexOf(courseCode);
  const companyAt = companies.findIndex(({ code }) => code === company);
  return ((courseAt * 47 + companyAt * 61) % 300) + 60;
}

/** Days since somebody who was there already was given the course. */
function assignedDaysAgo(random: Random, person: Person, { spec }: Course): number {
  const { dueDays } = spec;
  if (dueDays === null) return random.whole(4, 430);
  const age = roundAgeDays(person.company.code, spec.code, dueDays) + random.unit() * 2;
  const validYears = (spec.validMonths ?? 0) / 12;
  if (validYears > 1) return age + 365 * random.whole(0, Math.ceil(validYears) - 1);
  return random.chance(missedRoundShare) ? age + 365 : age;
}

/** When the person was given the course (Unix seconds), or null if that never came about. */
export function assignedAt(person: Person, course: Course, nowSeconds: number): number | null {
  const { hiredAt, activeUntil, row } = person;
  const random = randomFor(`assigned ${course.spec.code} ${row.key}`);
  const settledAt = hiredAt + random.whole(1, 10) * secondsPerDay;
  const arrivedLately = hiredAt > nowSeconds - arrivalDays * secondsPerDay;
  const onArrival = arrivedLately && course.spec.dueDays !== null;
  const since = Math.round(nowSeconds - assignedDaysAgo(random, person, course) * secondsPerDay);
  const at = onArrival ? settledAt : Math.max(since, settledAt);
  const last = row.status === 'inactive' ? activeUntil : nowSeconds - 3600;
  return at > last ? null : at;
}
