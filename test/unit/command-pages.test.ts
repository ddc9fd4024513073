/** Pages and menus, named resources, and all content at once: given and taken, from both sides. */
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignDataset } from '../../server/command/assign-dataset.ts';
import { assignResources } from '../../server/command/assign-resources.ts';
import { assignedSubject } from '../../server/command/assigned-record.ts';
import { type Occasion, readRecord } from '../../server/command/change.ts';
import { createDataset } from '../../server/command/create-dataset.ts';
import { createMenu } from '../../server/command/create-menu.ts';
import { createResource } from '../../server/command/create-resource.ts';
import { editMenu } from '../../server/command/edit-menu.ts';
import { removeMenu } from '../../server/command/remove-menu.ts';
import { removeResource } from '../../server/command/remove-resource.ts';
import { setSetting } from '../../server/command/set-setting.ts';
import { unassignContent } from '../../server/command/unassign-content.ts';
import { unassignResources } from '../../server/command/unassign-resources.ts';
import { mayOpenDashboard, readDashboard } from '../../server/report/dashboard.ts';
import { dashboards } from '../../server/report/dashboard-catalogue.ts';
import { openViewer } from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { auditOf, now, openAcademy, refused, stateOf } from './command-world.ts';

const [page = ''] = dashboards.keys();
const maria = { powerUser: 'u-maria' };

let occasion: Occasion;
beforeEach(async () => {
  occasion = await openAcademy();
});
afterEach(() => occasion.database.close());

const give = (kind: string, ...keys: string[]) =>
  assignResources(occasion, { ...maria, kind, keys });
const take = (kind: string, ...keys: string[]) =>
  unassignResources(occasion, { ...maria, kind, ...(keys.length > 0 && { keys }) });
const held = async () => readRecord(occasion.database, assignedSubject('u-maria'));

/** The dashboards that exist for Maria, who has the permission. */
async function seen(): Promise<string[]> {
  const { database } = occasion;
  const scope = await resolveScope(database, { powerUserId: 1, siteId: 'portal', nowSeconds: now });
  const viewer = await openViewer(database, scope, now);
  return [...dashboards.values()]
    .filter((one) => mayOpenDashboard(one, viewer))
    .map(({ id }) => id);
}

async function mayLook(): Promise<void> {
  await createDataset(occasion, {
    name: 'Everything',
    selections: { people: { mode: 'all' }, courses: { mode: 'all' }, plans: { mode: 'all' } },
  });
  await occasion.database.write([
    sql`INSERT INTO sites (id, name, active, ceiling_dataset_id)
      SELECT 'portal', 'Portal', 1, id FROM datasets WHERE name = 'Everything'`,
    sql`INSERT INTO profiles (id, name) VALUES (1, 'All')`,
    sql`INSERT INTO grants (power_user_id, profile_id, granted_at) VALUES (1, 1, 0)`,
    ...[...dashboards.values()]
      .flatMap(({ needs }) => needs)
      .map(
        (permission) =>
          sql`INSERT OR IGNORE INTO profile_permissions (profile_id, permission) VALUES (1, ${permission})`,
      ),
  ]);
}

describe('pages that exist for a power user', () => {
  beforeEach(mayLook);

  it('PU-071 are all that they have the permission for, until the academy assigns pages', async () => {
    expect(await seen()).toEqual([...dashboards.keys()]);
    await setSetting(occasion, { setting: 'assign_pages', value: true });
    expect(await seen()).toEqual([]);
    await setSetting(occasion, { setting: 'assign_pages', value: false });
    expect(await seen()).toEqual([...dashboards.keys()]);
  });

  it('PU-071 come with a menu, current and future, and go with it from the menu', async () => {
    await setSetting(occasion, { setting: 'assign_pages', value: true });
    await createMenu(occasion, { name: 'Start', pages: [] });
    await give('menu', 'Start');
    expect(await seen()).toEqual([]);
    await editMenu(occasion, { menu: 'Start', pages: [page] });
    expect(await seen()).toEqual([page]);
    await editMenu(occasion, { menu: 'Start', pages: [] });
    expect(await seen()).toEqual([]);
  });

  it('T-26 answer like those that do not exist, where they are not assigned', async () => {
    await setSetting(occasion, { setting: 'assign_pages', value: true });
    const { database } = occasion;
    const request = { powerUserId: 1, siteId: 'portal', nowSeconds: now };
    const viewer = await openViewer(database, await resolveScope(database, request), now);
    const read = (id: string) =>
      readDashboard(database, viewer, dashboards.get(id), { filters: [] });
    const [hidden, missing] = [
      await refused(read(page), 'not-found'),
      await refused(read('nowhere'), 'not-found'),
    ];
    expect(hidden.message).toBe(missing.message);
    await give('page', page);
    const again = await openViewer(database, await resolveScope(database, request), now);
    const found = await readDashboard(database, again, dashboards.get(page), { filters: [] });
    expect(found.id).toBe(page);
  });

  it('come by themselves, and need the permission all the same', async () => {
    await setSetting(occasion, { setting: 'assign_pages', value: true });
    await give('page', page);
    expect(await seen()).toEqual([page]);
    await occasion.database.write([sql`DELETE FROM profile_permissions`]);
    expect(await seen()).toEqual([]);
  });
});

describe('a menu', () => {
  beforeEach(async () => {
    await createMenu(occasion, { name: 'Start', pages: [page] });
    await give('menu', 'Start');
  });

  it('PU-072 keeps its pages: none can be taken while it is assigned, and the refusal names it', async () => {
    await give('page', page);
    const before = await stateOf(occasion);
    const refusal = await refused(take('page', page), 'unprocessable');
    expect(refusal.message).toContain('"Start"');
    expect(await stateOf(occasion)).toEqual(before);
    await take('menu', 'Start');
    await take('page', page);
    expect((await held())?.pages).toEqual([]);
  });

  it('PU-073 leaves its pages when it is taken', async () => {
    expect((await held())?.pages).toEqual([]);
    await take('menu', 'Start');
    expect(await held()).toMatchObject({ pages: [page], menus: [] });
  });

  it('PU-074 PU-075 goes with all menus, and pages with all pages: in this order nothing stays, in the other the linked ones do', async () => {
    await give('page', page);
    await take('page');
    await take('menu');
    expect((await held())?.pages).toEqual([page]);

    await give('menu', 'Start');
    await take('menu');
    await take('page');
    expect(await held()).toMatchObject({ pages: [], menus: [] });
  });

  it('is gone with all that it alone brought, when it is removed', async () => {
    const gone = await removeMenu(occasion, { menu: 'Start' });
    expect(gone.holders).toEqual(['u-maria']);
    expect(await held()).toMatchObject({ pages: [], menus: [] });
    await refused(removeMenu(occasion, { menu: 'Start' }), 'not-found');
  });

  it('has a name of its own, and pages that exist', async () => {
    await refused(createMenu(occasion, { name: 'Start' }), 'unprocessable');
    await refused(createMenu(occasion, { name: 'Other', pages: ['nowhere'] }), 'unprocessable');
    await createMenu(occasion, { name: 'Other' });
    await refused(editMenu(occasion, { menu: 'Other', name: 'Start' }), 'unprocessable');
    await refused(editMenu(occasion, { menu: 'Gone' }), 'not-found');
    expect((await editMenu(occasion, { menu: 'Other', name: 'Third' })).name).toBe('Third');
  });

  it('leaves its changes in the audit', async () => {
    await editMenu(occasion, { menu: 'Start', name: 'Begin' });
    const actions = (await auditOf(occasion)).map(({ action, subject }) => `${action} ${subject}`);
    expect(actions).toEqual([
      'menu.create menu:Start',
      'resource.assign power_user:u-maria',
      'menu.edit menu:Start',
    ]);
  });
});

describe('locations, channels and folders', () => {
  it.each(['location', 'channel', 'folder'])(
    'PU-045 a %s is assigned and taken by its id',
    async (kind) => {
      await createResource(occasion, { kind, key: 'x1', name: 'Room 1' });
      await refused(createResource(occasion, { kind, key: 'x1', name: 'Again' }), 'unprocessable');
      await refused(give(kind, 'x2'), 'unprocessable');
      expect((await give(kind, 'x1')).resources).toEqual([{ kind, key: 'x1', name: 'Room 1' }]);
      await refused(take(kind, 'x2'), 'unprocessable');
      expect((await take(kind, 'x1')).resources).toEqual([]);
      await give(kind, 'x1');
      expect((await removeResource(occasion, { kind, key: 'x1' })).holders).toEqual(['u-maria']);
      expect((await held())?.resources).toEqual([]);
    },
  );

  it('PU-045 are given to power users alone, and twice is once', async () => {
    await createResource(occasion, { kind: 'location', key: 'x1', name: 'Room 1' });
    const other = { kind: 'location', keys: ['x1'] };
    await refused(assignResources(occasion, { ...other, powerUser: 'u-omar' }), 'unprocessable');
    await refused(assignResources(occasion, { ...other, powerUser: 'u-nobody' }), 'not-found');
    await give('location', 'x1');
    const before = await stateOf(occasion);
    await give('location', 'x1');
    expect(await stateOf(occasion)).toEqual(before);
  });
});

describe('all content at once', () => {
  const content = {
    people: { mode: 'all' },
    courses: {
      mode: 'subset',
      items: [
        { kind: 'course', key: 'c1' },
        { kind: 'category', key: 'K1' },
      ],
    },
    plans: { mode: 'subset', items: [{ kind: 'plan', key: 'p1' }] },
  };
  beforeEach(async () => {
    await createDataset(occasion, { name: 'Own', owner: 'u-maria', selections: content });
    await createDataset(occasion, { name: 'Shared', selections: content });
    await createDataset(occasion, { name: 'People', selections: { people: { mode: 'all' } } });
    for (const dataset of ['Shared', 'People'])
      await assignDataset(occasion, { ...maria, dataset });
    await assignDataset(occasion, { powerUser: 'u-ines', dataset: 'Shared' });
  });

  it('PU-051 takes courses, plans and categories in one step, after a warning of what is lost', async () => {
    const before = await stateOf(occasion);
    const warning = await refused(unassignContent(occasion, maria), 'unprocessable');
    expect(warning.message).toContain('"Own" select is lost, 3 named among it');
    expect(warning.message).toContain('"Shared" can be assigned again');
    expect(await stateOf(occasion)).toEqual(before);

    const after = await unassignContent(occasion, { ...maria, confirmed: true });
    const [own, people] = after.datasets;
    expect(after.datasets.map(({ name }) => name)).toEqual(['Own', 'People']);
    expect(own).toMatchObject({ selections: { people: 'all', courses: 'none', plans: 'none' } });
    expect(own?.items).toEqual([]);
    expect(people?.selections).toEqual({ people: 'all' });
  });

  it('PU-046 PU-051 leaves a shared dataset as it is for whoever else holds it', async () => {
    await unassignContent(occasion, { ...maria, confirmed: true });
    const [row] =
      (
        await occasion.database.read(
          sql`SELECT (SELECT count(*) FROM dataset_items i JOIN datasets d ON d.id = i.dataset_id
        WHERE d.name = 'Shared'), (SELECT count(*) FROM dataset_assignments WHERE power_user_id = 4)`,
        )
      )[0] ?? [];
    expect(row).toEqual([3, 1]);
  });

  it('takes all of one kind from the private datasets, and nothing else', async () => {
    const after = await unassignContent(occasion, { ...maria, kind: 'category', confirmed: true });
    const left = after.datasets.map(({ name, items }) => [name, items.map(({ kind }) => kind)]);
    expect(left).toEqual([
      ['Own', ['course', 'plan']],
      ['People', []],
      ['Shared', ['category', 'course', 'plan']],
    ]);
  });

  it('changes nothing where there is nothing to take, and nobody who is no power user', async () => {
    await unassignContent(occasion, { ...maria, confirmed: true });
    const before = await stateOf(occasion);
    await unassignContent(occasion, maria);
    expect(await stateOf(occasion)).toEqual(before);
    await refused(unassignContent(occasion, { powerUser: 'u-omar' }), 'unprocessable');
    await refused(unassignContent(occasion, { powerUser: 'u-nobody' }), 'not-found');
  });
});
