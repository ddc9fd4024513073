/** Random worlds: counts, totals, facets, orders, pages and dashboards against plain arrays over the oracle's pairs. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { readFacets } from '../../server/report/facets.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, openViewer, type Viewer } from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Filter, Question } from '../../shared/wire/report.ts';
import { visible } from '../reference/oracle.ts';
import type { World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { borderWorld } from '../world/border-world.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { type Random, seededRandom } from '../world/random.ts';
import {
  compareCells,
  day,
  type Enrolled,
  figuresOf,
  isAtRisk,
  isCompleted,
  isCounted,
  isInactive,
  isOpen,
  isOverdue,
  mean,
  sum,
} from './report-model.ts';
import { everything, settings } from './report-world.ts';

const worlds = Number(process.env.AMBIT_REPORT_WORLDS ?? 60);
const firstSeed = Number(process.env.AMBIT_REPORT_SEED ?? Date.now() % 1_000_000);

const statuses = [
  'enrolled',
  'in_progress',
  'completed',
  'completed',
  'enrolled',
  'waiting',
  'suspended',
];
const moments = [null, noon - 31 * day, noon - 30 * day - 1, noon - 30 * day, noon - 1, noon];
const dues = [null, noon - day, noon - 1, noon, noon + 14 * day - 1, noon + 14 * day];

/** Values at the borders of every definition, with many ties. */
const progressOf = (random: Random, world: World): Enrolled[] =>
  world.enrollments.map(([user, course]) => ({
    user,
    course,
    branch: world.users.find(({ key }) => key === user)?.branch ?? null,
    level: random.chance(0.9) ? 'learner' : 'instructor',
    status: random.pick(statuses),
    progress: random.pick([0, 49.9, 50, 100]),
    score: random.pick([null, null, 0, 61.5, 90]),
    passed: random.pick([null, true, false]),
    seconds: random.pick([0, 60, 3600]),
    completedAt: random.pick([null, noon, noon - 40 * day, noon - 400 * day, noon + 40 * day]),
    lastAccessAt: random.pick(moments),
    dueAt: random.pick(dues),
    archivedAt: random.chance(0.1) ? noon : null,
  }));

async function load(database: Database, world: World, rows: readonly Enrolled[]) {
  const ids = await loadWorld(database, world);
  const json = JSON.stringify(
    rows.map((row) => ({
      ...row,
      userId: ids.users.get(row.user),
      courseId: ids.courses.get(row.course),
      passed: row.passed === null ? null : Number(row.passed),
    })),
  );
  const of = (name: string) => sql.raw(`v.value ->> '${name}'`);
  await database.write([
    sql`UPDATE enrollments SET level = ${of('level')}, status = ${of('status')},
        progress = ${of('progress')}, score = ${of('score')}, passed = ${of('passed')},
        seconds = ${of('seconds')}, completed_at = ${of('completedAt')},
        last_access_at = ${of('lastAccessAt')}, due_at = ${of('dueAt')}, archived_at = ${of('archivedAt')}
      FROM json_each(${json}) v WHERE user_id = ${of('userId')} AND course_id = ${of('courseId')}`,
  ]);
  return ids;
}

interface Case {
  readonly world: World;
  readonly viewer: Viewer;
  readonly random: Random;
  /** What the oracle says that the viewer sees, in the order of their internal ids. */
  readonly rows: readonly Enrolled[];
  readonly learners: readonly string[];
  readonly courses: readonly string[];
}

let database: Database;
const cases: Case[] = [];

/** Makes the n-th world the database's; the viewer holds every permission, since permissions have tests of their own. */
async function enter(seed: number): Promise<Case> {
  const random = seededRandom(seed);
  const world = borderWorld(random);
  const progress = progressOf(random, world);
  const ids = await load(database, world, progress);
  const powerUser = world.users[0]?.key ?? '';
  const asker = { powerUser, site: 'open', now: noon };
  const scope = await resolveScope(database, {
    powerUserId: ids.users.get(powerUser) ?? 0,
    siteId: 'open',
    nowSeconds: noon,
  });
  const viewer = await openViewer(database, { ...scope, permissions: new Set(everything) }, noon);
  const seen = visible(world, asker);
  const pairs = new Set(seen.enrollments.map((pair) => JSON.stringify(pair)));
  const place = (row: Enrolled) =>
    (ids.users.get(row.user) ?? 0) * 1000 + (ids.courses.get(row.course) ?? 0);
  const rows = progress
    .filter(({ user, course }) => pairs.has(JSON.stringify([user, course])))
    .toSorted((one, other) => place(one) - place(other));
  return { world, viewer, random, rows, learners: seen.learners, courses: seen.courses };
}

beforeAll(async () => {
  database = await openMemory();
  console.info(`${worlds} worlds from seed ${firstSeed}`);
});
afterAll(() => {
  const busy = cases.filter(({ rows }) => rows.length > 0).length;
  expect(busy * 3).toBeGreaterThan(cases.length);
});

const page = (
  viewer: Viewer,
  id: string,
  question: Partial<Question> = {},
  limit = 200,
  cursor?: string,
) =>
  readPage(database, settings, openReport(reports.get(id), viewer), {
    question: { filters: [], sort: [], ...question },
    limit,
    cursor,
  });

const time = (seconds: number | null) => (seconds === null ? null : toIsoTime(seconds));

/** What the wire says of an enrollment, as far as the model knows it. */
const cells = (row: Enrolled) => ({
  user_id: row.user,
  course_id: row.course,
  status: row.status,
  progress: row.progress,
  score: row.score,
  passed: row.passed,
  time_spent: row.seconds,
  due_at: time(row.dueAt),
  last_access_at: time(row.lastAccessAt),
  overdue: isOverdue(row, noon),
  at_risk: isAtRisk(row, noon),
  counted: isCounted(row),
});
const columns = [
  'user_id',
  'course_id',
  'status',
  'progress',
  'score',
  'passed',
  'time_spent',
  'due_at',
  'last_access_at',
  'overdue',
  'at_risk',
  'counted',
] as const satisfies (keyof ReturnType<typeof cells>)[];

type Test = readonly [Filter, (row: Enrolled) => boolean];
const tests: readonly Test[] = [
  [{ column: 'status', op: 'equals', value: 'completed' }, (row) => row.status === 'completed'],
  [
    { column: 'status', op: 'in', value: ['enrolled', 'waiting'] },
    (row) => /enr|wai/.test(row.status),
  ],
  [{ column: 'progress', op: 'less', value: 50 }, (row) => row.progress < 50],
  [{ column: 'progress', op: 'greater', value: 49.9 }, (row) => row.progress > 49.9],
  [{ column: 'score', op: 'is_empty' }, (row) => row.score === null],
  [{ column: 'score', op: 'equals', value: 61.5 }, (row) => row.score === 61.5],
  [{ column: 'passed', op: 'equals', value: false }, (row) => row.passed === false],
  [{ column: 'overdue', op: 'equals', value: true }, (row) => isOverdue(row, noon)],
  [{ column: 'counted', op: 'equals', value: false }, (row) => !isCounted(row)],
  [
    { column: 'due_at', op: 'before', value: toIsoTime(noon) },
    (row) => row.dueAt !== null && row.dueAt < noon,
  ],
  [
    { column: 'due_at', op: 'after', value: toIsoTime(noon) },
    (row) => row.dueAt !== null && row.dueAt >= noon,
  ],
  [{ column: 'branch', op: 'is_empty' }, (row) => row.branch === null],
];

/** Walks all pages of an order. */
async function walk(viewer: Viewer, id: string, question: Partial<Question>, limit: number) {
  const found: Record<string, unknown>[] = [];
  for (let cursor: string | undefined; ; ) {
    const { rows, next_cursor } = await page(viewer, id, question, limit, cursor);
    found.push(...rows);
    if (next_cursor === null) return found;
    cursor = next_cursor;
  }
}

async function checkEnrollments({ viewer, random, rows }: Case) {
  const chosen = random.some(tests, 3);
  const filters = chosen.map(([filter]) => filter);
  const left = rows.filter((row) => chosen.every(([, holds]) => holds(row)));
  const [first, second] = [random.pick(columns), random.pick(columns)];
  const sort = [first, second].map((column) => ({ column, desc: random.chance(0.5) }));
  const ordered = left.map(cells).toSorted((one, other) => {
    for (const { column, desc } of sort) {
      const order = compareCells(one[column], other[column], desc);
      if (order !== 0) return order;
    }
    return 0;
  });
  const question = { filters, sort, columns: [...columns] };
  const answer = await page(viewer, 'enrollments', question);
  expect(answer.total).toBe(left.length);
  expect(answer.rows).toEqual(ordered.slice(0, 200));
  expect(await walk(viewer, 'enrollments', question, 1 + random.below(9))).toEqual(ordered);
  expect(answer.totals.progress).toBeCloseToOrNull(mean(left.map(({ progress }) => progress)));
  expect(answer.totals.score).toBeCloseToOrNull(mean(left.map(({ score }) => score)));
  expect(answer.totals.time_spent).toBe(sum(left.map(({ seconds }) => seconds)));
  for (const column of ['status', 'passed', 'overdue'] as const) {
    const others = chosen.filter(([filter]) => filter.column !== column);
    const under = rows.filter((row) => others.every(([, holds]) => holds(row)));
    const report = openReport(reports.get('enrollments'), viewer);
    const request = { column, question: { filters, sort: [] } };
    const facets = await readFacets(database, report, request);
    const counted = Map.groupBy(under.map(cells), (row) => row[column]);
    const counts = new Map(facets.values.map(({ value, count }) => [value, count]));
    expect(counts).toEqual(new Map([...counted].map(([value, all]) => [value, all.length])));
  }
}

async function checkFigures({ viewer, rows, learners, courses }: Case) {
  for (const [id, of, keys, name] of [
    ['learners', 'user', learners, 'user_id'],
    ['course_summary', 'course', courses, 'course_id'],
  ] as const) {
    const answer = await page(viewer, id);
    expect(answer.rows.map((row) => row[name]).sort()).toEqual([...keys].sort());
    for (const row of answer.rows) {
      const own = rows.filter((each) => each[of] === row[name]);
      const figures = figuresOf(own, noon);
      const right = { ...figures, last_access_at: time(figures.last_access_at) };
      const told = Object.entries(right).filter(([column]) => column in row);
      expect(told.length).toBeGreaterThan(10);
      for (const [column, value] of told) {
        if (typeof value === 'number') expect(row[column]).toBeCloseTo(value, 1);
        else expect([column, row[column]]).toEqual([column, value]);
      }
    }
    const counted = rows.filter(isCounted);
    expect(answer.totals.enrolled).toBe(counted.length);
    expect(answer.totals.average_score).toBeCloseToOrNull(mean(counted.map(({ score }) => score)));
    expect(answer.totals.completion_rate).toBeCloseToOrNull(
      counted.length === 0 ? null : (100 * rows.filter(isCompleted).length) / counted.length,
    );
  }
}

/** Narrowed figures are figures of what is left. */
async function checkNarrowing({ viewer, random, rows, courses }: Case) {
  if (courses.length === 0) return;
  const course = random.pick(courses);
  const filters: Filter[] = [{ column: 'course_id', op: 'equals', value: course }];
  const left = rows.filter((row) => row.course === course);
  const answer = await page(viewer, 'learners', { filters });
  expect(answer.rows.map((row) => row.user_id).sort()).toEqual(
    [...new Set(left.map(({ user }) => user))].sort(),
  );
  for (const row of answer.rows) {
    const own = figuresOf(
      left.filter(({ user }) => user === row.user_id),
      noon,
    );
    expect([row.enrolled, row.overdue, row.inactive]).toEqual([
      own.enrolled,
      own.overdue,
      own.inactive,
    ]);
  }
}

async function checkDashboard({ viewer, random, rows, courses, learners }: Case) {
  const course = random.chance(0.5) && courses.length > 0 ? random.pick(courses) : undefined;
  const filters: Filter[] = course ? [{ column: 'course_id', op: 'equals', value: course }] : [];
  const left = course ? rows.filter((row) => row.course === course) : rows;
  const board = await readDashboard(database, viewer, dashboards.get('team_progress'), { filters });
  const tiles = Object.fromEntries(board.tiles.map((tile) => [tile.id, tile]));
  const people = [...Map.groupBy(left, ({ user }) => user).values()];
  const open = left.filter(isOpen).length;
  expect([board.learners, board.courses]).toEqual([learners.length, courses.length]);
  expect(tiles.overdue).toMatchObject({
    value: left.filter((row) => isOverdue(row, noon)).length,
    of: open,
  });
  expect(tiles.at_risk).toMatchObject({
    value: left.filter((row) => isAtRisk(row, noon)).length,
    of: open,
  });
  expect(tiles.inactive).toMatchObject({
    value: people.filter((own) => isInactive(own, noon)).length,
    of: people.filter((own) => own.some(isOpen)).length,
  });
  expect(tiles.attention).toMatchObject({
    total: people.filter((own) => figuresOf(own, noon).needs_attention).length,
  });
  for (const tile of board.tiles) {
    const figure = tile.kind === 'metric' && tile.type === 'number' ? tile.value : null;
    const expected = tile.kind === 'list' ? tile.total : figure;
    if (expected === null || tile.drill === null) continue;
    const { report, filters: beneath, sort } = tile.drill;
    expect((await page(viewer, report, { filters: beneath, sort }, 1)).total).toBe(expected);
  }
}

expect.extend({
  toBeCloseToOrNull(received: unknown, expected: number | null) {
    const pass =
      expected === null
        ? received === null
        : typeof received === 'number' && Math.abs(received - expected) < 1e-6;
    return { pass, message: () => `expected ${received} to be ${expected}` };
  },
});
declare module 'vitest' {
  interface Matchers {
    toBeCloseToOrNull(expected: number | null): void;
  }
}

describe('random worlds', () => {
  it('T-18 T-26 T-27 every answer is the model over the scope', { timeout: 120_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
      const one = await enter(seed);
      cases.push(one);
      try {
        await checkEnrollments(one);
        await checkFigures(one);
        await checkNarrowing(one);
        await checkDashboard(one);
      } catch (error) {
        throw new Error(`World ${seed}: AMBIT_REPORT_SEED=${seed} AMBIT_REPORT_WORLDS=1`, {
          cause: error,
        });
      }
    }
  });
});
