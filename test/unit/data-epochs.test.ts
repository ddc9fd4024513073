/** An epoch moves with every change of its holder's rights, and with no change of anybody else's. */
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Runnable } from '../../server/data/database.ts';
import {
  courses,
  datasetAssignments,
  datasetItems,
  datasetRules,
  datasetSelections,
  datasets,
  epochs,
  grants,
  groupMembers,
  menuAssignments,
  menuPages,
  menus,
  pageAssignments,
  profilePermissions,
  profiles,
  resourceAssignments,
  sites,
  users,
} from '../../server/data/schema/index.ts';
import { emptyWorld, type User, type World } from '../reference/world.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { picking } from './scope-world.ts';

const holder = (key: string): User => ({
  key,
  level: 'power_user',
  status: 'active',
  branch: null,
});
/** Ann and Bob hold the first profile and dataset, Bob and Cid the second; Dan holds nothing. */
const world: World = {
  ...emptyWorld,
  users: [holder('ann'), holder('bob'), holder('cid'), { ...holder('dan'), level: 'user' }],
  groups: [{ key: 'g', members: ['ann'] }],
  courses: [{ key: 'maths', category: null }],
  profiles: [
    { name: 'first', permissions: ['reports.view'] },
    { name: 'second', permissions: ['reports.view'] },
  ],
  grants: [
    ['ann', 'first'],
    ['bob', 'first'],
    ['bob', 'second'],
    ['cid', 'second'],
  ],
  datasets: [
    {
      ...picking('first', 'user dan'),
      rules: [{ axis: 'people', field: 'f', operator: 'o', value: '' }],
    },
    picking('second', 'user dan'),
    picking('ceiling'),
  ],
  assignments: [
    ['ann', 'first'],
    ['bob', 'first'],
    ['bob', 'second'],
    ['cid', 'second'],
  ].map(([powerUser = '', dataset = '']) => ({ powerUser, dataset, from: null, until: null })),
  sites: [{ id: 'portal', active: true, ceiling: 'ceiling' }],
};
const [ann, bob, cid, dan] = [1, 2, 3, 4] as const;
const [first, second] = [1, 2] as const;

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
beforeEach(async () => {
  await loadWorld(database, world);
  const { orm } = database;
  // Bob has a page, Bob and Cid a menu, Cid a resource; a second menu is nobody's.
  await database.write([
    orm.delete(menus),
    orm.delete(pageAssignments),
    orm.delete(resourceAssignments),
    orm.insert(menus).values([
      { id: 1, name: 'first' },
      { id: 2, name: 'second' },
    ]),
    orm.insert(menuPages).values({ menuId: 1, page: 'overview' }),
    orm
      .insert(menuAssignments)
      .values([bob, cid].map((powerUserId) => ({ powerUserId, menuId: 1 }))),
    orm.insert(pageAssignments).values({ powerUserId: bob, page: 'overview' }),
    orm.insert(resourceAssignments).values({ powerUserId: cid, resourceId: 1 }),
  ]);
});
afterAll(() => database.close());

async function epochsNow(): Promise<Map<number, number>> {
  const rows = await database.orm.select().from(epochs);
  return new Map(rows.map(({ userId, epoch }) => [userId, epoch]));
}

/** Whose epoch a write moved; every move goes upwards. */
async function movedBy(write: Runnable): Promise<number[]> {
  const before = await epochsNow();
  await database.write([write]);
  const after = await epochsNow();
  const moved = [...after].filter(([user, epoch]) => epoch !== before.get(user));
  for (const [user, epoch] of moved) expect(epoch).toBeGreaterThan(before.get(user) ?? 0);
  return moved.map(([user]) => user).sort();
}

type Orm = Database['orm'];
const ofFirst = eq(datasetItems.datasetId, first);

/** The change, and whose rights it changes. */
const changes: readonly [string, (orm: Orm) => Runnable, number[]][] = [
  [
    'a profile granted',
    (orm) => orm.insert(grants).values({ powerUserId: cid, profileId: first, grantedAt: 0 }),
    [cid],
  ],
  [
    'a profile taken',
    (orm) =>
      orm.delete(grants).where(and(eq(grants.powerUserId, ann), eq(grants.profileId, first))),
    [ann],
  ],
  [
    'a grant handed on',
    (orm) => orm.update(grants).set({ powerUserId: dan }).where(eq(grants.powerUserId, ann)),
    [ann, dan],
  ],
  [
    'PU-020 a permission added to a profile',
    (orm) =>
      orm.insert(profilePermissions).values({ profileId: first, permission: 'reports.export' }),
    [ann, bob],
  ],
  [
    'PU-020 a permission taken out of a profile',
    (orm) => orm.delete(profilePermissions).where(eq(profilePermissions.profileId, second)),
    [bob, cid],
  ],
  [
    'PU-020 a permission replaced',
    (orm) =>
      orm
        .update(profilePermissions)
        .set({ permission: 'users.view' })
        .where(eq(profilePermissions.profileId, first)),
    [ann, bob],
  ],
  ['a profile deleted', (orm) => orm.delete(profiles).where(eq(profiles.id, first)), [ann, bob]],
  [
    'a dataset assigned',
    (orm) => orm.insert(datasetAssignments).values({ powerUserId: cid, datasetId: first }),
    [cid],
  ],
  [
    'a validity changed',
    (orm) =>
      orm
        .update(datasetAssignments)
        .set({ validUntil: 5 })
        .where(eq(datasetAssignments.powerUserId, ann)),
    [ann],
  ],
  [
    'an assignment handed on',
    (orm) =>
      orm
        .update(datasetAssignments)
        .set({ powerUserId: dan })
        .where(eq(datasetAssignments.powerUserId, ann)),
    [ann, dan],
  ],
  [
    'a dataset revoked',
    (orm) => orm.delete(datasetAssignments).where(eq(datasetAssignments.powerUserId, cid)),
    [cid],
  ],
  [
    'a selection added',
    (orm) =>
      orm
        .insert(datasetSelections)
        .values({ datasetId: 3, axis: 'people', mode: 'all' })
        .onConflictDoUpdate({
          target: [datasetSelections.datasetId, datasetSelections.axis],
          set: { mode: 'all' },
        }),
    [],
  ],
  [
    'a selection changed',
    (orm) =>
      orm
        .update(datasetSelections)
        .set({ mode: 'all' })
        .where(eq(datasetSelections.datasetId, first)),
    [ann, bob],
  ],
  [
    'a selection removed',
    (orm) => orm.delete(datasetSelections).where(eq(datasetSelections.datasetId, second)),
    [bob, cid],
  ],
  [
    'an item added',
    (orm) => orm.insert(datasetItems).values({ datasetId: second, kind: 'course', itemId: 1 }),
    [bob, cid],
  ],
  [
    'an item changed',
    (orm) => orm.update(datasetItems).set({ descendants: true }).where(ofFirst),
    [ann, bob],
  ],
  [
    'an item moved to another dataset',
    (orm) => orm.update(datasetItems).set({ datasetId: second, kind: 'group' }).where(ofFirst),
    [ann, bob, cid],
  ],
  ['an item removed', (orm) => orm.delete(datasetItems).where(ofFirst), [ann, bob]],
  [
    'a rule added',
    (orm) =>
      orm.insert(datasetRules).values({
        datasetId: second,
        axis: 'people',
        position: 0,
        match: 'all',
        field: 'f',
        operator: 'o',
      }),
    [bob, cid],
  ],
  [
    'a rule changed',
    (orm) => orm.update(datasetRules).set({ value: 'x' }).where(eq(datasetRules.datasetId, first)),
    [ann, bob],
  ],
  [
    'a rule removed',
    (orm) => orm.delete(datasetRules).where(eq(datasetRules.datasetId, first)),
    [ann, bob],
  ],
  ['a dataset deleted', (orm) => orm.delete(datasets).where(eq(datasets.id, first)), [ann, bob]],
  [
    'a power user switched off',
    (orm) => orm.update(users).set({ status: 'inactive' }).where(eq(users.id, ann)),
    [ann],
  ],
  [
    'a power user demoted',
    (orm) => orm.update(users).set({ level: 'user' }).where(eq(users.id, bob)),
    [bob],
  ],
  [
    'a user promoted',
    (orm) => orm.update(users).set({ level: 'power_user' }).where(eq(users.id, dan)),
    [dan],
  ],
  [
    'a page assigned',
    (orm) => orm.insert(pageAssignments).values({ powerUserId: ann, page: 'overview' }),
    [ann],
  ],
  ['a page taken', (orm) => orm.delete(pageAssignments), [bob]],
  ['a page handed on', (orm) => orm.update(pageAssignments).set({ powerUserId: cid }), [bob, cid]],
  [
    'a menu assigned',
    (orm) => orm.insert(menuAssignments).values({ powerUserId: ann, menuId: 1 }),
    [ann],
  ],
  ['a menu taken', (orm) => orm.delete(menuAssignments), [bob, cid]],
  [
    'a menu handed on',
    (orm) =>
      orm
        .update(menuAssignments)
        .set({ powerUserId: ann, menuId: 2 })
        .where(eq(menuAssignments.powerUserId, bob)),
    [ann, bob],
  ],
  [
    'PU-071 a page put into a menu',
    (orm) => orm.insert(menuPages).values({ menuId: 1, page: 'new' }),
    [bob, cid],
  ],
  [
    'PU-071 a page moved in a menu',
    (orm) => orm.update(menuPages).set({ position: 2 }),
    [bob, cid],
  ],
  ['PU-071 a page taken out of a menu', (orm) => orm.delete(menuPages), [bob, cid]],
  ['a menu deleted', (orm) => orm.delete(menus).where(eq(menus.id, 1)), [bob, cid]],
  [
    'a resource assigned',
    (orm) => orm.insert(resourceAssignments).values({ powerUserId: ann, resourceId: 1 }),
    [ann],
  ],
  ['a resource taken', (orm) => orm.delete(resourceAssignments), [cid]],
  [
    'a resource handed on',
    (orm) => orm.update(resourceAssignments).set({ powerUserId: bob }),
    [bob, cid],
  ],
  ['a power user deleted', (orm) => orm.delete(users).where(eq(users.id, cid)), [cid]],
];

/** Rows of the same tables, or next to them, that are nobody's rights: the scope is live and needs no epoch. */
const others: readonly [string, (orm: Orm) => Runnable][] = [
  ['a new name', (orm) => orm.update(users).set({ firstName: 'Ann' }).where(eq(users.id, ann))],
  [
    'the same status again',
    (orm) => orm.update(users).set({ status: 'active' }).where(eq(users.id, ann)),
  ],
  [
    'a profile renamed',
    (orm) => orm.update(profiles).set({ name: 'other' }).where(eq(profiles.id, first)),
  ],
  ['a new profile', (orm) => orm.insert(profiles).values({ name: 'third' })],
  ['a dataset that nobody holds', (orm) => orm.insert(datasets).values({ name: 'third' })],
  [
    'an item of a dataset that nobody holds',
    (orm) => orm.insert(datasetItems).values({ datasetId: 3, kind: 'user', itemId: 1 }),
  ],
  ['somebody leaving a group', (orm) => orm.delete(groupMembers)],
  [
    'a new course',
    (orm) => orm.insert(courses).values({ key: 'k', name: 'k', nameKey: 'k', searchKey: 'k' }),
  ],
  ['a new ceiling', (orm) => orm.update(sites).set({ ceilingDatasetId: second })],
  [
    'a page in a menu that nobody holds',
    (orm) => orm.insert(menuPages).values({ menuId: 2, page: 'new' }),
  ],
  ['a new plain user', (orm) => orm.insert(users).values({ key: 'eve', username: 'eve' })],
];

describe('the epoch', () => {
  it.each(changes)('moves for whom it concerns by %s', async (_, write, concerned) => {
    expect(await movedBy(write(database.orm))).toEqual(concerned);
  });

  it.each(others)('stays by %s', async (_, write) => {
    expect(await movedBy(write(database.orm))).toEqual([]);
  });

  it('outlives its holder, and never repeats', async () => {
    const before = (await epochsNow()).get(ann) ?? 0;
    await database.write([database.orm.delete(users).where(eq(users.id, ann))]);
    const after = (await epochsNow()).get(ann) ?? 0;
    expect(after).toBeGreaterThan(before);
    await database.write([
      database.orm.insert(users).values({ key: 'ann', username: 'ann', level: 'power_user' }),
    ]);
    const [again] = await database.orm.select().from(users).where(eq(users.key, 'ann'));
    expect(again?.id).toBeGreaterThan(dan);
    expect((await epochsNow()).get(ann)).toBe(after);
  });
});
