/** Fields by branch, pages and named resources on D1: the same statements, with D1's limits. */
import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { assignResources } from '../../server/command/assign-resources.ts';
import type { Occasion } from '../../server/command/change.ts';
import { createMenu } from '../../server/command/create-menu.ts';
import { createResource } from '../../server/command/create-resource.ts';
import { editUserField } from '../../server/command/edit-user-field.ts';
import { unassignContent } from '../../server/command/unassign-content.ts';
import { unassignResources } from '../../server/command/unassign-resources.ts';
import { openD1 } from '../../server/data/d1.ts';
import { openDatabase } from '../../server/data/database.ts';
import { reports } from '../../server/report/catalogue.ts';
import { readPage } from '../../server/report/page.ts';
import { openReport, openViewer } from '../../server/report/viewer.ts';
import { resolveScope } from '../../server/scope/resolve.ts';
import { emptyWorld, type User, type World } from '../reference/world.ts';
import { noon } from '../world/border-scope.ts';
import { loadWorld } from '../world/load.ts';

const user = (key: string, branch: string, level: User['level'] = 'user'): User => ({
  ...{ key, branch, level, status: 'active' },
  fields: { dept: `of ${key}` },
});

const world: World = {
  ...emptyWorld,
  users: [user('boss', 'north', 'power_user'), user('ann', 'leeds'), user('bob', 'south')],
  branches: [
    { key: 'north', parent: null },
    { key: 'leeds', parent: 'north' },
    { key: 'south', parent: null },
  ],
  courses: [{ key: 'fire', category: null }],
  userFields: ['dept'],
  datasets: [
    {
      name: 'everything',
      owner: null,
      modes: { people: 'all', courses: 'all', plans: 'all' },
      items: [],
      rules: [],
    },
    {
      name: 'held',
      owner: 'boss',
      modes: { people: 'subset', courses: 'all' },
      items: [
        { kind: 'branch', key: 'north', descendants: true },
        { kind: 'user', key: 'bob', descendants: false },
      ],
      rules: [],
    },
  ],
  assignments: [{ powerUser: 'boss', dataset: 'held', from: null, until: null }],
  profiles: [{ name: 'all', permissions: ['reports.view', 'users.view'] }],
  grants: [['boss', 'all']],
  sites: [{ id: 'portal', active: true, ceiling: 'everything' }],
};

const settings = {
  issuer: 'https://training.example.org',
  secret: 'nJ0rVb6yKq8Zt3WcXe5LhPd2GfUa7MsRoQ1iYkEwTzA',
};

describe('on D1', () => {
  const database = openDatabase(openD1(env.DB));
  const occasion: Occasion = {
    ...{ database, nowSeconds: noon },
    actor: { kind: 'operator', name: 'superadmin via test' },
  };
  beforeAll(async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    await loadWorld(database, world);
  });

  const depts = async () => {
    const request = { powerUserId: 1, siteId: 'portal', nowSeconds: noon };
    const viewer = await openViewer(database, await resolveScope(database, request), noon);
    const report = openReport(reports.get('learners'), viewer);
    if (!report.columns.has('field_dept')) return null;
    const question = { filters: [], sort: [], columns: ['user_id', 'field_dept'] };
    const { rows } = await readPage(database, settings, report, { question, limit: 200 });
    return rows.map((row) => `${row.user_id}: ${row.field_dept ?? ''}`).sort();
  };

  it('PU-067 a field by branch is there for the people of its branches alone', async () => {
    expect(await depts()).toEqual(['ann: of ann', 'bob: of bob', 'boss: of boss']);
    await editUserField(occasion, { field: 'dept', branches: ['leeds', 'south'] });
    expect(await depts()).toEqual(['ann: of ann', 'bob: ', 'boss: ']);
    await editUserField(occasion, { field: 'dept', branches: ['south'] });
    expect(await depts()).toBeNull();
  });

  it('PU-051 PU-073 gives and takes pages, menus, locations, and all content', async () => {
    const boss = { powerUser: 'boss' };
    await createMenu(occasion, { name: 'Start', pages: ['team_progress'] });
    await createResource(occasion, { kind: 'location', key: 'r1', name: 'Room 1' });
    await assignResources(occasion, { ...boss, kind: 'menu', keys: ['Start'] });
    await assignResources(occasion, { ...boss, kind: 'location', keys: ['r1'] });
    const after = await unassignResources(occasion, { ...boss, kind: 'menu' });
    expect(after).toMatchObject({ pages: ['team_progress'], menus: [] });
    const left = await unassignContent(occasion, { ...boss, confirmed: true });
    expect(left.datasets[0]?.selections.courses).toBe('none');
    const [rows = []] = await database.read(sql`SELECT count(*) FROM resource_assignments`);
    expect(rows[0]?.[0]).toBe(1);
  });
});
