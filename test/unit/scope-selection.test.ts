/** What each kind of selection shows, spelled out by hand: the server and the oracle must both say so. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import type { Dataset } from '../reference/world.ts';
import { openMemory } from '../world/open.ts';
import { company, holding, picking, seen } from './scope-world.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const withModes = (modes: Dataset['modes'], ...items: string[]): Dataset => ({
  ...picking('d', ...items),
  modes,
});
const everybody = company.users.map(({ key }) => key);
const inEach = (people: readonly string[], courses: readonly string[]) =>
  people.flatMap((one) => courses.map((course) => `${one}: ${course}`)).sort();

/** The name, the dataset that the boss holds, and the enrollments that they see. */
const selections: readonly [string, Dataset, string[]][] = [
  [
    'FOR-008 shows the team in its courses and nothing else',
    picking('d', 'user ana', 'user cy', 'course maths'),
    ['ana: maths', 'cy: maths'],
  ],
  [
    'FOR-010 FOR-018 shows the members of a group',
    picking('d', 'group g1', 'course maths'),
    ['ana: maths', 'ben: maths'],
  ],
  [
    'FOR-010 shows a branch without what stands below it',
    picking('d', 'branch Sales', 'course maths'),
    ['ana: maths'],
  ],
  [
    'FOR-010 shows a branch with what stands below it',
    picking('d', 'branch Sales +', 'course maths'),
    ['ana: maths', 'ben: maths'],
  ],
  [
    'T-19 takes a branch whose name begins alike for another',
    picking('d', 'branch Sales 1 +', 'course maths'),
    ['ben: maths'],
  ],
  [
    'FOR-011 shows the specific courses only',
    picking('d', 'user dee', 'course maths', 'course fire drill'),
    ['dee: fire drill', 'dee: maths'],
  ],
  [
    'shows a category without what stands below it',
    picking('d', 'user dee', 'category safety'),
    ['dee: first aid'],
  ],
  [
    'shows a category with what stands below it',
    picking('d', 'user dee', 'category safety +'),
    ['dee: fire drill', 'dee: first aid'],
  ],
  [
    'PU-060 shows the courses of a plan',
    picking('d', 'user dee', 'plan onboarding'),
    ['dee: first aid', 'dee: maths'],
  ],
  [
    'PU-060 shows a course once that two plans bring',
    picking('d', 'user dee', 'plan onboarding', 'plan refresher'),
    ['dee: first aid', 'dee: maths'],
  ],
  ['PU-060 shows no course of a plan that has none', picking('d', 'user dee', 'plan void'), []],
  [
    'shows a person once who is picked in three ways',
    picking('d', 'user ana', 'group g1', 'branch Sales', 'course maths'),
    ['ana: maths', 'ben: maths'],
  ],
  [
    'SKY-008 shows all of both axes',
    withModes({ people: 'all', courses: 'all' }),
    inEach(everybody, ['fire drill', 'first aid', 'maths']),
  ],
  [
    'PU-056 SKY-008 shows all courses to a group',
    withModes({ people: 'subset', courses: 'all' }, 'group g2'),
    inEach(['cy', 'dee'], ['fire drill', 'first aid', 'maths']),
  ],
  [
    'PU-056 shows the courses of all learning plans',
    withModes({ people: 'subset', plans: 'all' }, 'user dee'),
    ['dee: first aid', 'dee: maths'],
  ],
  [
    'PU-056 shows all courses and learning plans',
    withModes({ people: 'subset', courses: 'all', plans: 'all' }, 'user dee'),
    inEach(['dee'], ['fire drill', 'first aid', 'maths']),
  ],
  [
    'SKY-006 SKY-009 shows the hand-picked part of one axis with all of the other',
    withModes({ people: 'all', courses: 'subset' }, 'course maths'),
    inEach(everybody, ['maths']),
  ],
];

describe('a dataset', () => {
  it.each(selections)('%s', async (_, dataset, right) => {
    expect((await seen(database, holding(dataset))).enrollments).toEqual(right);
  });

  it('PU-060 shows plan enrollments and certificates of a plan only where the dataset has the plan', async () => {
    const byPlan = await seen(
      database,
      holding(picking('d', 'user dee', 'plan void', 'course maths')),
    );
    expect(byPlan.planEnrollments).toEqual(['dee: void']);
    expect(byPlan.certificates).toEqual(['dee maths', 'dee void']);
    const byCourses = await seen(
      database,
      holding(picking('d', 'user dee', 'course first aid', 'course maths')),
    );
    expect(byCourses.planEnrollments).toEqual([]);
    expect(byCourses.certificates).toEqual(['dee maths']);
  });
});

/** Each shows nothing whatsoever. */
const nothings: readonly [string, Dataset][] = [
  ['T-15 a dataset without a selection', withModes({}, 'user ana', 'course maths')],
  [
    'T-15 SKY-007 none on both axes, whatever items are left',
    withModes({ people: 'none', courses: 'none', plans: 'none' }, 'user ana', 'course maths'),
  ],
  [
    'T-15 SKY-007 none for people',
    withModes({ people: 'none', courses: 'all', plans: 'all' }, 'user ana'),
  ],
  [
    'T-15 SKY-007 none for courses and plans',
    withModes({ people: 'all', courses: 'none', plans: 'none' }, 'course maths'),
  ],
  ['T-15 subsets without an item', picking('d')],
  ['T-15 people without a course', picking('d', 'user ana')],
  ['T-15 a course without people', picking('d', 'course maths')],
  ['T-15 a group without members', picking('d', 'group nobody', 'course maths')],
  ['T-15 a mode that is not known', withModes({ people: 'everyone', courses: 'all' }, 'user ana')],
  ['T-15 an empty mode', withModes({ people: '', courses: 'all' }, 'user ana')],
  [
    'T-15 a kind that is not known, with the id of somebody',
    picking('d', 'team ana', 'course maths'),
  ],
  ['T-15 a kind in other letters', picking('d', 'USER ana', 'course maths')],
  ['T-15 items that name nothing', picking('d', 'user zed', 'course algebra')],
  ['T-15 a course that is not there', picking('d', 'user ana', 'course algebra')],
  [
    'T-15 a rule without a value',
    {
      ...picking('d', 'course maths'),
      rules: [{ axis: 'people', field: 'username', operator: 'contains', value: '' }],
    },
  ],
];

describe('nothing is shown by', () => {
  it.each(nothings)('%s', async (_, dataset) => {
    const answer = await seen(database, holding(dataset));
    expect(Object.values(answer).flat()).toEqual([]);
  });

  it('T-15 nobody who holds no dataset, and by the twin who does', async () => {
    expect(Object.values(await seen(database, company)).flat()).toEqual([]);
    const twin = await seen(database, holding(picking('d', 'user ana', 'course maths')));
    expect(twin.enrollments).toEqual(['ana: maths']);
  });
});

describe('T-16 what looks like a pattern is a literal', () => {
  const odd = ['*', '%', '_', 'all', '-1', "' OR 1=1 --", 'null'];
  const courses = company.courses;
  const people = odd.map(
    (key) => ({ key, level: 'user', status: 'active', branch: null }) as const,
  );
  const known = (dataset: Dataset) => {
    const world = holding(dataset);
    const enrollments = people.flatMap(({ key }) => courses.map((one) => [key, one.key] as const));
    return {
      ...world,
      users: [...world.users, ...people],
      enrollments: [...world.enrollments, ...enrollments],
    };
  };

  it.each(odd)('T-16 shows the person whose id is %s, alone', async (key) => {
    const dataset = picking('d', `user ${key}`, 'course maths');
    expect((await seen(database, known(dataset))).enrollments).toEqual([`${key}: maths`]);
  });

  it.each(odd)('T-16 shows nobody by an item of %s where nobody has that id', async (key) => {
    const dataset = picking('d', `user ${key}`, `course ${key}`, 'course maths');
    expect((await seen(database, holding(dataset))).enrollments).toEqual([]);
  });
});
