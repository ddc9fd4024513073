/** Several datasets, their validity, the site's ceiling and the holder's own state. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, toStatement } from '../../server/data/database.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { maxDatasetsPerPowerUser } from '../../server/scope/scope.ts';
import { compileScope } from '../../server/scope/sql.ts';
import type { Assignment, User, World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { wideWorld } from '../world/wide-world.ts';
import { boss, holding, picking, seen } from './scope-world.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const one = picking('one', 'group g1', 'course maths');
const two = picking('two', 'group g2', 'course fire drill', 'plan void');

describe('two datasets', () => {
  it('T-17 FOR-019 show each group in its own course and neither in the other', async () => {
    const answer = await seen(database, holding(one, two));
    expect(answer.enrollments).toEqual([
      'ana: maths',
      'ben: maths',
      'cy: fire drill',
      'dee: fire drill',
    ]);
    expect(answer.certificates).toEqual(['ana maths', 'ben maths', 'cy void', 'dee void']);
    expect(answer.planEnrollments).toEqual(['cy: void', 'dee: void']);
  });

  it('T-17 show both in both where one dataset says so', async () => {
    const both = picking('both', 'group g1', 'group g2', 'course maths', 'course fire drill');
    expect((await seen(database, holding(both))).enrollments).toHaveLength(8);
  });

  it('T-17 bring no learner by the courses of the other', async () => {
    const people = picking('people', 'group g1');
    const courses = picking('courses', 'course maths');
    expect(Object.values(await seen(database, holding(people, courses))).flat()).toEqual([]);
  });

  it('T-17 count a course once that two plans of one bring, or it would stand in the other', async () => {
    const modes = { people: 'subset', courses: 'none', plans: 'all' };
    const planned = { ...picking('planned', 'user ana'), modes };
    const picked = picking('picked', 'user ben', 'course fire drill');
    expect((await seen(database, holding(planned, picked))).enrollments).toEqual([
      'ana: first aid',
      'ana: maths',
      'ben: fire drill',
    ]);
  });

  it('T-15 T-17 leave the items of an axis that is none where they are, whatever the other picks', async () => {
    const modes = { people: 'none', courses: 'subset' };
    const idle = { ...picking('idle', 'group g1', 'course maths'), modes };
    const busy = picking('busy', 'group g2', 'group nobody', 'course fire drill');
    expect((await seen(database, holding(idle, busy))).enrollments).toEqual([
      'cy: fire drill',
      'dee: fire drill',
    ]);
  });

  it('T-17 reach below a branch only where the dataset itself says so', async () => {
    const alone = picking('alone', 'branch Sales', 'course maths');
    const below = picking('below', 'branch Sales 10 +', 'branch Sales 1 +', 'course fire drill');
    expect((await seen(database, holding(alone, below))).enrollments).toEqual([
      'ana: maths',
      'ben: fire drill',
      'cy: fire drill',
    ]);
  });

  it('T-17 keep their plans apart though both are of every course', async () => {
    const modes = { people: 'subset', courses: 'all', plans: 'subset' };
    const here = { ...picking('here', 'group g1', 'plan void'), modes };
    const there = { ...picking('there', 'group g2', 'plan refresher'), modes };
    const answer = await seen(database, holding(here, there));
    expect(answer.planEnrollments).toEqual([
      'ana: void',
      'ben: void',
      'cy: refresher',
      'dee: refresher',
    ]);
    expect(answer.enrollments).toHaveLength(12);
  });

  it('show what both have once', async () => {
    const again = { ...one, name: 'again' };
    expect((await seen(database, holding(one, again))).enrollments).toEqual([
      'ana: maths',
      'ben: maths',
    ]);
  });
});

describe('as many datasets as may be held', () => {
  it('T-17 T-36 keep apart, and bind no parameter a dataset', async () => {
    const world = wideWorld(maxDatasetsPerPowerUser);
    expect((await seen(database, world)).enrollments).toHaveLength(maxDatasetsPerPowerUser * 5);
    const scope = await resolveScope(database, {
      powerUserId: 1,
      siteId: 'portal',
      nowSeconds: noon,
    });
    const { tables, pairs } = compileScope(scope);
    const statement = toStatement(sql`${tables} SELECT * FROM ${pairs('enrollments', 'e')}`);
    expect(statement.params.length).toBeLessThanOrEqual(100);
    // D1 takes statements of up to 100 kB.
    expect(statement.sql.length).toBeLessThan(50_000);
  });

  it('are refused when there is one more, rather than one left out', async () => {
    await loadWorld(database, wideWorld(maxDatasetsPerPowerUser + 1));
    const asked = resolveScope(database, { powerUserId: 1, siteId: 'portal', nowSeconds: noon });
    await expect(asked).rejects.toThrow(/more datasets/);
  });
});

describe('a scope of thousands', () => {
  const many = Array.from({ length: 3000 }, (_, index) => `p${index}`);
  it('T-36 is complete however many people are picked by hand', async () => {
    const dataset = picking('d', ...many.map((key) => `user ${key}`), 'course maths');
    const world = holding(dataset);
    const people = many.map(
      (key): User => ({ key, level: 'user', status: 'active', branch: null }),
    );
    const enrollments = many.map((key) => [key, 'maths'] as const);
    await loadWorld(database, { ...world, users: [...world.users, ...people], enrollments });
    const scope = await resolveScope(database, {
      powerUserId: 1,
      siteId: 'portal',
      nowSeconds: noon,
    });
    const { tables, pairs } = compileScope(scope);
    const [rows] = await database.read(
      sql`${tables} SELECT count(*) FROM ${pairs('enrollments', 'e')}`,
    );
    expect(rows).toEqual([[many.length]]);
  });
});

describe('validity', () => {
  const during = (from: number | null, until: number | null): World => ({
    ...holding(one),
    assignments: [{ powerUser: 'boss', dataset: 'one', from, until } satisfies Assignment],
  });
  it.each([
    ['begins at its first second', noon, null, true],
    ['has not begun a second before', noon + 1, null, false],
    ['ends before its last second', null, noon, false],
    ['still stands a second before', null, noon + 1, true],
    ['never stands where it ends as it begins', noon, noon, false],
    ['never stands where it ends before it begins', noon - 1, noon - 2, false],
    ['stands from the beginning of time', 0, null, true],
    ['is over since the beginning of time', null, 0, false],
  ])('%s', async (_, from, until, stands) => {
    const { enrollments } = await seen(database, during(from, until));
    expect(enrollments).toEqual(stands ? ['ana: maths', 'ben: maths'] : []);
  });
});

describe("a site's ceiling", () => {
  const under = (...ceiling: string[]): World => {
    const world = holding(one, two);
    return {
      ...world,
      datasets: [...world.datasets, picking('ceiling', ...ceiling)],
      sites: [{ id: 'portal', active: true, ceiling: 'ceiling' }],
    };
  };
  it.each([
    [
      'leaves what both have',
      ['group g1', 'course maths', 'course first aid'],
      ['ana: maths', 'ben: maths'],
    ],
    ['cuts people', ['user ben', 'course maths'], ['ben: maths']],
    [
      'cuts courses',
      ['group g1', 'group g2', 'course fire drill'],
      ['cy: fire drill', 'dee: fire drill'],
    ],
    ['shows nothing of another customer', ['group nobody', 'course maths'], []],
    ['adds nothing', ['user boss', 'course first aid'], []],
    ['shows nothing when it is empty', [], []],
    [
      'counts the courses of its plans',
      ['group g1', 'plan refresher'],
      ['ana: maths', 'ben: maths'],
    ],
  ])('%s', async (_, ceiling, right) => {
    expect((await seen(database, under(...ceiling))).enrollments).toEqual(right);
  });

  it('leaves no plan of which it has the courses alone', async () => {
    const world = under('group g2', 'course fire drill');
    expect((await seen(database, world)).planEnrollments).toEqual([]);
    expect((await seen(database, under('group g2', 'plan void'))).planEnrollments).toEqual([
      'cy: void',
      'dee: void',
    ]);
  });

  it('shows nothing when it is missing', async () => {
    const world = { ...holding(one), sites: [{ id: 'portal', active: true, ceiling: 'gone' }] };
    expect(Object.values(await seen(database, world)).flat()).toEqual([]);
  });
});

describe('who asks, and where', () => {
  const granted: World = {
    ...holding(one),
    profiles: [
      { name: 'reader', permissions: ['reports.view', '*', 'all'] },
      { name: 'exporter', permissions: ['reports.export'] },
    ],
    grants: [
      ['boss', 'reader'],
      ['boss', 'exporter'],
    ],
  };
  const but = (change: Partial<User>): World => ({
    ...granted,
    users: granted.users.map((user) => (user.key === 'boss' ? { ...user, ...change } : user)),
  });

  it('sees by an active power user and site, with the permissions of all profiles', async () => {
    const answer = await seen(database, granted);
    expect(answer.enrollments).toEqual(['ana: maths', 'ben: maths']);
    expect(answer.permissions).toEqual(expect.arrayContaining(['reports.export', 'reports.view']));
    expect(answer.permissions).not.toContain('*');
  });

  it.each([
    ['an inactive power user', but({ status: 'inactive' }), boss],
    ['a plain user who holds assignments', but({ level: 'user' }), boss],
    ['a superadmin who holds assignments', but({ level: 'superadmin' }), boss],
    ['somebody who holds nothing', granted, { ...boss, powerUser: 'ana' }],
    ['somebody who is not there', granted, { ...boss, powerUser: 'zed' }],
    ['a site that is not there', granted, { ...boss, site: 'other' }],
    ['a site by a pattern', granted, { ...boss, site: '%' }],
    ['a site in other letters', granted, { ...boss, site: 'Portal' }],
    [
      'an inactive site',
      { ...granted, sites: granted.sites.map((site) => ({ ...site, active: false })) },
      boss,
    ],
  ])('shows nothing and permits nothing to %s', async (_, world, asker) => {
    expect(Object.values(await seen(database, world, asker)).flat()).toEqual([]);
  });

  it('PU-004 PU-005 SKY-003 shows no course by permissions alone', async () => {
    const world = { ...granted, assignments: [] };
    const answer = await seen(database, world);
    expect(answer.permissions).toContain('reports.view');
    expect([...(answer.enrollments ?? []), ...(answer.courses ?? [])]).toEqual([]);
  });
});
