/** Team progress: every figure counted by hand, and beneath each exactly as many rows as it says. */
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport } from '../../server/report/viewer.ts';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { type Drill, dashboardSchema, type Tile } from '../../shared/wire/dashboard.ts';
import { type Filter, questionSchema } from '../../shared/wire/report.ts';
import { ask, day, everything, now, openCompany, settings, viewerOf } from './report-world.ts';

let company: Database;
beforeAll(async () => {
  company = await openCompany();
});

const read = async (database: Database, filters: readonly Filter[] = [], at = now) =>
  readDashboard(database, await viewerOf(database, at), dashboards.get('team_progress'), {
    filters,
  });

async function tiles(database: Database, filters: readonly Filter[] = []) {
  const board = await read(database, filters);
  return Object.fromEntries(board.tiles.map((tile) => [tile.id, tile]));
}

/** How many rows a drill opens, asked as a widget asks: through the wire's own schema. */
async function rowsBeneath(database: Database, drill: Drill): Promise<number> {
  if (drill === null) throw new TypeError('There is no drill');
  const question = questionSchema.parse({ filters: drill.filters, sort: drill.sort });
  const report = openReport(reports.get(drill.report), await viewerOf(database));
  return (await readPage(database, settings, report, { question, limit: 1 })).total;
}

/** Each figure of a tile with the drill that it claims. */
function figuresOf(tile: Tile): { name: string; figure: number | null; drill: Drill }[] {
  const sum = (values: readonly (number | null)[]) =>
    values.reduce<number>((total, value) => total + (value ?? 0), 0);
  switch (tile.kind) {
    case 'metric':
      return tile.type === 'percent'
        ? []
        : [{ name: tile.id, figure: tile.value, drill: tile.drill }];
    case 'list':
      return [
        { name: tile.id, figure: tile.total, drill: tile.drill },
        ...tile.rows.map(({ cells, drill }) => ({
          name: `${tile.id} ${cells.user_id}`,
          figure: Number(cells.overdue) + Number(cells.at_risk),
          drill,
        })),
      ];
    default:
      return [
        {
          name: tile.id,
          figure: sum(tile.series.flatMap(({ values }) => values)),
          drill: tile.drill,
        },
        ...tile.categories.flatMap((category, place) => [
          {
            name: `${tile.id} ${category.key}`,
            figure: sum(tile.series.map(({ values }) => values[place] ?? null)),
            drill: category.drill,
          },
          ...tile.series.flatMap(({ key, values, drills }) =>
            drills
              ? [
                  {
                    name: `${tile.id} ${category.key} ${key}`,
                    figure: values[place] ?? null,
                    drill: drills[place] ?? null,
                  },
                ]
              : [],
          ),
        ]),
      ];
  }
}

describe('the figures', () => {
  it('PERM-092 are counted over visible enrollments alone', async () => {
    const board = await read(company);
    expect(dashboardSchema.parse(board)).toEqual(board);
    expect([board.learners, board.courses, board.as_of]).toEqual([5, 4, '2026-03-15T12:00:00Z']);
    expect(JSON.stringify(board)).not.toMatch(/canary|zed|77777|"U7"|"C5"/i);
    const shown = await tiles(company);
    expect(shown).toMatchObject({
      completion_rate: { kind: 'metric', value: 25, type: 'percent' },
      overdue: { value: 1, of: 6, tone: 'bad' },
      at_risk: { value: 2, of: 6, tone: 'warning' },
      inactive: { value: 2, of: 5, tone: 'warning' },
    });
    expect(shown.status_split).toMatchObject({
      kind: 'donut',
      categories: [{ key: 'completed' }, { key: 'in_progress' }, { key: 'not_started' }],
      series: [{ values: [2, 3, 3] }],
    });
  });

  it('show completions by month, archived ones included, the present month last', async () => {
    const { completions } = await tiles(company);
    expect(completions).toMatchObject({
      kind: 'line',
      categories: [
        ...['2025-04', '2025-05', '2025-06', '2025-07', '2025-08', '2025-09'],
        ...['2025-10', '2025-11', '2025-12', '2026-01', '2026-02', '2026-03'],
      ].map((key) => ({ key })),
      series: [{ values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1] }],
    });
    const aMonthLater = await read(company, [], now + 31 * day);
    expect(aMonthLater.tiles.find(({ id }) => id === 'completions')).toMatchObject({
      categories: expect.arrayContaining([expect.objectContaining({ label: 'Apr 2026' })]),
      series: [{ values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0] }],
    });
  });

  it('show the courses with the most open enrollments first', async () => {
    const { progress_by_course: bars } = await tiles(company);
    expect(bars).toMatchObject({
      kind: 'stacked_bar',
      categories: [
        { key: 'C1', label: 'Fire safety' },
        { key: 'C2', label: 'GDPR 100%' },
        { key: 'C3', label: 'first aid' },
        { key: 'C4', label: 'Secret' },
      ],
      series: [
        { key: 'completed', values: [1, 1, 0, 0] },
        { key: 'in_progress', values: [1, 1, 0, 0] },
        { key: 'not_started', values: [1, 0, 1, 1] },
        { key: 'overdue', values: [0, 1, 0, 0] },
      ],
    });
  });

  it('name who needs attention, the worst first', async () => {
    const { attention } = await tiles(company);
    expect(attention).toMatchObject({
      kind: 'list',
      total: 2,
      rows: [
        {
          cells: {
            user_id: 'U2',
            user_name: 'Ada Moor',
            overdue: 1,
            at_risk: 1,
            last_access_at: '2026-03-10T12:00:00Z',
          },
        },
        {
          cells: {
            user_id: 'U4',
            user_name: 'Cy_r 100%',
            overdue: 0,
            at_risk: 1,
            last_access_at: null,
          },
        },
      ],
    });
    const { rows } = await ask(company, 'learners', {
      filters: attention?.drill?.filters ?? [],
      sort: attention?.drill?.sort ?? [],
    });
    expect(rows.map(({ user_id }) => user_id)).toEqual(['U2', 'U4']);
  });

  it('put one overdue above any number at risk', async () => {
    const risky = await openCompany();
    await risky.write([
      sql`UPDATE enrollments SET status = 'enrolled', due_at = ${now + day}
        WHERE user_id = 4 AND course_id = 3`,
    ]);
    const { attention } = await tiles(risky);
    expect(attention).toMatchObject({
      rows: [
        { cells: { user_id: 'U2', overdue: 1, at_risk: 1 } },
        { cells: { user_id: 'U4', overdue: 0, at_risk: 2 } },
      ],
    });
  });

  it('T-15 are nothing where nothing is visible', async () => {
    const empty = await openCompany();
    await empty.write([sql`DELETE FROM dataset_assignments`]);
    const board = await read(empty);
    expect([board.learners, board.courses]).toEqual([0, 0]);
    expect(await tiles(empty)).toMatchObject({
      completion_rate: { value: null },
      overdue: { value: 0, of: 0, tone: 'good' },
      inactive: { value: 0 },
      status_split: { series: [{ values: [0, 0, 0] }] },
      progress_by_course: { categories: [], drill: null },
      attention: { rows: [], total: 0 },
    });
  });
});

describe('drills', () => {
  const narrowed: readonly (readonly Filter[])[] = [
    [],
    [{ column: 'branch', op: 'equals', value: 'sales' }],
    [{ column: 'category', op: 'equals', value: 'Safety' }],
    [{ column: 'course_id', op: 'equals', value: 'C2' }],
    [{ column: 'course_name', op: 'in', value: ['Fire safety', 'Secret'] }],
    [{ column: 'field_dept', op: 'is_not_empty' }],
    [
      { column: 'branch', op: 'not_equals', value: 'Ålesund yard' },
      { column: 'course_name', op: 'contains', value: 'f' },
    ],
    [{ column: 'user_id', op: 'equals', value: 'U7' }],
  ];
  it.each(narrowed)(
    'T-27 open as many rows as the figure says, under %j %j',
    async (...filters) => {
      const { tiles } = await read(company, filters.filter(Boolean));
      const shown = tiles.flatMap(figuresOf);
      expect(shown.length).toBeGreaterThan(15);
      for (const { name, figure, drill } of shown) {
        if (drill === null) expect([name, figure]).toEqual(['progress_by_course', 0]);
        else expect([name, await rowsBeneath(company, drill)]).toEqual([name, figure]);
      }
    },
  );

  it('T-27 a rate opens the whole that it is a share of', async () => {
    const { completion_rate: rate, status_split: split } = await tiles(company);
    const completed = split?.kind === 'donut' ? (split.categories[0]?.drill ?? null) : null;
    const whole = await rowsBeneath(company, rate?.drill ?? null);
    expect(rate).toMatchObject({ value: (100 * (await rowsBeneath(company, completed))) / whole });
  });

  it('narrow every figure by the same filters', async () => {
    expect(
      await tiles(company, [{ column: 'branch', op: 'equals', value: 'SALES' }]),
    ).toMatchObject({
      completion_rate: { value: 20 },
      overdue: { value: 1, of: 4 },
      inactive: { value: 2, of: 3 },
      status_split: { series: [{ values: [1, 1, 3] }] },
      attention: { total: 2 },
    });
    expect(
      await tiles(company, [{ column: 'course_id', op: 'equals', value: 'C1' }]),
    ).toMatchObject({
      completion_rate: { value: 100 / 3 },
      overdue: { value: 0, of: 2, tone: 'good' },
      inactive: { value: 2, of: 2 },
      progress_by_course: { categories: [{ key: 'C1' }] },
    });
  });

  const without = (...taken: readonly PermissionId[]) =>
    openCompany(everything.filter((id) => !taken.includes(id)));

  it('FOR-023 are there only for whom may drill down, and then people are named', async () => {
    const figures = await without('insights.drill_down');
    const board = await read(figures);
    expect(board.tiles.map(({ id }) => id)).not.toContain('attention');
    const drills = board.tiles.flatMap(figuresOf).map(({ drill }) => drill);
    expect(new Set(drills)).toEqual(new Set([null]));
    expect(JSON.stringify(board)).not.toMatch(/ada|moor|"U\d"/i);
    expect((await tiles(company)).overdue?.drill).toEqual({
      report: 'overdue',
      filters: [],
      sort: [],
    });
  });

  it('FOR-023 are there only where the viewer may open these very rows', async () => {
    const noReports = await tiles(await without('reports.view'));
    expect(noReports.overdue).toMatchObject({ value: 1, drill: null });
    const noPeople = await tiles(await without('users.view'));
    expect(noPeople.inactive).toMatchObject({ value: 2, drill: null });
    expect(noPeople.attention).toMatchObject({
      drill: null,
      rows: [{ drill: null }, { drill: null }],
    });
    expect(noPeople.overdue?.drill).not.toBeNull();
    const { progress_by_course: bars, ...rest } = await tiles(await without('courses.view'));
    expect(
      figuresOf(bars as Tile)
        .map(({ drill }) => drill)
        .filter(Boolean),
    ).toEqual([]);
    expect(rest.at_risk?.drill).not.toBeNull();
  });
});

describe('the dashboard', () => {
  it('T-25 does not exist without its permission', async () => {
    const blind = await openCompany(everything.filter((id) => !id.startsWith('insights.')));
    const viewer = await viewerOf(blind);
    const refusal = async (id: string) =>
      readDashboard(blind, viewer, dashboards.get(id), { filters: [] }).catch((error) => error);
    expect(await refusal('team_progress')).toEqual(await refusal('no_such_dashboard'));
    expect(await refusal('team_progress')).toMatchObject({ slug: 'not-found' });
  });

  it('T-29 PERM-061 refuses filters on what the viewer may not filter by', async () => {
    const refusal = { slug: 'unknown-column' };
    for (const column of ['status', 'progress', 'manager', '__proto__', 'u.key']) {
      await expect(read(company, [{ column, op: 'is_empty' }])).rejects.toMatchObject(refusal);
    }
    const noPeople = await openCompany(everything.filter((id) => id !== 'users.view'));
    for (const column of ['email', 'branch', 'field_dept']) {
      const filters: Filter[] = [{ column, op: 'is_not_empty' }];
      await expect(read(noPeople, filters)).rejects.toMatchObject(refusal);
      expect((await read(company, filters)).tiles.length).toBe(8);
    }
    const wrong: Filter[] = [{ column: 'branch', op: 'equals', value: 1 }];
    await expect(read(company, wrong)).rejects.toMatchObject({ slug: 'bad-request' });
  });

  it('reads all of it by one statement', async () => {
    let statements = 0;
    const counting: Database = {
      ...company,
      read: (...all) => {
        statements += all.length;
        return company.read(...all);
      },
    };
    const viewer = await viewerOf(company);
    await readDashboard(counting, viewer, dashboards.get('team_progress'), { filters: [] });
    expect(statements).toBe(1);
  });
});
