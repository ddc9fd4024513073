/** Permissions over enrollments in courses and learning plans. */

import type { PermissionRow } from '../row.ts';

export const enrollmentRows = [
  {
    id: 'enrollments.view',
    area: 'enrollments',
    name: 'View',
    summary:
      'See which people in scope are enrolled in which course in scope, and how far they are.',
    kind: 'read',
    needs: ['courses.view'],
    source: 'PERM-024',
  },
  {
    id: 'enrollments.create',
    area: 'enrollments',
    name: 'Create',
    summary:
      'Enroll people in scope in courses in scope, even while a course is under maintenance.',
    kind: 'authoring',
    needs: ['courses.view'],
    source: 'PERM-025',
  },
  {
    id: 'enrollments.edit',
    area: 'enrollments',
    name: 'Edit',
    summary: 'Change an enrollment and its status.',
    kind: 'authoring',
    source: 'PERM-026',
  },
  {
    id: 'enrollments.delete',
    area: 'enrollments',
    name: 'Delete',
    summary: 'Take people in scope out of a course.',
    kind: 'authoring',
    source: 'PERM-027',
  },
  {
    id: 'enrollments.learners_only',
    area: 'enrollments',
    name: 'Can only enroll learners',
    summary: 'Hold all enrolling to the learner level, so that nobody is made an instructor.',
    kind: 'restriction',
    needsOneOf: ['enrollments.create', 'enrollments.edit'],
    source: 'PERM-028',
  },
  {
    id: 'enrollments.activate',
    area: 'enrollments',
    name: 'Can activate enrollments',
    summary: 'Have enrollments take effect at once, and confirm those that wait.',
    kind: 'authoring',
    source: 'PERM-029',
  },
  {
    id: 'enrollments.archive',
    area: 'enrollments',
    name: 'Archive',
    summary: 'Put enrollments of people in scope into the archive.',
    kind: 'authoring',
    source: 'PERM-030',
  },
  {
    id: 'enrollments.manage_learning_plans',
    area: 'enrollments',
    name: 'Manage learning plan enrollments',
    summary:
      'Enroll people in scope in plans in scope, and so in every course of the plan, or take them out.',
    kind: 'authoring',
    needs: ['learning_plans.view'],
    source: 'PERM-031',
  },
  {
    id: 'enrollments.manage_rules',
    area: 'enrollments',
    name: 'Manage enrollment rules',
    summary: 'Write rules that enroll by themselves, over resources in scope alone.',
    kind: 'authoring',
    // The source says both: choosing this one ticks the four, and it depends on them.
    implies: [
      'enrollments.view',
      'enrollments.create',
      'enrollments.activate',
      'enrollments.manage_learning_plans',
    ],
    needs: [
      'enrollments.view',
      'enrollments.create',
      'enrollments.activate',
      'enrollments.manage_learning_plans',
    ],
    source: 'PERM-032',
  },
] as const satisfies readonly PermissionRow[];
