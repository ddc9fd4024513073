/** Catalogs and teams: items that reach two axes, and modes that come to something else for each who holds them. */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  catalogAudiences,
  catalogItems,
  catalogs,
  courses,
  datasetItems,
  learningPlans,
  users,
} from '../../server/data/schema/index.ts';
import { explain } from '../../server/scope/explain.ts';
import type { Catalog, Dataset, User, World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { openMemory } from '../world/open.ts';
import { boss, company, holding, look, picking, seen } from './scope-world.ts';

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
afterAll(() => database.close());

const catalog = (key: string, rest: Partial<Catalog>): Catalog => ({
  key,
  visibility: 'restricted',
  courses: [],
  plans: [],
  audience: [],
  ...rest,
});
const safety = catalog('safety', { courses: ['fire drill'], plans: ['refresher'] });

const dataset = (modes: Dataset['modes'], ...items: string[]): Dataset => ({
  ...picking('d', ...items),
  modes,
});

/** The boss sits in Sales 1, in the group g1. */
const placed: World = {
  ...company,
  users: company.users.map((user) => (user.key === 'boss' ? { ...user, branch: 'Sales 1' } : user)),
  groups: company.groups.map((group) =>
    group.key === 'g1' ? { ...group, members: [...group.members, 'boss'] } : group,
  ),
};

const offering = (held: Dataset, ...offered: readonly Catalog[]): World => ({
  ...placed,
  datasets: [...company.datasets, held],
  assignments: [{ powerUser: 'boss', dataset: 'd', from: null, until: null }],
  catalogs: offered,
});

const catalogWildcard = dataset({
  people: 'all',
  courses: 'visible_catalogs',
  plans: 'visible_catalogs',
});

describe('a catalog as an item', () => {
  const picked = dataset({ people: 'subset', courses: 'subset' }, 'user ana', 'catalog safety');

  it('PU-045 brings the courses that it lists, and its plans with their courses, and nothing else', async () => {
    const shown = await seen(database, offering(picked, safety, catalog('other', {})));
    expect(shown.courses).toEqual(['fire drill', 'maths']);
    expect(shown.planEnrollments).toEqual(['ana: refresher']);
  });

  it('PU-045 is live: what it lists comes and goes at once', async () => {
    const world = offering(picked, safety);
    await seen(database, world);
    await database.write([
      database.orm.insert(catalogItems).values({ catalogId: 1, kind: 'course', itemId: 1 }),
      database.orm.delete(catalogItems).where(eq(catalogItems.kind, 'plan')),
    ]);
    const listed = [{ ...safety, courses: ['fire drill', 'first aid'], plans: [] }];
    const shown = await look(database, { ...world, catalogs: listed });
    expect(shown.courses).toEqual(['fire drill', 'first aid']);
    expect(shown.planEnrollments).toEqual([]);
  });

  it('is nothing where courses are none, and brings its plans where plans are none', async () => {
    const none = dataset({ people: 'all', courses: 'none', plans: 'subset' }, 'catalog safety');
    expect((await seen(database, offering(none, safety))).courses).toEqual([]);
    const courses = dataset({ people: 'all', courses: 'subset', plans: 'none' }, 'catalog safety');
    expect((await seen(database, offering(courses, safety))).courses).toContain('maths');
  });

  it('needs no visibility: whoever assigns it says that it counts', async () => {
    const hidden = { ...safety, visibility: 'hidden' as const };
    expect((await seen(database, offering(picked, hidden))).courses).toEqual([
      'fire drill',
      'maths',
    ]);
  });

  it('is gone from datasets with the catalog, and a new one of its name does not inherit them', async () => {
    const world = offering(picked, safety);
    await seen(database, world);
    await database.write([
      database.orm.delete(catalogs),
      database.orm.insert(catalogs).values({ key: 'safety', name: 'safety' }),
    ]);
    const left = await database.orm
      .select()
      .from(datasetItems)
      .where(eq(datasetItems.kind, 'catalog'));
    expect(left).toEqual([]);
  });
});

describe('all courses and plans in visible catalogs', () => {
  const who: readonly [string, Partial<Catalog>, boolean][] = [
    ['everybody', { visibility: 'everyone' }, true],
    [
      'nobody, though it has an audience',
      { visibility: 'hidden', audience: [user('boss')] },
      false,
    ],
    ['an audience of nobody', {}, false],
    ['the boss', { audience: [user('boss')] }, true],
    ['somebody else', { audience: [user('ana')] }, false],
    ['their group', { audience: [group('g1')] }, true],
    ['another group', { audience: [group('g2')] }, false],
    ['their branch', { audience: [branch('Sales 1')] }, true],
    ['the branch above, alone', { audience: [branch('Sales')] }, false],
    ['the branch above and what lies below', { audience: [branch('Sales', true)] }, true],
    ['a branch named alike, and what lies below', { audience: [branch('Sales 10', true)] }, false],
  ];

  it.each(who)('PU-056 PU-059 counts a catalog for %s', async (_, rest, visible) => {
    const shown = await seen(database, offering(catalogWildcard, { ...safety, ...rest }));
    expect(shown.courses).toEqual(visible ? ['fire drill', 'maths'] : []);
    expect(shown.planEnrollments?.length).toBe(visible ? company.users.length : 0);
  });

  it('PU-059 follows the visibility at once, and the audience', async () => {
    const world = offering(catalogWildcard, safety);
    expect((await seen(database, world)).courses).toEqual([]);
    await database.write([database.orm.update(catalogs).set({ visibility: 'everyone' })]);
    const open = { ...world, catalogs: [{ ...safety, visibility: 'everyone' as const }] };
    expect((await look(database, open)).courses).toEqual(['fire drill', 'maths']);
    await database.write([
      database.orm.update(catalogs).set({ visibility: 'restricted' }),
      database.orm.insert(catalogAudiences).values({ catalogId: 1, kind: 'group', itemId: 1 }),
    ]);
    const restricted = { ...world, catalogs: [{ ...safety, audience: [group('g1')] }] };
    expect((await look(database, restricted)).courses).toEqual(['fire drill', 'maths']);
    await database.write([database.orm.delete(catalogAudiences)]);
    expect((await look(database, world)).courses).toEqual([]);
  });

  it('PU-059 is another thing for each who holds the same dataset', async () => {
    const world = offering(catalogWildcard, { ...safety, audience: [user('boss')] });
    const ana = { ...company.users[1], level: 'power_user' } as User;
    const shared: World = {
      ...world,
      users: world.users.map((one) => (one.key === 'ana' ? ana : one)),
      assignments: ['boss', 'ana'].map((powerUser) => ({
        powerUser,
        dataset: 'd',
        from: null,
        until: null,
      })),
    };
    expect((await seen(database, shared)).courses).toEqual(['fire drill', 'maths']);
    expect((await look(database, shared, { ...boss, powerUser: 'ana' })).courses).toEqual([]);
  });

  it('explains which catalog lets a course through', async () => {
    await seen(database, offering(catalogWildcard, { ...safety, visibility: 'everyone' }));
    const about = { powerUser: 'boss', siteId: 'portal', nowSeconds: noon };
    const told = await explain(database, { ...about, learner: 'ana', course: 'fire drill' });
    expect(told).toMatchObject({ visible: true });
    expect(told.datasets[0]?.course).toEqual(['visible catalog safety']);
    const other = await explain(database, { ...about, learner: 'ana', course: 'first aid' });
    expect(other.visible).toBe(false);
  });
});

describe('the other wildcards', () => {
  const wildcards: readonly [string, Dataset['modes'], string[], number][] = [
    ['all courses', { people: 'all', courses: 'all' }, ['fire drill', 'first aid', 'maths'], 0],
    ['all learning plans', { people: 'all', plans: 'all' }, ['first aid', 'maths'], 15],
    [
      'all courses and learning plans',
      { people: 'all', courses: 'all', plans: 'all' },
      ['fire drill', 'first aid', 'maths'],
      15,
    ],
  ];
  it.each(wildcards)('PU-056 PU-060 %s', async (_, modes, shownCourses, plans) => {
    const shown = await seen(database, holding(dataset(modes)));
    expect(shown.courses).toEqual(shownCourses);
    expect(shown.planEnrollments?.length).toBe(plans);
  });

  it('PU-055 PU-057 bring what is created later, and lose what is deleted; a custom selection does not grow', async () => {
    const world = holding(dataset({ people: 'all', plans: 'all' }));
    await seen(database, world);
    const add = [
      database.orm.insert(learningPlans).values({ key: 'late', name: 'late', nameKey: 'late' }),
    ];
    await database.write(add);
    const plans = [...company.plans, { key: 'late', courses: [] }];
    await look(database, { ...world, plans });
    await database.write([database.orm.delete(courses).where(eq(courses.key, 'maths'))]);
    const known = (key: string | null) => key !== 'maths';
    const less = await look(database, {
      ...world,
      plans: plans.map((plan) => ({ ...plan, courses: plan.courses.filter(known) })),
      courses: company.courses.filter(({ key }) => known(key)),
      enrollments: company.enrollments.filter(([, course]) => known(course)),
      certificates: company.certificates.filter(({ course }) => known(course)),
    });
    expect(less.courses).toEqual(['first aid']);

    const custom = holding(dataset({ people: 'all', plans: 'subset' }, 'plan refresher'));
    await seen(database, custom);
    await database.write(add);
    expect((await look(database, { ...custom, plans })).courses).toEqual(['maths']);
  });
});

describe('my team', () => {
  const team = dataset({ people: 'team', courses: 'all' });
  const managed = (managers: Readonly<Record<string, string>>, held = team): World => {
    const world = holding(held);
    const under = (one: User) => ({ ...one, manager: managers[one.key] ?? null });
    return { ...world, users: world.users.map(under) };
  };

  it('PU-061 is everybody below the holder at any depth, and never the holder', async () => {
    const shown = await seen(database, managed({ ana: 'boss', ben: 'ana', cy: 'ben' }));
    expect(shown.learners).toEqual(['ana', 'ben', 'cy']);
  });

  it('PU-061 is nobody for whoever manages nobody', async () => {
    expect((await seen(database, managed({ boss: 'ana', ben: 'ana' }))).learners).toEqual([]);
  });

  it('PU-061 ends in a ring of managers, of which the holder may be one', async () => {
    const ring = { boss: 'ben', ana: 'boss', ben: 'ana', cy: 'dee', dee: 'cy' };
    expect((await seen(database, managed(ring))).learners).toEqual(['ana', 'ben']);
    expect((await seen(database, managed({ boss: 'boss', ana: 'boss' }))).learners).toEqual([
      'ana',
    ]);
  });

  it('PU-061 has no course but those of its dataset', async () => {
    const fire = dataset({ people: 'team', courses: 'subset' }, 'course fire drill');
    const shown = await seen(database, managed({ ana: 'boss' }, fire));
    expect(shown.enrollments).toEqual(['ana: fire drill']);
  });

  it('PU-061 is switched by assigning the dataset: a manager without it sees nobody', async () => {
    const world = { ...managed({ ana: 'boss' }), assignments: [] };
    expect((await seen(database, world)).learners).toEqual([]);
  });

  it('PU-061 follows a change of manager at once', async () => {
    const world = managed({ ana: 'boss', ben: 'ana' });
    await seen(database, world);
    await database.write([
      database.orm.update(users).set({ managerId: null }).where(eq(users.key, 'ana')),
    ]);
    expect((await look(database, managed({ ben: 'ana' }))).learners).toEqual([]);
  });

  it('explains that somebody is in the team', async () => {
    await seen(database, managed({ ana: 'boss' }));
    const about = { powerUser: 'boss', siteId: 'portal', nowSeconds: noon };
    const told = await explain(database, { ...about, learner: 'ana' });
    expect(told.datasets[0]?.learner).toEqual(['the team']);
    expect((await explain(database, { ...about, learner: 'ben' })).visible).toBe(false);
  });
});

describe('modes of another axis', () => {
  it.each([
    ['a team of courses', { people: 'all', courses: 'team' }],
    ['people in visible catalogs', { people: 'visible_catalogs', courses: 'all' }],
  ])('T-15 select nothing: %s', async (_, modes) => {
    const open = { ...safety, visibility: 'everyone' as const };
    expect((await seen(database, offering(dataset(modes), open))).enrollments).toEqual([]);
  });
});

function user(key: string) {
  return { kind: 'user', key, descendants: false };
}
function group(key: string) {
  return { kind: 'group', key, descendants: false };
}
function branch(key: string, descendants = false) {
  return { kind: 'branch', key, descendants };
}
