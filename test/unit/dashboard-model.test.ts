/** Random worlds: every figure of the dashboard, and the rows beneath it, against plain arrays over the oracle's pairs. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport } from '../../server/report/viewer.ts';
import { toIsoTime } from '../../shared/time.ts';
import type { Tile } from '../../shared/wire/dashboard.ts';
import type { Filter } from '../../shared/wire/report.ts';
import { noon } from '../world/border-scope.ts';
import { openMemory } from '../world/open.ts';
import {
  type Enrolled,
  figuresOf,
  isAtRisk,
  isCompleted,
  isCounted,
  isInactive,
  isOpen,
  isOverdue,
  sum,
} from './report-model.ts';
import { enterWorld, type ModelCase } from './report-model-world.ts';
import { settings } from './report-world.ts';

const worlds = Number(process.env.AMBIT_REPORT_WORLDS ?? 60);
const firstSeed = Number(process.env.AMBIT_REPORT_SEED ?? Date.now() % 1_000_000);

let database: Database;
beforeAll(async () => {
  database = await openMemory();
  console.info(`${worlds} worlds from seed ${firstSeed}`);
});

/** By month and by course, the courses with the most open enrollments first. */
function checkCharts(tiles: Readonly<Record<string, Tile>>, left: readonly Enrolled[]) {
  const { completions, progress_by_course: bars } = tiles;
  if (completions?.kind !== 'line' || bars?.kind !== 'stacked_bar') throw new TypeError('No chart');
  const done = left.filter(({ level, status }) => level === 'learner' && status === 'completed');
  const inMonth = (key: string) =>
    done.filter(({ completedAt }) => completedAt !== null && toIsoTime(completedAt).startsWith(key))
      .length;
  expect(completions.series[0]?.values).toEqual(
    completions.categories.map(({ key }) => inMonth(key)),
  );
  const open = (course: string) =>
    left.filter((row) => row.course === course && isOpen(row)).length;
  const inOrder = bars.categories.map(({ key }) => open(key));
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => other - one));
  for (const [place, { key }] of bars.categories.entries()) {
    const own = figuresOf(
      left.filter(({ course }) => course === key),
      noon,
    );
    const shown = Object.fromEntries(
      bars.series.map((part) => [part.key, part.values[place] ?? 0]),
    );
    expect(shown.completed).toBe(own.completed);
    expect(shown.overdue).toBe(own.overdue);
    expect(sum(Object.values(shown))).toBe(own.enrolled);
  }
}

async function checkDashboard({ viewer, random, rows, courses, learners }: ModelCase) {
  const course = random.chance(0.5) && courses.length > 0 ? random.pick(courses) : undefined;
  const filters: Filter[] = course ? [{ column: 'course_id', op: 'equals', value: course }] : [];
  const left = course ? rows.filter((row) => row.course === course) : rows;
  const board = await readDashboard(database, viewer, dashboards.get('team_progress'), { filters });
  const tiles = Object.fromEntries(board.tiles.map((tile) => [tile.id, tile]));
  const people = [...Map.groupBy(left, ({ user }) => user).values()];
  const open = left.filter(isOpen).length;
  expect([board.learners, board.courses]).toEqual([learners.length, courses.length]);
  const counted = left.filter(isCounted).length;
  expect(tiles.completion_rate).toMatchObject({
    value: counted === 0 ? null : (100 * left.filter(isCompleted).length) / counted,
  });
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
  checkCharts(tiles, left);
  const troubled = people
    .map((own) => figuresOf(own, noon))
    .filter(({ needs_attention }) => needs_attention)
    .toSorted((one, other) => other.overdue - one.overdue || other.at_risk - one.at_risk);
  expect(tiles.attention).toMatchObject({
    rows: troubled.slice(0, 10).map(({ overdue, at_risk }) => ({ cells: { overdue, at_risk } })),
  });
  for (const tile of board.tiles) {
    const figure = tile.kind === 'metric' && tile.type === 'number' ? tile.value : null;
    const expected = tile.kind === 'list' ? tile.total : figure;
    if (expected === null || tile.drill === null) continue;
    const { report, filters: beneath, sort } = tile.drill;
    const opened = openReport(reports.get(report), viewer);
    const request = { question: { filters: beneath, sort }, limit: 1 };
    expect((await readPage(database, settings, opened, request)).total).toBe(expected);
  }
}

describe('random worlds', () => {
  it('T-27 every figure is the model over the scope', { timeout: 120_000 }, async () => {
    for (let seed = firstSeed; seed < firstSeed + worlds; seed += 1) {
      try {
        await checkDashboard(await enterWorld(database, seed));
      } catch (error) {
        const again = `AMBIT_REPORT_SEED=${seed} AMBIT_REPORT_WORLDS=1`;
        throw new Error(`World ${seed}: ${again}`, { cause: error });
      }
    }
  });
});
