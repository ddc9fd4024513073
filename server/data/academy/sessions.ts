/** Instructor-led sessions: a company's own classrooms, and webinars for all companies; who came, and what came of it. */
import { fold } from '../../../shared/fold.ts';
import { secondsPerDay, toIsoDay, toUnixDay } from '../../../shared/time.ts';
import { classroomMorning } from './calendar.ts';
import type { Course } from './courses.ts';
import { type ExamResult, takeExam } from './exam.ts';
import type { Person } from './people.ts';
import { type Random, randomFor } from './random.ts';
import type { Numbered, RowOf } from './rows.ts';
import { enrolledRow, type Study } from './study.ts';

/** Sessions are planned from so long ago until so far ahead. */
const pastDays = 430;
const aheadDays = 80;
/** Longer courses go on the next morning. */
const minutesPerDay = 480;

type Session = Numbered<'sessions'>;

/** Plans sessions when somebody first asks for them, so that there is none without anybody in it. */
export class SessionBook {
  readonly sessions: Session[] = [];
  readonly attendances: RowOf<'attendances'>[] = [];
  readonly #dates = new Map<string, number[]>();
  readonly #taken = new Map<string, Session>();
  readonly #nowSeconds: number;

  constructor(nowSeconds: number) {
    this.#nowSeconds = nowSeconds;
  }

  /** The sessions' starts for a course, and in a classroom for a site, in order. */
  #startsOf({ spec }: Course, person: Person, place: string): number[] {
    const known = this.#dates.get(place);
    if (known) return known;
    const random = randomFor(`sessions ${place}`);
    const offset = spec.type === 'webinar' ? 0 : person.company.utcOffsetHours;
    const starts: number[] = [];
    for (let day = -pastDays; day < aheadDays; day += random.whole(50, 95)) {
      starts.push(classroomMorning(random, this.#nowSeconds + day * secondsPerDay, offset));
    }
    this.#dates.set(place, starts);
    return starts;
  }

  #sessionAt(course: Course, person: Person, place: string, startsAt: number): Session {
    const key = `${place} ${toIsoDay(toUnixDay(startsAt))}`;
    const known = this.#taken.get(key);
    if (known) return known;
    const { minutes, type, name } = course.spec;
    const days = Math.ceil(minutes / minutesPerDay);
    const lastDay = minutes - (days - 1) * minutesPerDay;
    const named = `${name}, ${toIsoDay(toUnixDay(startsAt))}`;
    const session: Session = {
      id: this.sessions.length + 1,
      key: String(9001 + this.sessions.length),
      courseId: course.row.id,
      name: named,
      nameKey: fold(named),
      location: type === 'webinar' ? 'Online' : `${person.workplace.site}, training room`,
      startsAt,
      endsAt: startsAt + (days - 1) * secondsPerDay + lastDay * 60,
    };
    this.sessions.push(session);
    this.#taken.set(key, session);
    return session;
  }

  /** The first session after `notBefore`, or none that is planned yet. */
  find(course: Course, person: Person, notBefore: number): Session | null {
    const { code, type } = course.spec;
    const place =
      type === 'webinar' ? code : `${code} ${person.company.code} ${person.workplace.site}`;
    const startsAt = this.#startsOf(course, person, place).find((start) => start > notBefore);
    return startsAt === undefined ? null : this.#sessionAt(course, person, place, startsAt);
  }
}

const endOf = ({ startsAt, endsAt }: Session): number => endsAt ?? startsAt;

const missedStatuses = ['absent', 'excused'] as const;
const waitingStatuses = ['waiting', 'to_confirm'] as const;

/** A course with sessions: the person sits in the next one, or the one after if they missed it. */
export function studyInSessions(
  random: Random,
  person: Person,
  course: Course,
  enrolledAt: number,
  book: SessionBook,
): Study {
  const row = enrolledRow(person, course, enrolledAt);
  const nothingYet = { person, course, row, stints: [] };
  let session = book.find(course, person, enrolledAt + 2 * secondsPerDay);
  while (session && endOf(session) <= person.activeUntil) {
    const came = random.chance(0.86 + 0.1 * person.diligence);
    const status = came ? 'attended' : random.pick(missedStatuses);
    const test = course.spec.tested ? takeExam(random, 0.8) : null;
    const place = { userId: person.row.id, sessionId: session.id, status } as const;
    const seconds = came ? course.spec.minutes * 60 : 0;
    book.attendances.push({ ...place, seconds, score: came ? (test?.score ?? null) : null });
    if (came) return attended(nothingYet, session, test);
    if (random.chance(0.4)) return nothingYet;
    session = book.find(course, person, session.startsAt);
  }
  if (!session) return { ...nothingYet, row: { ...row, status: random.pick(waitingStatuses) } };
  if (person.row.status === 'active') {
    const place = { userId: person.row.id, sessionId: session.id };
    book.attendances.push({ ...place, status: 'registered', seconds: null, score: null });
  }
  return nothingYet;
}

function attended(
  { person, course, row }: Study,
  session: Session,
  test: ExamResult | null,
): Study {
  const passed = test?.passed !== false;
  const seconds = course.spec.minutes * 60;
  const { startsAt } = session;
  const finishedAt = endOf(session);
  const days = Math.ceil(course.spec.minutes / minutesPerDay);
  const stints = Array.from({ length: days }, (_, day) => ({
    at: startsAt + day * secondsPerDay,
    seconds: Math.min(minutesPerDay * 60, seconds - day * minutesPerDay * 60),
  }));
  return {
    person,
    course,
    stints,
    row: {
      ...row,
      ...test,
      status: passed ? 'completed' : 'in_progress',
      progress: passed ? 100 : 90,
      seconds,
      startedAt: startsAt,
      completedAt: passed ? finishedAt : null,
      lastAccessAt: finishedAt,
    },
  };
}
