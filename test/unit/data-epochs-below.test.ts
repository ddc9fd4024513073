/** What somebody loses or gains moves the epochs of all who have something by way of them, and of nobody else. */
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Runnable } from '../../server/data/database.ts';
import {
  datasetAssignments,
  datasetItems,
  datasetRules,
  datasetSelections,
  datasets,
  epochs,
  grants,
  profilePermissions,
  profileResources,
  profiles,
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
const held = (powerUser: string, dataset: string) => ({
  ...{ powerUser, dataset },
  ...{ from: null, until: null },
});

/** Ann gives to Bob, Bob to Cid, Cid to Dan: a profile to pass on, and at the end to use; a dataset, cut each time. */
const world: World = {
  ...emptyWorld,
  users: ['ann', 'bob', 'cid', 'dan', 'eve', 'fay'].map(holder),
  courses: [{ key: 'maths', category: null }],
  profiles: [
    { name: 'first', permissions: ['reports.view'] },
    { name: 'second', permissions: ['reports.view'] },
  ],
  profileResources: [
    ['ann', 'first'],
    ['bob', 'first', 'ann'],
    ['cid', 'first', 'bob'],
    ['eve', 'first'],
  ],
  grants: [
    ['dan', 'first', 'cid'],
    ['fay', 'first', 'eve'],
  ],
  datasets: [
    picking('anns', 'user dan'),
    { ...picking('bobs', 'user dan'), cutFrom: 'anns', madeBy: 'ann' },
    { ...picking('cids', 'user dan'), cutFrom: 'bobs', madeBy: 'bob' },
    { ...picking('fays', 'user dan'), cutFrom: 'anns', madeBy: 'eve' },
  ],
  assignments: [
    ...[held('ann', 'anns'), held('bob', 'bobs'), held('cid', 'cids')],
    ...[held('eve', 'anns'), held('fay', 'fays')],
  ],
  sites: [],
};
const [ann, bob, cid, dan, eve, fay] = [1, 2, 3, 4, 5, 6] as const;
const first = 1;

let database: Database;
beforeAll(async () => {
  database = await openMemory();
});
beforeEach(() => loadWorld(database, world));
afterAll(() => database.close());

async function movedBy(...writes: readonly Runnable[]): Promise<number[]> {
  const now = async () => {
    const rows = await database.orm.select().from(epochs);
    return new Map(rows.map(({ userId, epoch }) => [userId, epoch]));
  };
  const before = await now();
  await database.write(writes);
  const after = await now();
  return [...after].flatMap(([user, epoch]) => (epoch === before.get(user) ? [] : [user])).sort();
}

type Orm = Database['orm'];
const annsOwn = and(eq(datasetAssignments.powerUserId, ann), eq(datasetAssignments.datasetId, 1));
const passed = (powerUserId: number) =>
  and(eq(profileResources.powerUserId, powerUserId), eq(profileResources.profileId, first));

const changes: readonly [string, (orm: Orm) => Runnable, number[]][] = [
  [
    'a profile to pass on that is given',
    (orm) => orm.insert(profileResources).values({ powerUserId: fay, profileId: first }),
    [fay],
  ],
  [
    'T-49 a profile to pass on that is taken',
    (orm) => orm.delete(profileResources).where(passed(ann)),
    [ann, bob, cid, dan],
  ],
  [
    'T-49 one that is taken further down',
    (orm) => orm.delete(profileResources).where(passed(cid)),
    [cid, dan],
  ],
  [
    'another giver of it',
    (orm) => orm.update(profileResources).set({ grantedBy: eve }).where(passed(bob)),
    [bob, cid, dan],
  ],
  [
    'a ring of it',
    (orm) => orm.update(profileResources).set({ grantedBy: cid }).where(passed(ann)),
    [ann, bob, cid, dan],
  ],
  [
    'a profile deleted',
    (orm) => orm.delete(profiles).where(eq(profiles.id, first)),
    [1, 2, 3, 4, 5, 6],
  ],
  [
    'PU-081 a permission of it, for those alone who may use it',
    (orm) => orm.insert(profilePermissions).values({ profileId: first, permission: 'users.view' }),
    [dan, fay],
  ],
  [
    'T-49 a dataset that is taken',
    (orm) => orm.delete(datasetAssignments).where(annsOwn),
    [ann, bob, cid],
  ],
  [
    'T-49 the end of its time',
    (orm) => orm.update(datasetAssignments).set({ validUntil: 5 }).where(annsOwn),
    [ann, bob, cid],
  ],
  [
    'an item of it',
    (orm) => orm.insert(datasetItems).values({ datasetId: 1, kind: 'user', itemId: 1 }),
    [ann, bob, cid, eve, fay],
  ],
  [
    'a selection of it',
    (orm) =>
      orm.update(datasetSelections).set({ mode: 'all' }).where(eq(datasetSelections.datasetId, 1)),
    [ann, bob, cid, eve, fay],
  ],
  [
    'a rule of it',
    (orm) =>
      orm.insert(datasetRules).values({
        ...{ datasetId: 2, axis: 'people', position: 0, match: 'all' },
        ...{ field: 'f', operator: 'o' },
      }),
    [bob, cid],
  ],
  [
    'another source',
    (orm) => orm.update(datasets).set({ cutFrom: 4 }).where(eq(datasets.id, 2)),
    [bob, cid],
  ],
  [
    'another maker',
    (orm) => orm.update(datasets).set({ madeBy: eve }).where(eq(datasets.id, 3)),
    [cid],
  ],
  ['a dataset deleted', (orm) => orm.delete(datasets).where(eq(datasets.id, 2)), [bob, cid]],
  [
    'T-20 a parent who is switched off',
    (orm) => orm.update(users).set({ status: 'inactive' }).where(eq(users.id, ann)),
    [ann, bob, cid, dan],
  ],
  [
    'T-20 a parent who is demoted',
    (orm) => orm.update(users).set({ level: 'user' }).where(eq(users.id, bob)),
    [bob, cid, dan],
  ],
  ['T-20 a parent who is deleted', (orm) => orm.delete(users).where(eq(users.id, eve)), [eve, fay]],
];

const others: readonly [string, (orm: Orm) => Runnable][] = [
  [
    'a new name of a parent',
    (orm) => orm.update(users).set({ firstName: 'Ann' }).where(eq(users.id, ann)),
  ],
  [
    'another name of a dataset',
    (orm) => orm.update(datasets).set({ name: 'other' }).where(eq(datasets.id, 1)),
  ],
  [
    'a learner switched off',
    (orm) => orm.insert(users).values({ key: 'k', username: 'k', status: 'inactive' }),
  ],
  [
    'who promoted somebody',
    (orm) => orm.update(users).set({ promotedBy: ann }).where(eq(users.id, dan)),
  ],
];

describe('the epochs of children', () => {
  it.each(changes)('move by %s', async (_, write, concerned) => {
    expect(await movedBy(write(database.orm))).toEqual(concerned);
  });

  it.each(others)('stay by %s', async (_, write) => {
    expect(await movedBy(write(database.orm))).toEqual([]);
  });

  it('T-48 move once through a ring of a thousand, and the change ends', async () => {
    const { orm } = database;
    const ring = Array.from({ length: 1000 }, (_, index) => 100 + index);
    await database.write(
      ring.map((id) =>
        orm.insert(users).values({ id, key: `${id}`, username: `${id}`, level: 'power_user' }),
      ),
    );
    const write = ring.map((id) =>
      orm.insert(profileResources).values({
        ...{ powerUserId: id, profileId: 2 },
        grantedBy: id === 100 ? 1099 : id - 1,
      }),
    );
    await database.write(write);
    const moved = await movedBy(
      orm.update(users).set({ status: 'inactive' }).where(eq(users.id, 500)),
    );
    expect(moved.toSorted((one, other) => one - other)).toEqual(ring);
  });

  it('PU-012 demotion takes what somebody holds to pass on, and forgets who promoted them', async () => {
    const { orm } = database;
    await database.write([
      orm.update(users).set({ promotedBy: ann }).where(eq(users.id, bob)),
      orm.update(users).set({ level: 'user' }).where(eq(users.id, bob)),
    ]);
    const rows = await orm.select().from(profileResources);
    expect(rows.map(({ powerUserId }) => powerUserId).sort()).toEqual([ann, cid, eve]);
    const [demoted] = await orm.select().from(users).where(eq(users.id, bob));
    expect(demoted?.promotedBy).toBeNull();
    const kept = await orm.select().from(grants);
    expect(kept).toHaveLength(2);
  });
});
