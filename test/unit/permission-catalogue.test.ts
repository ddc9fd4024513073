/** The permission catalogue as data: nothing missing, nothing twice, every reference real, and ours kept apart. */

import { describe, expect, it } from 'vitest';
import { areas } from '../../shared/permission/areas.ts';
import { catalogue, isPermissionId, permission } from '../../shared/permission/catalogue.ts';
import { effectivePermissions } from '../../shared/permission/closure.ts';
import { permissionKinds } from '../../shared/permission/row.ts';

/** How many permissions of the LMS each area has, in the order of its own documentation. */
const lmsCounts: readonly (readonly [string, number])[] = [
  ['Users', 9],
  ['Groups', 4],
  ['Courses', 6],
  ['Learning plans', 4],
  ['Enrollments', 9],
  ['Course catalogs', 6],
  ['Certificates', 3],
  ['Notifications', 4],
  ['ILT sessions', 6],
  ['Webinar sessions', 5],
  ['Locations', 2],
  ['Observation checklists', 1],
  ['Reports', 2],
  ['Newsletters', 1],
  ['Subscription bundles', 4],
  ['Subscription plans', 4],
  ['Subscription records', 5],
  ['External training', 2],
  ['Dashboards', 1],
  ['Learning Impact', 1],
  ['Image management', 2],
  ['Gamification', 1],
  ['Central repository folders', 5],
  ['E-commerce transactions', 2],
  ['Power User management', 2],
  ['Insights', 2],
];

/** What changes the LMS, and therefore gives no power here. */
const powerless: readonly (readonly [string, string])[] = [
  ['PERM-002', 'users.create'],
  ['PERM-003', 'users.edit'],
  ['PERM-004', 'users.delete'],
  ['PERM-005', 'users.skip_mandatory_fields'],
  ['PERM-007', 'users.confirm_pending'],
  ['PERM-008', 'users.activate'],
  ['PERM-011', 'groups.create'],
  ['PERM-012', 'groups.edit'],
  ['PERM-013', 'groups.delete'],
  ['PERM-015', 'courses.create'],
  ['PERM-016', 'courses.edit'],
  ['PERM-017', 'courses.delete'],
  ['PERM-018', 'courses.evaluate'],
  ['PERM-019', 'courses.manage_waiting_list'],
  ['PERM-021', 'learning_plans.create'],
  ['PERM-022', 'learning_plans.edit'],
  ['PERM-023', 'learning_plans.delete'],
  ['PERM-025', 'enrollments.create'],
  ['PERM-026', 'enrollments.edit'],
  ['PERM-027', 'enrollments.delete'],
  ['PERM-029', 'enrollments.activate'],
  ['PERM-030', 'enrollments.archive'],
  ['PERM-031', 'enrollments.manage_learning_plans'],
  ['PERM-032', 'enrollments.manage_rules'],
  ['PERM-034', 'catalogs.create'],
  ['PERM-035', 'catalogs.edit'],
  ['PERM-036', 'catalogs.delete'],
  ['PERM-037', 'catalogs.buy_on_behalf'],
  ['PERM-038', 'catalogs.buy_seats'],
  ['PERM-040', 'certificates.edit'],
  ['PERM-043', 'notifications.edit'],
  ['PERM-044', 'notifications.create'],
  ['PERM-045', 'notifications.delete'],
  ['PERM-047', 'ilt_sessions.create'],
  ['PERM-048', 'ilt_sessions.edit'],
  ['PERM-049', 'ilt_sessions.delete'],
  ['PERM-050', 'ilt_sessions.enroll'],
  ['PERM-051', 'ilt_sessions.edit_enrollments'],
  ['PERM-053', 'webinar_sessions.create'],
  ['PERM-054', 'webinar_sessions.edit'],
  ['PERM-055', 'webinar_sessions.delete'],
  ['PERM-056', 'webinar_sessions.enroll'],
  ['PERM-058', 'locations.edit'],
  ['PERM-059', 'observation_checklists.manage'],
  ['PERM-061', 'reports.edit'],
  ['PERM-062', 'newsletters.view'],
  ['PERM-063', 'subscription_bundles.create'],
  ['PERM-064', 'subscription_bundles.edit'],
  ['PERM-066', 'subscription_bundles.delete'],
  ['PERM-067', 'subscription_plans.create'],
  ['PERM-068', 'subscription_plans.edit'],
  ['PERM-070', 'subscription_plans.delete'],
  ['PERM-071', 'subscription_records.create'],
  ['PERM-072', 'subscription_records.edit'],
  ['PERM-074', 'subscription_records.delete'],
  ['PERM-075', 'subscription_records.manage_seats'],
  ['PERM-077', 'external_training.edit'],
  ['PERM-080', 'images.manage'],
  ['PERM-081', 'images.select'],
  ['PERM-082', 'gamification.manage_badges'],
  ['PERM-084', 'central_repository.create'],
  ['PERM-085', 'central_repository.edit'],
  ['PERM-086', 'central_repository.delete'],
  ['PERM-087', 'central_repository.manage_folders'],
  ['PERM-089', 'ecommerce_transactions.edit'],
];

/** What counts for something here. The numbers stand bare: reports, view-as and delegation prove these items. */
const effectful: readonly (readonly [number, string, string])[] = [
  [1, 'users.view', 'read'],
  [6, 'users.view_invisible_fields', 'read'],
  [9, 'users.impersonate', 'administration'],
  [10, 'groups.view', 'read'],
  [14, 'courses.view', 'read'],
  [20, 'learning_plans.view', 'read'],
  [24, 'enrollments.view', 'read'],
  [28, 'enrollments.learners_only', 'restriction'],
  [33, 'catalogs.view', 'read'],
  [39, 'certificates.view', 'read'],
  [41, 'certificates.view_issued', 'read'],
  [42, 'notifications.view', 'read'],
  [46, 'ilt_sessions.view', 'read'],
  [52, 'webinar_sessions.view', 'read'],
  [57, 'locations.view', 'read'],
  [60, 'reports.view', 'read'],
  [65, 'subscription_bundles.view', 'read'],
  [69, 'subscription_plans.view', 'read'],
  [73, 'subscription_records.view', 'read'],
  [76, 'external_training.view', 'read'],
  [78, 'dashboards.view', 'read'],
  [79, 'learning_impact.consolidated_report', 'read'],
  [83, 'central_repository.view', 'read'],
  [88, 'ecommerce_transactions.view', 'read'],
  [90, 'power_users.create', 'administration'],
  [91, 'power_users.edit', 'administration'],
  [92, 'insights.view', 'read'],
  [93, 'insights.create', 'read'],
];

const numbered = (item: number) => `PERM-${String(item).padStart(3, '0')}`;
const ofTheLms = catalogue.filter((row) => row.source.startsWith('PERM-'));
const ours = catalogue.filter((row) => !row.source.startsWith('PERM-'));
const ids = catalogue.map((row) => row.id);

describe('the catalogue as a whole', () => {
  it('holds one row for each of the 93 permissions of the LMS, in its order, and two of ours', () => {
    expect(ofTheLms.map((row) => row.source)).toEqual(
      Array.from({ length: 93 }, (_, index) => numbered(index + 1)),
    );
    expect(ours.map((row) => row.id)).toEqual(['reports.export', 'insights.drill_down']);
    expect(catalogue).toHaveLength(95);
  });

  it('holds the 26 areas in the order of the LMS, each with as many permissions', () => {
    const counts = areas.map(({ id, name }) => [
      name,
      ofTheLms.filter((row) => row.area === id).length,
    ]);
    expect(counts).toEqual(lmsCounts);
  });

  it('gives every permission an id of its own that begins with its area', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const row of catalogue) {
      expect(row.id).toMatch(/^[a-z_]+\.[a-z_]+$/);
      expect(row.id.split('.')[0]).toBe(row.area);
    }
  });

  it('says of every permission what it is called and what it does, in one sentence', () => {
    for (const { area, name, summary, kind } of catalogue) {
      expect(name).toMatch(/^[A-Z]/);
      expect(summary).toMatch(/^[A-Z][^.]+\.$/);
      expect(permissionKinds).toContain(kind);
      expect(catalogue.filter((row) => row.area === area && row.name === name)).toHaveLength(1);
    }
    expect(new Set(catalogue.map((row) => row.summary)).size).toBe(catalogue.length);
  });

  it('refers to permissions that exist, and never to the row itself', () => {
    for (const { id, implies, needs, needsOneOf } of catalogue) {
      for (const other of [...implies, ...needs, ...needsOneOf]) {
        expect(ids).toContain(other);
        expect(other).not.toBe(id);
      }
    }
  });

  it.each(['implies', 'needs'] as const)('never goes round in a circle through %s', (edge) => {
    const next = (id: (typeof ids)[number]) => {
      const row = permission(id);
      return edge === 'implies' ? row.implies : [...row.needs, ...row.needsOneOf];
    };
    const walk = (id: (typeof ids)[number], path: readonly string[]): void => {
      expect(path, `a circle through ${id}`).not.toContain(id);
      for (const other of next(id)) walk(other, [...path, id]);
    };
    for (const id of ids) walk(id, []);
  });
});

describe('each permission of the LMS', () => {
  it.each(powerless)(
    '%s stands as %s: it can be granted and shown, and is marked powerless here',
    (source, id) => {
      const row = catalogue.find((candidate) => candidate.source === source);
      expect(row).toMatchObject({ id, kind: 'authoring' });
      expect(effectivePermissions(ids)).toContain(id);
    },
  );

  it.each(effectful)('item %i stands as %s, of the kind %s', (item, id, kind) => {
    const row = catalogue.find((candidate) => candidate.source === numbered(item));
    expect(row).toMatchObject({ id, kind });
    expect(effectivePermissions(ids)).toContain(id);
  });

  it('stands in exactly one of the two tables above', () => {
    const listed = [
      ...powerless.map(([source]) => source),
      ...effectful.map(([item]) => numbered(item)),
    ];
    expect(listed.toSorted()).toEqual(ofTheLms.map((row) => row.source));
  });
});

describe('isPermissionId', () => {
  it.each(ids)('knows %s', (id) => {
    expect(isPermissionId(id)).toBe(true);
    expect(permission(id).id).toBe(id);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    'users',
    'users.',
    'Users.view',
    'users.view ',
    'users.view\u0000',
    'users.*',
    'PERM-001',
    null,
    undefined,
    0,
    true,
    ['users.view'],
    { toString: () => 'users.view' },
    new String('users.view'),
  ])('does not know %j', (value) => {
    expect(isPermissionId(value)).toBe(false);
  });
});
