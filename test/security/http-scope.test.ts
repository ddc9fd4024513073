/** Threats 15 to 19 and what the present state means: every change shows on the next request of the same token. */
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Dashboard } from '../../shared/wire/dashboard.ts';
import type { Facets, Rows } from '../../shared/wire/report.ts';
import type { Session } from '../../shared/wire/session.ts';
import { pair, seenBy } from '../http/academy-world.ts';
import {
  allRows,
  chiara,
  ingrid,
  openPage,
  type Page,
  requestExport,
  rowsPath,
} from '../http/portal.ts';
import { nextHour } from '../http/stage.ts';
import { type WatchedStage, watchedStage } from './http-world.ts';

let stage: WatchedStage;
let page: Page;
beforeAll(async () => {
  stage = await watchedStage();
});
afterAll(() => stage.database.close());
beforeEach(async () => {
  nextHour(stage);
  page = await openPage(stage, ingrid);
});

const write = (...statements: SQL[]) => stage.database.write(statements);
const keysOf = async (of = page): Promise<string[]> =>
  (await allRows(of, 'learners')).rows.map(({ user_id }) => String(user_id));

/** Every count that a page of the portal shows. */
async function counts(of: Page): Promise<Record<string, unknown>> {
  const session = await of.read<Session>('/v1/session');
  const rows = await of.read<Rows>(rowsPath('enrollments', {}, { limit: 1 }));
  const facets = await of.read<Facets>('/v1/reports/enrollments/facets/status');
  const board = await of.read<Dashboard>('/v1/dashboards/team_progress');
  const { rows_expected } = await requestExport(of, 'enrollments');
  return {
    session: [session.learners, session.courses],
    rows: [rows.rows.length, rows.total, rows.next_cursor],
    seconds: rows.totals.time_spent,
    facets: facets.values,
    board: [board.learners, board.courses],
    tiles: board.tiles.map((tile) => (tile.kind === 'metric' ? tile.value : 0)),
    expected: rows_expected,
  };
}

/** Everything that a scope can hold and that selects nobody. */
const empty: readonly [what: string, change: SQL[]][] = [
  ['no dataset', [sql`DELETE FROM dataset_assignments`]],
  ['a dataset without selections', [sql`DELETE FROM dataset_selections`]],
  ['people none', [sql`UPDATE dataset_selections SET mode = 'none' WHERE axis = 'people'`]],
  [
    'people of an unknown mode',
    [sql`UPDATE dataset_selections SET mode = '*' WHERE axis = 'people'`],
  ],
  ['a subset without items', [sql`DELETE FROM dataset_items`]],
  ['items of an unknown kind', [sql`UPDATE dataset_items SET kind = 'all ' || kind || item_id`]],
  ['items that name nothing', [sql`UPDATE dataset_items SET item_id = -item_id`]],
  ['courses none', [sql`UPDATE dataset_selections SET mode = 'none' WHERE axis <> 'people'`]],
  ['a dataset that is over', [sql`UPDATE dataset_assignments SET valid_until = 1`]],
  ['a dataset yet to come', [sql`UPDATE dataset_assignments SET valid_from = 99999999999`]],
];

const authority = ['dataset_assignments', 'dataset_selections', 'dataset_items'] as const;

async function keeping<T>(work: () => Promise<T>): Promise<T> {
  const kept = await stage.database.read(
    ...authority.map((table) => sql`SELECT * FROM ${sql.identifier(table)}`),
  );
  try {
    return await work();
  } finally {
    const back = authority.flatMap((table, place) => [
      sql`DELETE FROM ${sql.identifier(table)}`,
      ...(kept[place] ?? []).map(
        (row) =>
          sql`INSERT INTO ${sql.identifier(table)} VALUES (${sql.join(
            row.map((cell) => sql`${cell}`),
            sql`, `,
          )})`,
      ),
    ]);
    await stage.database.write(back);
  }
}

describe('a scope that holds nothing', () => {
  it.each(empty)(
    'T-15 shows no row, no count, no total and no file to who holds %s',
    async (_what, change) => {
      await keeping(async () => {
        await write(...change);
        const told = await counts(await openPage(stage, ingrid));
        expect(told).toEqual({
          session: [0, 0],
          rows: [0, 0, null],
          seconds: 0,
          facets: [],
          board: [0, 0],
          tiles: expect.arrayContaining([null, 0]),
          expected: 0,
        });
        expect((told.tiles as unknown[]).every((value) => value === null || value === 0)).toBe(
          true,
        );
      });
    },
  );

  it('T-15 and the twin: all of it is there where it is held', async () => {
    const told = await counts(page);
    const seen = seenBy(stage.world, ingrid.key, ingrid.site, stage.clock.now);
    expect(told.session).toEqual([seen.learners.size, seen.courses.size]);
    expect(told.expected).toBe(seen.enrollments.size);
  });
});

describe('two datasets of one supervisor', () => {
  it('T-17 FOR-008 FOR-019 show neither’s people in the other’s courses, on screen, in figures and in files', async () => {
    const who = await openPage(stage, chiara);
    const seen = seenBy(stage.world, chiara.key, chiara.site, stage.clock.now);
    const { rows } = await allRows(who, 'enrollments');
    const shown = new Set(rows.map(({ user_id, course_id }) => pair(user_id, course_id)));
    const people = [...new Set(rows.map(({ user_id }) => String(user_id)))];
    const courses = [...new Set(rows.map(({ course_id }) => String(course_id)))];
    /** Enrollments of people she sees in courses she sees, which no single dataset holds. */
    const mixed = stage.world.enrollments.filter(
      ([user, course]) =>
        people.includes(user) &&
        courses.includes(course) &&
        !seen.enrollments.has(pair(user, course)),
    );
    expect(mixed.length).toBeGreaterThan(5);
    for (const [user, course] of mixed) expect(shown).not.toContain(pair(user, course));
    for (const [user, course] of mixed.slice(0, 25)) {
      const filters = [
        { column: 'user_id', op: 'equals' as const, value: user },
        { column: 'course_id', op: 'equals' as const, value: course },
      ];
      const { total } = await who.read<Rows>(rowsPath('enrollments', { filters }));
      expect(total).toBe(0);
      const query = new URLSearchParams({ question: JSON.stringify({ filters }) });
      const board = await who.read<Dashboard>(`/v1/dashboards/team_progress?${query}`);
      const split = board.tiles.find(({ id }) => id === 'status_split');
      expect(split && 'series' in split && split.series[0]?.values).toEqual([0, 0, 0]);
    }
    const { url } = await requestExport(who, 'enrollments', { columns: ['user_id', 'course_id'] });
    const file = await (await stage.fetch(new Request(url))).text();
    const pairs = file
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.replaceAll('"', '').split(','));
    expect(new Set(pairs.map(([user, course]) => pair(user, course)))).toEqual(seen.enrollments);
  });
});

describe('the present state', () => {
  const branchOf = async (key: string): Promise<unknown> => {
    const [[[branch] = []] = []] = await stage.database.read(
      sql`SELECT branch_id FROM users WHERE key = ${key}`,
    );
    return branch;
  };
  const move = (key: string, branch: unknown) =>
    write(sql`UPDATE users SET branch_id = ${branch} WHERE key = ${key}`);

  it('T-18 PU-096 who leaves in the middle of a page is not on the next one, with the same token', async () => {
    const question = { sort: [{ column: 'user_id', desc: false }] };
    const all = await allRows(page, 'learners', question);
    const first = await page.read<Rows>(rowsPath('learners', question, { limit: 10 }));
    const next = all.rows.slice(10, 20).map(({ user_id }) => String(user_id));
    const leaving = next[3] ?? '';
    const [home, elsewhere] = [await branchOf(leaving), await branchOf('qml-1002')];
    await move(leaving, elsewhere);
    const cursor = first.next_cursor ?? '';
    const second = await page.read<Rows>(rowsPath('learners', question, { limit: 10, cursor }));
    const shown = second.rows.map(({ user_id }) => user_id);
    expect(shown).not.toContain(leaving);
    expect(shown.slice(0, 9)).toEqual(next.filter((key) => key !== leaving));
    expect(second.total).toBe(all.total - 1);
    await move(leaving, home);
    const back = await page.read<Rows>(rowsPath('learners', question, { limit: 10, cursor }));
    expect(back.rows.map(({ user_id }) => user_id)).toEqual(next);
  });

  it('T-19 a branch that moves away takes its people along, and brings them back', async () => {
    const before = await keysOf();
    const [[[branch, parent] = []] = []] = await stage.database.read(
      sql`SELECT b.id, b.parent_id FROM branches b WHERE b.key LIKE 'fjl-%'
        AND EXISTS (SELECT 1 FROM users WHERE branch_id = b.id) AND b.parent_id IS NOT NULL ORDER BY b.id LIMIT 1`,
    );
    const [[[away] = []] = []] = await stage.database.read(
      sql`SELECT id FROM branches WHERE key = 'qml'`,
    );
    const [moved = []] = await stage.database.read(
      sql`SELECT u.key FROM users u JOIN branch_closure c ON c.descendant_id = u.branch_id WHERE c.ancestor_id = ${branch}`,
    );
    const gone = moved.map(([key]) => String(key));
    expect(gone.length).toBeGreaterThan(3);
    await write(sql`UPDATE branches SET parent_id = ${away} WHERE id = ${branch}`);
    const without = await keysOf();
    expect(without).toEqual(before.filter((key) => !gone.includes(key)));
    await write(sql`UPDATE branches SET parent_id = ${parent} WHERE id = ${branch}`);
    expect(await keysOf()).toEqual(before);
  });

  it('T-19 a branch of a name that begins alike is another branch', async () => {
    const before = await keysOf();
    const [[[name] = []] = []] = await stage.database.read(
      sql`SELECT name FROM branches WHERE key = 'fjl'`,
    );
    await write(
      sql`INSERT INTO branches (key, name) VALUES ('fjl-twin', ${`${name} 2`})`,
      sql`UPDATE branches SET name = ${name} WHERE key = 'qml'`,
      sql`UPDATE users SET branch_id = (SELECT id FROM branches WHERE key = 'fjl-twin') WHERE key = 'lhc-1002'`,
    );
    expect(await keysOf()).toEqual(before);
    await write(
      sql`UPDATE users SET branch_id = (SELECT id FROM branches WHERE key = 'lhc') WHERE key = 'lhc-1002'`,
    );
  });

  it('PU-077 PU-078 PU-096 FOR-010 who joins an assigned group is seen at once, and gone at once', async () => {
    const who = await openPage(stage, chiara);
    const before = await keysOf(who);
    const [[[group] = []] = []] = await stage.database.read(
      sql`SELECT id FROM groups WHERE key = 'mau-early'`,
    );
    const [[[joining, key] = []] = []] = await stage.database.read(
      sql`SELECT u.id, u.key FROM users u WHERE u.key LIKE 'mau-%'
        AND u.key NOT IN (SELECT value FROM json_each(${JSON.stringify(before)})) ORDER BY u.id LIMIT 1`,
    );
    await write(sql`INSERT INTO group_members VALUES (${group}, ${joining})`);
    expect((await keysOf(who)).sort()).toEqual([...before, String(key)].sort());
    await write(sql`DELETE FROM group_members WHERE group_id = ${group} AND user_id = ${joining}`);
    expect(await keysOf(who)).toEqual(before);
  });

  it('PU-057 a course that is added or taken away changes "all courses" at once', async () => {
    const courses = async () =>
      (await allRows(page, 'courses')).rows.map(({ course_id }) => String(course_id));
    const before = await courses();
    await write(
      sql`INSERT INTO courses (key, name, name_key, search_key) VALUES ('new', 'New', 'new', 'new')`,
    );
    expect((await courses()).sort()).toEqual([...before, 'new'].sort());
    await write(sql`DELETE FROM courses WHERE key = 'new'`);
    expect(await courses()).toEqual(before);
  });

  it('FOR-018 the site’s ceiling cuts whatever is assigned, everything included', async () => {
    await keeping(async () => {
      const [[[dataset] = []] = []] = await stage.database.read(
        sql`SELECT dataset_id FROM dataset_assignments WHERE power_user_id = (SELECT id FROM users WHERE key = ${ingrid.key})`,
      );
      const before = await keysOf();
      await write(sql`UPDATE dataset_selections SET mode = 'all' WHERE dataset_id = ${dataset}`);
      expect(await keysOf(await openPage(stage, ingrid))).toEqual(before);
      expect(await keysOf(await openPage(stage, { ...ingrid, site: 'qamar' }))).toHaveLength(126);
    });
  });
});
