/** A kept scope is used while everything stands still, and never a moment longer. */
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../server/data/database.ts';
import {
  datasetAssignments,
  grants,
  groupMembers,
  profilePermissions,
  profiles,
  users,
} from '../../server/data/schema/index.ts';
import { recallScope } from '../../server/scope/recall.ts';
import type { Scope } from '../../server/scope/scope.ts';
import { stampOf } from '../property/recalled.ts';
import { noon } from '../world/border-scope.ts';
import type { WorldIds } from '../world/ids.ts';
import { loadWorld } from '../world/load.ts';
import { openMemory } from '../world/open.ts';
import { holding, picking } from './scope-world.ts';

let database: Database;
let ids: WorldIds;
let boss: number;
beforeAll(async () => {
  database = await openMemory();
});
beforeEach(async () => {
  ids = await loadWorld(database, holding(picking('d', 'group g1', 'course maths')));
  boss = ids.users.get('boss') ?? 0;
});
afterAll(() => database.close());

const scopeAt = async (nowSeconds: number): Promise<Scope> =>
  recallScope(
    database,
    { powerUserId: boss, siteId: 'portal', nowSeconds },
    await stampOf(database, boss),
  );

/** A scope that was worked out anew has rectangles of its own. */
const isKept = (before: Scope, after: Scope): boolean => before.rectangles === after.rectangles;

it('keeps a scope while nothing moves', async () => {
  expect(isKept(await scopeAt(noon), await scopeAt(noon + 86_400))).toBe(true);
});

it('PU-096 works it out anew once somebody joins a group', async () => {
  const before = await scopeAt(noon);
  const [groupId = 0, userId = 0] = [ids.groups.get('g1'), ids.users.get('cy')];
  await database.orm.insert(groupMembers).values({ groupId, userId });
  expect(isKept(before, await scopeAt(noon))).toBe(false);
});

it('PU-095 works it out anew once a profile is granted, and once that profile changes', async () => {
  const [profile] = await database.orm.insert(profiles).values({ name: 'Viewer' }).returning();
  const profileId = profile?.id ?? 0;
  const allow = (permission: string) =>
    database.orm.insert(profilePermissions).values({ profileId, permission });
  await allow('courses.view');
  expect((await scopeAt(noon)).permissions.has('courses.view')).toBe(false);
  await database.orm.insert(grants).values({ powerUserId: boss, profileId, grantedAt: noon });
  expect((await scopeAt(noon)).permissions.has('courses.view')).toBe(true);
  await allow('certificates.view_issued');
  expect((await scopeAt(noon)).permissions.has('certificates.view_issued')).toBe(true);
});

it('PU-095 tells of nothing once the level is gone', async () => {
  expect((await scopeAt(noon)).rectangles).toHaveLength(1);
  await database.orm.update(users).set({ level: 'user' }).where(eq(users.id, boss));
  expect((await scopeAt(noon)).rectangles).toEqual([]);
});

it('T-21 ends with the validity of what it rests on, to the second', async () => {
  await database.orm.update(datasetAssignments).set({ validUntil: noon + 60 });
  const before = await scopeAt(noon);
  expect(before.standsUntil).toBe(noon + 60);
  expect(isKept(before, await scopeAt(noon + 59))).toBe(true);
  expect((await scopeAt(noon + 60)).rectangles).toEqual([]);
});

it('T-21 begins with it likewise, and asks anew when the clock was set back', async () => {
  await database.orm.update(datasetAssignments).set({ validFrom: noon + 60 });
  expect((await scopeAt(noon + 59)).rectangles).toEqual([]);
  expect((await scopeAt(noon + 60)).rectangles).toHaveLength(1);
  expect((await scopeAt(noon + 59)).rectangles).toEqual([]);
});

it('T-20 ends with the account, and with the account of anybody else whom rights could rest on', async () => {
  const another = ids.users.get('ana') ?? 0;
  await database.orm
    .update(users)
    .set({ level: 'power_user', expiresAt: noon + 60 })
    .where(eq(users.id, another));
  expect((await scopeAt(noon)).standsUntil).toBe(noon + 60);
  await database.orm
    .update(users)
    .set({ expiresAt: noon + 30 })
    .where(eq(users.id, boss));
  expect((await scopeAt(noon)).standsUntil).toBe(noon + 30);
  expect((await scopeAt(noon + 30)).rectangles).toEqual([]);
});

it('keeps scopes apart by power user and site', async () => {
  const here = await scopeAt(noon);
  const request = { powerUserId: boss, siteId: 'elsewhere', nowSeconds: noon };
  const there = await recallScope(database, request, await stampOf(database, boss));
  expect(there.rectangles).toEqual([]);
  expect(isKept(here, await scopeAt(noon))).toBe(true);
});

it('carries the progress version of the request, not of the time when it was worked out', async () => {
  const before = await scopeAt(noon);
  await database.write([sql`UPDATE enrollments SET progress = 50`]);
  const after = await scopeAt(noon);
  expect(isKept(before, after)).toBe(true);
  expect(after.versions.progress).toBeGreaterThan(before.versions.progress);
});
