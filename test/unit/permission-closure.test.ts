/** What granted permissions come to: implications, unmet needs, and the laws that hold for any set of grants. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogue,
  isPermissionId,
  type PermissionId,
  permission,
} from '../../shared/permission/catalogue.ts';
import { effectivePermissions, permissionOrigins } from '../../shared/permission/closure.ts';

const effective = (...granted: string[]) => [...effectivePermissions(granted)].toSorted();
const ids = catalogue.map((row) => row.id);
const lmsIds = catalogue.filter((row) => row.source.startsWith('PERM-')).map((row) => row.id);
const but = (all: readonly PermissionId[], ...left: PermissionId[]) =>
  all.filter((id) => !left.includes(id));

describe('what a permission brings along', () => {
  it('PERM-032 selects four enrollment permissions along with the enrollment rules', () => {
    expect(effective('courses.view', 'learning_plans.view', 'enrollments.manage_rules')).toEqual([
      'courses.view',
      'enrollments.activate',
      'enrollments.create',
      'enrollments.manage_learning_plans',
      'enrollments.manage_rules',
      'enrollments.view',
      'learning_plans.view',
    ]);
    expect(effective('courses.view', 'learning_plans.view')).toEqual([
      'courses.view',
      'learning_plans.view',
    ]);
  });

  it('PERM-032 leaves those four in place when the rules themselves are not in force', () => {
    expect(effective('courses.view', 'enrollments.manage_rules')).toEqual([
      'courses.view',
      'enrollments.activate',
      'enrollments.create',
      'enrollments.view',
    ]);
  });

  it('PERM-086 lets whoever deletes from the central repository see it, but not the other way round', () => {
    expect(effective('central_repository.delete')).toEqual([
      'central_repository.delete',
      'central_repository.view',
    ]);
    expect(effective('central_repository.view')).toEqual(['central_repository.view']);
  });

  it('PERM-089 lets whoever edits transactions see them, but not the other way round', () => {
    expect(effective('ecommerce_transactions.edit')).toEqual([
      'ecommerce_transactions.edit',
      'ecommerce_transactions.view',
    ]);
    expect(effective('ecommerce_transactions.view')).toEqual(['ecommerce_transactions.view']);
  });

  it('brings nothing along where the LMS says nothing of it', () => {
    const silent = but(
      ids,
      'enrollments.manage_rules',
      'central_repository.delete',
      'ecommerce_transactions.edit',
    );
    for (const id of silent) expect(permission(id).implies, id).toEqual([]);
  });
});

describe('what a permission rests on', () => {
  const rests: readonly (readonly [string, PermissionId, PermissionId])[] = [
    ['PERM-014', 'courses.create', 'courses.view'],
    ['PERM-014', 'courses.edit', 'courses.view'],
    ['PERM-014', 'courses.delete', 'courses.view'],
    ['PERM-014', 'courses.evaluate', 'courses.view'],
    ['PERM-014', 'courses.manage_waiting_list', 'courses.view'],
    ['PERM-014', 'enrollments.create', 'courses.view'],
    ['PERM-020', 'learning_plans.create', 'learning_plans.view'],
    ['PERM-020', 'learning_plans.edit', 'learning_plans.view'],
    ['PERM-020', 'learning_plans.delete', 'learning_plans.view'],
    ['PERM-024', 'enrollments.view', 'courses.view'],
    ['PERM-031', 'enrollments.manage_learning_plans', 'learning_plans.view'],
    ['PERM-042', 'notifications.edit', 'notifications.view'],
    ['PERM-042', 'notifications.create', 'notifications.view'],
    ['PERM-042', 'notifications.delete', 'notifications.view'],
    ['PERM-049', 'ilt_sessions.delete', 'ilt_sessions.create'],
    ['PERM-055', 'webinar_sessions.delete', 'webinar_sessions.create'],
    ['PERM-059', 'observation_checklists.manage', 'users.view'],
    ['PERM-081', 'images.select', 'images.manage'],
    ['where the source is cut short,', 'insights.create', 'insights.view'],
    ['FOR-021', 'reports.export', 'reports.view'],
    ['FOR-023', 'insights.drill_down', 'insights.view'],
  ];

  it.each(rests)('%s %s is in force with %s and not without', (_source, id, needed) => {
    expect(effective(id, needed)).toEqual([id, needed].toSorted());
    expect(effective(id)).toEqual([]);
    expect(effectivePermissions(but(ids, needed))).not.toContain(id);
  });

  it('PERM-028 holds enrolling to learners once there is enrolling by creating or editing, and is idle before', () => {
    expect(effective('enrollments.learners_only')).toEqual([]);
    expect(effective('enrollments.learners_only', 'enrollments.edit')).toContain(
      'enrollments.learners_only',
    );
    expect(effective('enrollments.learners_only', 'enrollments.create', 'courses.view')).toContain(
      'enrollments.learners_only',
    );
  });

  it('PERM-028 falls together with the right to enroll when courses cannot be seen', () => {
    expect(effective('enrollments.learners_only', 'enrollments.create')).toEqual([]);
  });

  it('PERM-051 lets enrollments in sessions be edited without the right to enroll', () => {
    expect(effective('ilt_sessions.edit_enrollments')).toEqual(['ilt_sessions.edit_enrollments']);
  });
});

describe('what Ambit grants on its own', () => {
  const own: readonly (readonly [string, PermissionId])[] = [
    ['FOR-021', 'reports.export'],
    ['FOR-023', 'insights.drill_down'],
  ];

  it.each(own)(
    '%s gives %s to nobody through the permissions of the LMS, even all 93',
    (_source, id) => {
      expect(effectivePermissions(lmsIds)).not.toContain(id);
      expect(effectivePermissions([...lmsIds, id])).toContain(id);
    },
  );

  it.each(own)('%s gives nothing else along with %s', (_source, id) => {
    expect(effectivePermissions(but(ids, id)).size).toBe(ids.length - 1);
    expect(effective(id)).toEqual([]);
  });
});

describe('for any grants', () => {
  const junk = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    'users',
    'users.View',
    'users.view ',
  );
  const someGrants = fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.constantFrom<string>(...ids) }, junk),
  );
  const mostGrants = fc
    .array(fc.constantFrom(...ids), { maxLength: 6 })
    .map((left) => but(ids, ...left));
  const grants: fc.Arbitrary<string[]> = fc.oneof(someGrants, mostGrants);

  /** What can be reached by following `implies` from the grants, worked out the slow way: row after row, until still. */
  const reachable = (granted: readonly string[]): ReadonlySet<string> => {
    const found = new Set(granted.filter(isPermissionId));
    for (let size = -1; size !== found.size; ) {
      size = found.size;
      for (const row of catalogue)
        if (found.has(row.id)) for (const id of row.implies) found.add(id);
    }
    return found;
  };
  const met = (id: PermissionId, held: ReadonlySet<PermissionId>) => {
    const { needs, needsOneOf } = permission(id);
    const anyOf = needsOneOf.filter((other) => held.has(other)).length;
    return needs.every((other) => held.has(other)) && (needsOneOf.length === 0 || anyOf > 0);
  };

  it('holds only what the grants reach, and only with its needs met', () => {
    fc.assert(
      fc.property(grants, (granted) => {
        const held = effectivePermissions(granted);
        const reached = reachable(granted);
        for (const id of held) {
          expect(reached).toContain(id);
          expect(met(id, held)).toBe(true);
        }
      }),
    );
  });

  it('drops nothing that the grants reach and whose needs are met', () => {
    fc.assert(
      fc.property(grants, (granted) => {
        const held = effectivePermissions(granted);
        const dropped = ids.filter((id) => reachable(granted).has(id) && !held.has(id));
        for (const id of dropped) expect(met(id, held)).toBe(false);
      }),
    );
  });

  it('comes to the same when worked out again from its own result', () => {
    fc.assert(
      fc.property(grants, (granted) => {
        const held = effectivePermissions(granted);
        expect([...effectivePermissions(held)]).toEqual([...held]);
      }),
    );
  });

  it('never takes a permission away because of a further grant', () => {
    fc.assert(
      fc.property(grants, grants, (granted, more) => {
        const afterwards = effectivePermissions([...granted, ...more]);
        for (const id of effectivePermissions(granted)) expect(afterwards).toContain(id);
      }),
    );
  });

  it('does not mind the order of the grants, nor one given twice', () => {
    fc.assert(
      fc.property(grants, (granted) => {
        const turned = [...granted, ...granted].reverse();
        expect([...effectivePermissions(turned)]).toEqual([...effectivePermissions(granted)]);
      }),
    );
  });

  it('comes to nothing without grants, and to everything with all of them', () => {
    expect(effectivePermissions([]).size).toBe(0);
    expect([...effectivePermissions(ids)]).toEqual(ids);
  });

  it('reads a lone text as no grants rather than as an id', () => {
    expect(effectivePermissions('users.view').size).toBe(0);
  });

  it('explains every effective permission by a grant or by what implies it, and nothing else', () => {
    fc.assert(
      fc.property(grants, (granted) => {
        const origins = permissionOrigins(granted);
        expect([...origins.keys()]).toEqual([...effectivePermissions(granted)]);
        for (const [id, origin] of origins) {
          expect(origin.granted).toBe(granted.includes(id));
          expect(origin.granted || origin.impliedBy.length > 0).toBe(true);
          for (const other of origin.impliedBy) {
            expect(permission(other).implies).toContain(id);
            expect(reachable(granted)).toContain(other);
          }
        }
      }),
    );
  });
});

describe('the recap', () => {
  it('PU-036 tells what was granted from what was brought along', () => {
    const granted = [
      'courses.view',
      'learning_plans.view',
      'enrollments.view',
      'enrollments.manage_rules',
    ];
    expect([...permissionOrigins(granted)]).toEqual([
      ['courses.view', { granted: true, impliedBy: [] }],
      ['learning_plans.view', { granted: true, impliedBy: [] }],
      ['enrollments.view', { granted: true, impliedBy: ['enrollments.manage_rules'] }],
      ['enrollments.create', { granted: false, impliedBy: ['enrollments.manage_rules'] }],
      ['enrollments.activate', { granted: false, impliedBy: ['enrollments.manage_rules'] }],
      [
        'enrollments.manage_learning_plans',
        { granted: false, impliedBy: ['enrollments.manage_rules'] },
      ],
      ['enrollments.manage_rules', { granted: true, impliedBy: [] }],
    ]);
  });

  it('PU-036 leaves out what is granted but not in force', () => {
    expect([...permissionOrigins(['reports.export', 'users.view']).keys()]).toEqual(['users.view']);
  });
});
