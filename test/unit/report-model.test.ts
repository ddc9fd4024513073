/** Random worlds: counts, totals, facets, orders and pages against plain arrays over the oracle's pairs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readFacets } from '../../server/report/facets.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, type Viewer } from '../../server/report/viewer.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Filter, Question } from '../../shared/wire/report.ts';
import { noon } from '../world/border-scope.ts';
import { openMemory } from '../world/open.ts';
import {
  compareCells,
  type Enrolled,
  figuresOf,
  isAtRisk,
  isCompleted,
  isCounted,
  isOverdue,
  mean,
  sum,
} from './report-model.ts';
import { enterWorld, type ModelCase } from './report-model-world.ts';
import { settings } from './report-world.ts';

const worlds = Number(process.env.AMBIT_REPORT_WORLDS ?? 60);
const firstSeed = Number(process.env.AMBIT_REPORT_SEED ?? Date.now() % 1_000_000);

let database: Database;
const cases: ModelCase[] = [];

beforeAll(async () => {
  database = await openMemory();
  console.info(`${worlds} worlds from seed ${firstSeed}`);
});
afterAll(() => {
  const busy = cases.filter(({ rows }) => rows.length > 0).length;
  expect(busy * 2).toBeGreaterThan(cases.length);
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

async function checkEnrollments({ viewer, random, rows }: ModelCase) {
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

async function checkFigures({ viewer, rows, learners, courses }: ModelCase) {
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
async function checkNarrowing({ viewer, random, rows, courses }: ModelCase) {
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
      const one = await enterWorld(database, seed);
      cases.push(one);
      try {
        await checkEnrollments(one);
        await checkFigures(one);
        await checkNarrowing(one);
      } catch (error) {
        throw new Error(`World ${seed}: AMBIT_REPORT_SEED=${seed} AMBIT_REPORT_WORLDS=1`, {
          cause: error,
        });
      }
    }
  });
});
