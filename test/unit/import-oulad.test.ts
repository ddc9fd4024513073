/** A real dataset, or a small one of the same form, becomes a bundle and then the figures that its own files give. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importBundle } from '../../server/connect/bundle/import-bundle.ts';
import type { Database } from '../../server/data/database.ts';
import { openBundleFolder } from '../../server/runtime/bundle-folder.ts';
import { convert } from '../oulad/convert.ts';
import { readSource } from '../oulad/source.ts';
import { emptyDatabase, noon, rowOf } from './import-world.ts';

const fixture = fileURLToPath(new URL('../oulad/fixture', import.meta.url));
const dataset =
  process.env.OULAD_DIR ?? fileURLToPath(new URL('../../../shared/data/oulad', import.meta.url));

/** Converts and imports a dataset, as two commands would. */
async function imported(source: string): Promise<{ database: Database; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ambit-oulad-'));
  await convert(source, folder);
  const database = await emptyDatabase();
  const { files } = await openBundleFolder(folder);
  const actor = { kind: 'operator', name: 'test' } as const;
  const result = await importBundle(database, files, { actor, nowSeconds: noon });
  expect(result.findings).toEqual([]);
  const end = async () => {
    database.close();
    await rm(folder, { recursive: true });
  };
  return { database, end };
}

const enrollment = (user: string, course: string) =>
  `SELECT status, progress, score, passed, date(enrolled_at, 'unixepoch'), date(started_at, 'unixepoch'),
     date(completed_at, 'unixepoch'), date(last_access_at, 'unixepoch'), date(valid_until, 'unixepoch')
   FROM enrollments WHERE user_id = (SELECT id FROM users WHERE key = '${user}')
   AND course_id = (SELECT id FROM courses WHERE key = '${course}')`;

describe('a dataset of registrations and assessments', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await imported(fixture));
  });
  afterAll(() => end());

  const cases: [what: string, user: string, course: string, row: (string | number | null)[]][] = [
    [
      'a pass, with the mean of weighted scores',
      '501',
      'MMM-2013J',
      ['completed', 200 / 3, 75, 1, '2013-09-01', '2013-10-19', '2014-05-29', '2013-12-28', null],
    ],
    [
      'a distinction, with the exam',
      '502',
      'MMM-2013J',
      ['completed', 100, 85, 1, '2013-10-01', '2013-10-21', '2014-05-29', '2014-05-24', null],
    ],
    [
      'a fail, whose banked result counts but was no day of study',
      '503',
      'MMM-2013J',
      ['completed', 100 / 3, 50, 0, '2013-09-30', null, '2014-05-29', null, null],
    ],
    [
      'somebody who withdrew before the start',
      '504',
      'MMM-2013J',
      ['withdrawn', 0, null, null, '2013-06-23', null, null, null, '2013-09-16'],
    ],
    [
      'a result without a score',
      '503',
      'MMM-2014B',
      ['completed', 100, null, 1, '2014-01-12', '2014-03-02', '2014-09-24', '2014-03-02', null],
    ],
    [
      'a registration without a date',
      '505',
      'MMM-2014B',
      ['withdrawn', 0, null, null, null, null, null, null, null],
    ],
    [
      'a fail who unregistered',
      '501',
      'NNN-2014J',
      [
        'completed',
        50,
        40,
        0,
        '2014-10-11',
        '2014-11-11',
        '2015-01-09',
        '2014-11-11',
        '2015-01-08',
      ],
    ],
    [
      'scores without weights, with their plain mean',
      '506',
      'NNN-2014J',
      ['completed', 100, 75, 1, '2014-09-26', '2014-11-09', '2015-01-09', '2014-12-11', null],
    ],
  ];
  it.each(cases)('has %s', async (_what, user, course, row) => {
    expect(await rowOf(database, enrollment(user, course))).toEqual(row);
  });

  it('has a branch, a group and a field value for each region', async () => {
    expect(
      await rowOf(
        database,
        `SELECT (SELECT group_concat(key || '=' || name, '; ') FROM branches),
           (SELECT count(*) FROM group_members JOIN groups ON groups.id = group_id WHERE key = 'wales'),
           (SELECT count(*) FROM users WHERE branch_id = (SELECT id FROM branches WHERE key = 'wales')),
           (SELECT count(*) FROM user_field_values WHERE value = 'Wales')`,
      ),
    ).toEqual(['north-far=North, far; scotland=Scotland; wales=Wales', 3, 3, 3]);
  });

  it('has a category for each module', async () => {
    expect(
      await rowOf(
        database,
        `SELECT group_concat(c.key || ' ' || c.name || ' in ' || g.key, '; ') FROM courses c JOIN categories g ON g.id = category_id`,
      ),
    ).toEqual([
      'MMM-2013J Module MMM, 2013-10 in MMM; MMM-2014B Module MMM, 2014-02 in MMM; NNN-2014J Module NNN, 2014-10 in NNN',
    ]);
  });
});

describe.skipIf(!existsSync(join(dataset, 'courses.csv.gz')))('the Open University dataset', () => {
  let database: Database;
  let end: () => Promise<void>;
  beforeAll(async () => {
    ({ database, end } = await imported(dataset));
  });
  afterAll(() => end());

  it('arrives in its published size', async () => {
    expect(
      await rowOf(
        database,
        `SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM courses), (SELECT count(*) FROM branches),
           (SELECT count(*) FROM groups), (SELECT count(*) FROM group_members),
           count(*), count(valid_until), sum(status = 'withdrawn'), sum(passed = 1), sum(passed = 0) FROM enrollments`,
      ),
    ).toEqual([28_785, 22, 13, 13, 28_785, 32_593, 10_072, 10_156, 15_385, 7_052]);
  });

  it('has of Scotland, course by course, what its files have', async () => {
    const expected: Record<string, number> = {};
    for await (const row of readSource(dataset, 'studentInfo')) {
      if (row.region !== 'Scotland') continue;
      const course = `${row.code_module}-${row.code_presentation}`;
      expected[course] ??= 0;
      if (/Pass|Distinction/.test(row.final_result)) expected[course] += 1;
    }
    const [rows] = await rowOf(
      database,
      `SELECT json_group_object(key, passed) FROM (SELECT c.key, count(CASE WHEN e.passed THEN 1 END) AS passed
       FROM enrollments e JOIN users u ON u.id = e.user_id JOIN branches b ON b.id = u.branch_id
       JOIN courses c ON c.id = e.course_id WHERE b.key = 'scotland' GROUP BY c.key)`,
    );
    expect(JSON.parse(String(rows))).toEqual(expected);
    expect(Object.keys(expected)).toHaveLength(22);
  });
});
