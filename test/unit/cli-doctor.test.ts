/** The doctor finds each thing that is likely a mistake, and nothing in a database that is well. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Occasion } from '../../server/command/change.ts';
import { type Bench, openBench } from './cli-run.ts';
import { openAcademy, stateOf } from './command-world.ts';

let bench: Bench;
let occasion: Occasion;

/** From an academy without rights to one in which a power user sees somebody through a portal. */
beforeAll(async () => {
  bench = openBench();
  occasion = await openAcademy(bench.url);
  for (const words of [
    ['profile', 'create', 'Reader', '--permission', 'reports.view'],
    ['profile', 'grant', 'maria', 'Reader'],
    ['dataset', 'create', 'Team', '--group', 'G1', '--all-courses'],
    ['dataset', 'create', 'Unused'],
    ['dataset', 'assign', 'maria', 'Team'],
    ['dataset', 'create', 'Ceiling', '--all-people', '--all-courses'],
    [
      'site',
      'create',
      'acme',
      '--name',
      'A',
      '--origin',
      'https://a.example',
      '--ceiling',
      'Ceiling',
    ],
    ['site', 'key', 'add', 'acme'],
    ['keys', 'rotate'],
  ]) {
    expect((await bench.ambit(...words)).err).toBe('');
  }
  await occasion.database.write([sql`INSERT INTO group_members (group_id, user_id) VALUES (1, 2)`]);
});
afterAll(() => {
  occasion.database.close();
  bench.close();
});

it('finds nothing where all is well, writes nothing, and ends with 0', async () => {
  const before = await stateOf(occasion);
  expect(await bench.ambit('doctor')).toEqual({ code: 0, out: 'No problems\n', err: '' });
  expect(await stateOf(occasion)).toEqual(before);
});

it.each([
  [
    'a site without a key',
    sql`UPDATE site_keys SET revoked_at = 1`,
    sql`UPDATE site_keys SET revoked_at = NULL`,
    'The site "acme" has no key',
  ],
  [
    'a site without an origin',
    sql`DELETE FROM site_origins`,
    sql`INSERT INTO site_origins (site_id, origin) VALUES ('acme', 'https://a.example')`,
    'The site "acme" has no origin',
  ],
  [
    'a lost ceiling',
    sql`UPDATE sites SET ceiling_dataset_id = ceiling_dataset_id + 99`,
    sql`UPDATE sites SET ceiling_dataset_id = ceiling_dataset_id - 99`,
    'The site "acme" has lost its ceiling',
  ],
  [
    'a power user without a profile',
    sql`DELETE FROM grants`,
    sql`INSERT INTO grants (power_user_id, profile_id, granted_at) VALUES (1, 1, 1)`,
    'maria is a power user without a profile',
  ],
  [
    'a power user without a dataset',
    sql`DELETE FROM dataset_assignments`,
    sql`INSERT INTO dataset_assignments (power_user_id, dataset_id) VALUES (1, 1)`,
    'maria is a power user without a dataset',
  ],
  [
    'a dataset of an empty group',
    sql`DELETE FROM group_members`,
    sql`INSERT INTO group_members (group_id, user_id) VALUES (1, 2)`,
    'The dataset "Team" shows nobody',
  ],
  [
    'a ceiling that lacks an axis',
    sql`DELETE FROM dataset_selections WHERE dataset_id = 3 AND axis = 'courses'`,
    sql`INSERT INTO dataset_selections (dataset_id, axis, mode) VALUES (3, 'courses', 'all')`,
    'The dataset "Ceiling" shows nobody',
  ],
  [
    'a database that takes no writing',
    sql`CREATE TRIGGER full BEFORE INSERT ON guards BEGIN SELECT RAISE(ABORT, 'disk is full'); END`,
    sql`DROP TRIGGER full`,
    "The database can't be written to",
  ],
])('finds %s, and ends with 1 until it is mended', async (_what, damage, mend, told) => {
  await occasion.database.write([damage]);
  const { code, out } = await bench.ambit('doctor');
  expect(out).toContain(`problem: ${told}`);
  expect(out).toContain('\n1 problem\n');
  expect(code).toBe(1);
  await occasion.database.write([mend]);
  expect((await bench.ambit('doctor')).code).toBe(0);
});

it('tells of a time that is over without calling it a problem', async () => {
  await bench.ambit('dataset', 'assign', 'maria', 'Team', '--until', '2020-01-01');
  const { code, out } = await bench.ambit('doctor');
  expect(out).toBe(
    'notice: maria holds the dataset "Team" no longer: its time is over\nNo problems\n',
  );
  expect(code).toBe(0);
  await bench.ambit('dataset', 'assign', 'maria', 'Team');
});

it('T-06 finds missing and weak settings, and a secret that does not open the keys', async () => {
  const doctor = async (change: Record<string, string>) =>
    bench.ambitWith({ ...bench.environment, ...change }, 'doctor');
  for (const [change, told] of [
    [{ AMBIT_SECRET: '' }, 'AMBIT_SECRET is missing'],
    [{ AMBIT_SECRET: 'x'.repeat(40) }, 'AMBIT_SECRET'],
    [{ AMBIT_ISSUER: 'http://ambit.example' }, 'AMBIT_ISSUER'],
    [{ AMBIT_SECRET: 'mP4yVt9wQz7LrC2nKs6XbJ3hDg8FuAe1Ro5Ti0WxEqY' }, 'another AMBIT_SECRET'],
  ] as const) {
    const { code, out } = await doctor(change);
    expect(out).toContain(told);
    expect(code).toBe(1);
  }
});

it('answers as JSON with the same exit code', async () => {
  const environment = { ...bench.environment, AMBIT_SECRET: '' };
  const { code, out } = await bench.ambitWith(environment, 'doctor', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ problems: 1, found: [{ kind: 'problem' }] });
});

it('refuses a database that is not there', async () => {
  const { code, err } = await bench.ambit('doctor', '--db', `${bench.url}-nothing`);
  expect(code).toBe(2);
  expect(err).toContain('There is no database');
});

it('T-06 leads from a lost secret to keys that work again: two rotations, then a new key for each site', async () => {
  const lost = {
    ...bench.environment,
    AMBIT_SECRET: 'mP4yVt9wQz7LrC2nKs6XbJ3hDg8FuAe1Ro5Ti0WxEqY',
  };
  const ambit = (...words: string[]) => bench.ambitWith(lost, ...words);
  expect((await ambit('doctor')).out).toMatch(/signing-key .*\n.*site "acme".*\n2 problems\n$/);
  await ambit('keys', 'rotate');
  expect((await ambit('doctor')).out).toMatch(/signing-key .*\n.*site "acme".*\n2 problems\n$/);
  await ambit('keys', 'rotate');
  const [, key = ''] = /The key (\S+) of the site "acme"/.exec((await ambit('doctor')).out) ?? [];
  expect((await ambit('doctor')).out).toMatch(/^problem: The key .*\n1 problem\n$/);
  await ambit('site', 'key', 'add', 'acme');
  await ambit('site', 'key', 'revoke', 'acme', key);
  expect(await ambit('doctor')).toEqual({ code: 0, out: 'No problems\n', err: '' });
});
