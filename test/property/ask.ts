/** Asks the server's scope and the oracle the same question, and says where they part. */
import { type SQL, sql } from 'drizzle-orm';
import type { Database, Row } from '../../server/data/database.ts';
import type * as AutomationModule from '../../server/scope/automation.ts';
import type * as ResolveModule from '../../server/scope/resolve.ts';
import type { Scope } from '../../server/scope/scope.ts';
import type * as SqlModule from '../../server/scope/sql.ts';
import type { ScopeSql } from '../../server/scope/sql.ts';
import { type Asker, permissions, visible } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { nobody, type WorldIds } from '../world/ids.ts';

/** The part of the server that is judged; the mutants bring their own. */
export type Judged = Pick<typeof ResolveModule, 'resolveScope'> &
  Pick<typeof SqlModule, 'compileScope'> &
  Partial<Pick<typeof AutomationModule, 'planGifts'>>;

/** What one side shows: sorted lists of keys, each row as often as it was given. */
export type Answer = Readonly<Record<string, readonly string[]>>;

const line = (...keys: readonly unknown[]) => JSON.stringify(keys);

export function askOracle(world: World, asker: Asker): Answer {
  const seen = visible(world, asker);
  const enrolled = seen.enrollments.map(([user, course]) => line(user, course)).sort();
  const learners = seen.learners.map((user) => line(user)).sort();
  return {
    enrollments: enrolled,
    activity: enrolled,
    attendances: enrolled,
    planEnrollments: seen.planEnrollments.map(([user, plan]) => line(user, plan)).sort(),
    certificates: seen.certificates.map(({ key }) => line(key)).sort(),
    learners,
    external: learners,
    courses: seen.courses.map((course) => line(course)).sort(),
    permissions: Array.from(permissions(world, asker), (permission) => line(permission)).sort(),
  };
}

/** Each kind of answer: its FROM clause, and the columns that name a row. */
const questions = {
  enrollments: (scope) => sql`t.user_id, t.course_id FROM ${scope.pairs('enrollments', 't')}`,
  activity: (scope) => sql`t.user_id, t.course_id FROM ${scope.pairs('daily_activity', 't')}`,
  attendances: (scope) => sql`t.user_id, (SELECT course_id FROM sessions WHERE id = t.session_id)
    FROM ${scope.pairs('attendances', 't')}`,
  planEnrollments: (scope) => sql`t.user_id, t.plan_id FROM ${scope.planPairs('t')}`,
  certificates: (scope) => sql`t.key, NULL FROM ${scope.certificates('t')}`,
  learners: (scope) => sql`t.key, NULL FROM ${scope.learners('t')}`,
  external: (scope) => sql`t.key, NULL FROM ${scope.aboutLearners('external_trainings', 't')}`,
  courses: (scope) => sql`t.key, NULL FROM ${scope.courses('t')}`,
} as const satisfies Record<string, (scope: ScopeSql) => SQL>;

type Question = keyof typeof questions;
const questionNames = Object.keys(questions) as Question[];

type Names = ReadonlyMap<number, string>;
const namesOf = (ids: ReadonlyMap<string, number>): Names =>
  new Map(Array.from(ids, ([key, id]) => [id, key]));

/** Turns a row of internal ids into the line that the oracle gives; certificates and the like give their key. */
function reader(ids: WorldIds) {
  const [users, courses, plans] = [ids.users, ids.courses, ids.plans].map(namesOf);
  return (question: Question, [first, second]: Row): string => {
    const things = question === 'planEnrollments' ? plans : courses;
    if (second === undefined || second === null) return line(first);
    return line(users?.get(Number(first)), things?.get(Number(second)));
  };
}

/** All questions as one statement: the same clauses, compiled once, which makes a run of them three times as fast. */
async function askTogether(database: Database, compiled: ScopeSql): Promise<[Question, Row][]> {
  const all = questionNames.map(
    (name) => sql`SELECT ${sql.raw(`'${name}'`)}, ${questions[name](compiled)}`,
  );
  const [rows = []] = await database.read(
    sql`${compiled.tables} ${sql.join(all, sql` UNION ALL `)}`,
  );
  return rows.map(([name, ...row]) => [name as Question, row]);
}

/** Each question as a statement of its own, as reports ask. */
async function askApart(database: Database, compiled: ScopeSql): Promise<[Question, Row][]> {
  const answers = await database.read(
    ...questionNames.map((name) => sql`${compiled.tables} SELECT ${questions[name](compiled)}`),
  );
  return questionNames.flatMap((name, index) =>
    (answers[index] ?? []).map((row): [Question, Row] => [name, row]),
  );
}

/**
 * Asks the server, and never twice for the same digest and versions: those promise an equal answer, so a promise that
 * is not kept shows as a wrong answer. `ids` is read afresh at each question.
 */
export function serverOf(
  database: Database,
  judged: Judged,
  { ids, apart }: { ids: () => WorldIds; apart: boolean },
) {
  const answered = new Map<string, Answer>();
  const shown = async (scope: Scope): Promise<Answer> => {
    const compiled = judged.compileScope(scope);
    const rows = await (apart ? askApart : askTogether)(database, compiled);
    const answer = emptyAnswer();
    const named = reader(ids());
    for (const [name, row] of rows) answer[name].push(named(name, row));
    for (const lines of Object.values(answer)) lines.sort();
    return answer;
  };
  return async ({ powerUser, site, now }: Asker): Promise<Answer> => {
    const scope = await judged.resolveScope(database, {
      powerUserId: ids().users.get(powerUser) ?? nobody,
      siteId: site,
      nowSeconds: now,
    });
    const promise = line(scope.digest, scope.versions.membership, scope.versions.progress);
    const answer = answered.get(promise) ?? (await shown(scope));
    answered.set(promise, answer);
    return { ...answer, permissions: Array.from(scope.permissions, (one) => line(one)).sort() };
  };
}

const emptyAnswer = (): Record<Question, string[]> => ({
  enrollments: [],
  activity: [],
  attendances: [],
  planEnrollments: [],
  certificates: [],
  learners: [],
  external: [],
  courses: [],
});

/** Where the answers part: for each question what only one of the two shows; null where they agree. */
export function difference(server: Answer, oracle: Answer): Record<string, unknown> | null {
  const parts: Record<string, unknown> = {};
  for (const name of Object.keys(oracle)) {
    const [shown = [], right = []] = [server[name], oracle[name]];
    if (shown.length === right.length && shown.every((row, index) => row === right[index]))
      continue;
    parts[name] = { shown, right };
  }
  return Object.keys(parts).length === 0 ? null : parts;
}
