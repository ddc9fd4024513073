/** Parents and children over HTTP with real tokens: what a parent may do for a child, and that nobody goes beyond. */
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createProfile } from '../../server/command/create-profile.ts';
import { demotePowerUser } from '../../server/command/demote-power-user.ts';
import { grantProfile } from '../../server/command/grant-profile.ts';
import { passProfileOn } from '../../server/command/pass-profile-on.ts';
import { promotePowerUser } from '../../server/command/promote-power-user.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { unassignDataset } from '../../server/command/unassign-dataset.ts';
import {
  assertionOf,
  ingrid,
  openPage,
  type Page,
  rowsPath,
  tradeRequest,
  type Who,
} from '../http/portal.ts';
import { nextHour, originOf } from '../http/stage.ts';
import { type WatchedStage, watchedStage } from './http-world.ts';

const people = '/admin/v1/power-users';
const kid = 'fjl-1055';
/** Somebody whom a superadmin made a power user. */
const sibling = 'fjl-1056';
const learner = 'fjl-1051';
const stranger = 'mau-1002';
const profile = 'Looking';
const own = 'Everybody at Fjordlys';

let stage: WatchedStage;
let root: Occasion;
let child: Who;
beforeAll(async () => {
  stage = await watchedStage();
  const { database, clock } = stage;
  root = { database, actor: { kind: 'operator', name: 'test' }, nowSeconds: clock.now };
  await setSetting(root, { setting: 'power_user_management', value: true });
  await createProfile(root, { name: 'Manager', permissions: ['power_users.create'] });
  await createProfile(root, { name: 'Editor', permissions: ['power_users.edit'] });
  await createProfile(root, { name: profile, permissions: ['reports.view'] });
  await createProfile(root, { name: 'Other', permissions: ['reports.export', 'reports.view'] });
  await promotePowerUser(root, { powerUser: sibling });
  await createDataset(root, { name: 'Aside', selections: { people: { mode: 'all' } } });
  const [[[username] = []] = []] = await database.read(
    sql`SELECT username FROM users WHERE key = ${kid}`,
  );
  child = { site: 'fjordlys', username: String(username), key: kid, learner };
});
afterAll(() => stage.database.close());

/** Ingrid manages whom she promotes; she is about to promote the child anew. */
beforeEach(async () => {
  nextHour(stage);
  const { database } = stage;
  await database.write([
    sql`UPDATE users SET level = 'user' WHERE key = ${kid}`,
    sql`UPDATE users SET level = 'power_user', status = 'active' WHERE key = ${ingrid.key}`,
    sql`DELETE FROM profile_resources`,
    sql`UPDATE users SET promoted_by = NULL`,
  ]);
  await grantProfile(root, { powerUser: ingrid.key, profiles: ['Manager', profile] });
  await passProfileOn(root, { powerUser: ingrid.key, profiles: [profile] });
  await assignDataset(root, { powerUser: ingrid.key, dataset: own });
});

const send = (page: Page, method: string, path: string, body?: unknown, headers = {}) =>
  page.ask(path, {
    method,
    headers: { ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
const status = async (answer: Promise<Response>) => {
  const response = await answer;
  await response.text();
  return response.status;
};
const promote = (page: Page) => send(page, 'POST', people, { user: kid });
const grant = (page: Page, name: string, whom = kid) =>
  send(page, 'POST', `${people}/${whom}/profiles`, { profiles: [name] });
const passOn = (page: Page, name: string, whom = kid) =>
  send(page, 'POST', `${people}/${whom}/profiles-to-pass-on`, { profiles: [name] });
const revoke = (page: Page, name: string, whom = kid) =>
  send(page, 'DELETE', `${people}/${whom}/profiles?profiles=${name}&last=keep`);
const cut = (page: Page, items: object[], dataset = own, whom = kid) =>
  send(page, 'POST', `${people}/${whom}/datasets`, {
    ...{ dataset, name: `Part ${items.length}` },
    selections: {
      people: { mode: 'subset', items },
      courses: { mode: 'subset', items: [] },
      plans: { mode: 'subset', items: [] },
    },
  });

/** Ingrid's page, and the child's, who looks at one learner in all courses that Ingrid has. */
async function family(): Promise<{ parent: Page; page: Page }> {
  const parent = await openPage(stage, ingrid);
  expect(await status(promote(parent))).toBe(201);
  expect(await status(grant(parent, profile))).toBe(200);
  const courses = (await stage.database.read(sql`SELECT key FROM courses`))[0] ?? [];
  const answer = await send(parent, 'POST', `${people}/${kid}/datasets`, {
    ...{ dataset: own, name: 'Part' },
    selections: {
      people: { mode: 'subset', items: [{ kind: 'user', key: learner }] },
      courses: {
        mode: 'subset',
        items: courses.map(([key]) => ({ kind: 'course', key })),
      },
    },
  });
  expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('Part')]);
  return { parent, page: await openPage(stage, child) };
}

const rowsOf = async (page: Page) =>
  (await page.read<{ total: number }>(rowsPath('enrollments', {}, { limit: 1 }))).total;
const permissionsOf = async (page: Page) =>
  (await page.read<{ permissions: string[] }>('/v1/session')).permissions;

interface Listed {
  readonly items: readonly { id: string; manageable: boolean; promoted_by: string | null }[];
}

describe('a parent and a child', () => {
  it('PU-101 a parent promotes, grants and assigns, and the child sees at once what that comes to', async () => {
    const { page } = await family();
    expect(await permissionsOf(page)).toContain('reports.view');
    expect(await rowsOf(page)).toBeGreaterThan(0);
    const parent = await openPage(stage, ingrid);
    expect(await rowsOf(parent)).toBeGreaterThan(await rowsOf(page));
  });

  it('PU-010 PU-015 PU-016 PU-102 the list has the parent’s own people, not the parent, and says whom they manage', async () => {
    const { parent } = await family();
    const { items } = await parent.read<Listed>(`${people}?limit=200`);
    expect(items.find(({ id }) => id === kid)).toMatchObject({
      manageable: true,
      promoted_by: ingrid.key,
    });
    expect(items.map(({ id }) => id)).not.toContain(ingrid.key);
    expect(items.filter(({ id }) => !id.startsWith('fjl-'))).toEqual([]);
    const readOnly = items.filter(({ manageable }) => !manageable);
    expect(readOnly.map(({ id }) => id)).toEqual([sibling]);
    expect(await status(grant(parent, profile, sibling))).toBe(403);
    expect(await status(send(parent, 'GET', `${people}/${sibling}`))).toBe(200);
  });

  it('PU-009 the parent finds whom to promote among their own people', async () => {
    const parent = await openPage(stage, ingrid);
    const { items } = await parent.read<Listed>(`${people}?level=user&limit=200`);
    expect(items.map(({ id }) => id)).toContain(kid);
    expect(items.filter(({ id }) => !id.startsWith('fjl-'))).toEqual([]);
  });

  it('T-27 sorts them by name alone: by holders, the order would count those out of sight', async () => {
    const parent = await openPage(stage, ingrid);
    for (const sort of ['held_by', '-held_by']) {
      const answer = await send(parent, 'GET', `/admin/v1/profiles?sort=${sort}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('name or -name');
    }
    expect(await status(send(parent, 'GET', '/admin/v1/profiles?sort=-name'))).toBe(200);
  });

  it('PU-014 PU-017 lists the profiles that the parent may pass on, and no others', async () => {
    const { parent } = await family();
    const { items } = await parent.read<{ items: { name: string; held_by: number }[] }>(
      '/admin/v1/profiles',
    );
    expect(items).toMatchObject([{ name: profile, held_by: 2 }]);
  });

  it('PU-052 PU-105 shows all that a child holds, and of other holders nothing', async () => {
    const { parent } = await family();
    await grantProfile(root, { powerUser: kid, profiles: ['Other'] });
    await assignDataset(root, { powerUser: kid, dataset: 'Aside' });
    await assignDataset(root, { powerUser: stranger, dataset: 'Aside' });
    const seen = await parent.read<object>(`${people}/${kid}`);
    expect(seen).toMatchObject({ profiles: [profile, 'Other'], promoted_by: ingrid.key });
    expect(JSON.stringify(seen)).toContain('"Aside"');
    expect(JSON.stringify(seen)).not.toContain(stranger);
    await unassignDataset(root, { powerUser: stranger, dataset: 'Aside' });
  });

  it('PU-015 whom the parent does not see is nobody, to look at and to act on', async () => {
    const parent = await openPage(stage, ingrid);
    for (const tag of [undefined, '*', '"x"']) {
      const match = tag === undefined ? {} : { 'If-Match': tag };
      const answers = await Promise.all(
        [stranger, 'nobody'].map(async (id) => {
          const read = await send(parent, 'GET', `${people}/${id}`);
          const gone = await send(parent, 'DELETE', `${people}/${id}`, undefined, match);
          const told = [read, gone].map(async (one) => `${one.status} ${await one.text()}`);
          return (await Promise.all(told))
            .join(' ')
            .replaceAll(id, '…')
            .replace(/"(instance|request_id)":"[^"]*"/g, '');
        }),
      );
      expect(answers[0]).toContain('404');
      expect(answers[0]?.replace(/urn:uuid:[0-9a-f-]+/g, '')).toBe(
        answers[1]?.replace(/urn:uuid:[0-9a-f-]+/g, ''),
      );
    }
    expect(await status(send(parent, 'GET', `${people}/${ingrid.key}`))).toBe(404);
  });

  it('T-45 refuses a profile and a dataset that the parent does not hold, and passes on those that they do', async () => {
    const { parent } = await family();
    for (const name of ['Other', 'Manager', 'No such thing']) {
      expect(await status(grant(parent, name)), name).toBe(403);
      expect(await status(passOn(parent, name)), name).toBe(403);
    }
    expect(await status(cut(parent, [{ kind: 'user', key: learner }], 'Aside'))).toBe(403);
    expect(await status(cut(parent, [{ kind: 'user', key: stranger }]))).toBe(403);
    expect(await status(passOn(parent, profile))).toBe(200);
    expect(await status(cut(parent, [{ kind: 'user', key: learner }]))).toBe(201);
  });

  it('T-46 PU-032 PU-053 lets a parent take what a superior gave, and not give it back', async () => {
    const { parent } = await family();
    await grantProfile(root, { powerUser: kid, profiles: ['Other'] });
    await assignDataset(root, { powerUser: kid, dataset: 'Aside' });
    expect(await status(revoke(parent, 'Other'))).toBe(200);
    expect(await status(send(parent, 'DELETE', `${people}/${kid}/datasets/Aside`))).toBe(200);
    expect(await status(grant(parent, 'Other'))).toBe(403);
    expect(await status(send(parent, 'PUT', `${people}/${kid}/datasets/Aside`, {}))).toBe(403);
    // Twin: what is theirs goes and comes back.
    expect(await status(revoke(parent, profile))).toBe(200);
    expect(await status(grant(parent, profile))).toBe(200);
  });

  it('T-47 refuses a parent who acts on themselves', async () => {
    const { parent } = await family();
    expect(await status(passOn(parent, profile, ingrid.key))).toBe(403);
    expect(await status(send(parent, 'DELETE', `${people}/${ingrid.key}`))).toBe(403);
    expect(await status(send(parent, 'DELETE', `${people}/${kid}`))).toBe(200);
  });

  it('T-47 T-48 refuses a child who acts on the parent, and lets them act on another', async () => {
    await family();
    await grantProfile(root, { powerUser: kid, profiles: ['Editor'] });
    await assignDataset(root, { powerUser: kid, dataset: own });
    await passProfileOn(root, { powerUser: kid, profiles: ['Other'] });
    const page = await openPage(stage, child);
    expect(await status(passOn(page, 'Other', ingrid.key))).toBe(403);
    expect(await status(revoke(page, 'Manager', ingrid.key))).toBe(403);
    const { items } = await page.read<Listed>(`${people}?limit=200`);
    expect(items.find(({ id }) => id === ingrid.key)).toMatchObject({ manageable: false });
    expect(await status(passOn(page, 'Other', sibling))).toBe(200);
    await unassignDataset(root, { powerUser: kid, dataset: own });
  });

  it('T-47 of two parents’ changes that exclude each other one wins', async () => {
    await family();
    const names = Array.from({ length: 12 }, (_, index) => `Of twelve ${index}`);
    for (const name of names) await createProfile(root, { name });
    await passProfileOn(root, { powerUser: ingrid.key, profiles: names });
    const parent = await openPage(stage, ingrid);
    const give = (profiles: string[]) =>
      send(parent, 'POST', `${people}/${kid}/profiles`, { profiles });
    const [one, other] = await Promise.all([give(names.slice(0, 6)), give(names.slice(6))]);
    expect([one.status, other.status].sort()).toEqual([200, 422]);
  });

  it('T-49 what the parent loses the child loses at once: the old token ends, and a new one shows nothing', async () => {
    const { page } = await family();
    expect(await rowsOf(page)).toBeGreaterThan(0);
    await unassignDataset(root, { powerUser: ingrid.key, dataset: own });
    expect((await page.ask('/v1/session')).status).toBe(401);
    const again = await openPage(stage, child);
    expect(await rowsOf(again)).toBe(0);
    await assignDataset(root, { powerUser: ingrid.key, dataset: own });
    expect(await rowsOf(await openPage(stage, child))).toBeGreaterThan(0);
    await demotePowerUser(root, { powerUser: ingrid.key });
    expect((await again.ask('/v1/session')).status).toBe(401);
    expect(await permissionsOf(await openPage(stage, child))).toEqual([]);
  });

  it('T-20 the children of a parent who was switched off see nothing, until the parent is back', async () => {
    const { page } = await family();
    const set = (value: string) =>
      stage.database.write([sql`UPDATE users SET status = ${value} WHERE key = ${ingrid.key}`]);
    await set('inactive');
    expect((await page.ask(rowsPath('enrollments', {}, { limit: 1 }))).status).toBe(401);
    const dark = await openPage(stage, child);
    expect(await permissionsOf(dark)).toEqual([]);
    expect((await dark.ask(rowsPath('enrollments', {}, { limit: 1 }))).status).toBe(404);
    await set('active');
    expect(await rowsOf(await openPage(stage, child))).toBeGreaterThan(0);
  });

  it('T-20 an account that ends takes the gifts along, at that very second', async () => {
    const { page } = await family();
    const ends = stage.clock.now + 60;
    await stage.database.write([
      sql`UPDATE users SET expires_at = ${ends} WHERE key = ${ingrid.key}`,
    ]);
    expect(await rowsOf(page)).toBeGreaterThan(0);
    stage.clock.now = ends;
    const answer = await page.ask(rowsPath('enrollments', {}, { limit: 1 }));
    expect(answer.status).toBe(404);
    await stage.database.write([sql`UPDATE users SET expires_at = NULL WHERE key = ${ingrid.key}`]);
  });

  it('a child without a page of theirs gets no token', async () => {
    await family();
    await demotePowerUser(root, { powerUser: kid });
    const traded = await stage.fetch(
      tradeRequest(stage, await assertionOf(stage, child), originOf('fjordlys')),
    );
    expect(traded.status).toBe(400);
  });
});
