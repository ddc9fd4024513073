/** A small company on paper: every figure that a report test expects was counted by hand from here. */
import { courseKeys, personKeys } from '../../server/data/keys.ts';
import * as tables from '../../server/data/schema/index.ts';
import { fold } from '../../shared/fold.ts';
import type { PermissionId } from '../../shared/permission/catalogue.ts';
import { bulk } from '../world/bulk.ts';

/** 2026-03-15T12:00:00Z: no test looks at the machine's clock. */
export const now = Date.UTC(2026, 2, 15, 12) / 1000;
export const day = 86_400;

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;

export const sue = 1;
const [ada, bea, cyr, dan, eve, zed] = [2, 3, 4, 5, 6, 7];
const [fire, gdpr, aid, secret, hidden] = [1, 2, 3, 4, 5];

/** Sue supervises Ada, Bea, Cyr and Dan in three courses, and Eve in one other. She manages Zed, who is nobody's. */
const people = [
  { id: sue, first: 'Sue', last: 'Visor', branch: null, manager: null, level: 'power_user' },
  { id: ada, first: 'Ada', last: 'Moor', branch: 1, manager: zed },
  { id: bea, first: 'Béa', last: 'Émile', branch: 2, manager: ada },
  { id: cyr, first: 'Cy_r', last: '100%', branch: 1, manager: sue },
  { id: dan, first: '', last: '', branch: null, manager: ada, status: 'inactive' },
  { id: eve, first: 'Eve', last: 'Moor', branch: 1, manager: bea },
  { id: zed, first: 'Canary', last: 'Zed', branch: 3, manager: sue },
];
const usernames = ['', 'sue', 'ada', 'bea', 'cyr', 'dan*', 'eve', 'canary'];

const userRows = people.map(({ id, first, last, branch, manager, level, status }) => {
  const username = usernames[id] ?? '';
  const email = id === dan ? null : `${username}@example.org`;
  return {
    id,
    key: `U${id}`,
    username,
    email,
    firstName: first,
    lastName: last,
    ...personKeys({ firstName: first, lastName: last, username, email }),
    level: level ?? 'user',
    status: status ?? 'active',
    managerId: manager,
    branchId: branch,
  };
});

const courseRows = [
  { id: fire, name: 'Fire safety', code: 'FS-1', type: 'elearning', categoryId: 1 },
  { id: gdpr, name: 'GDPR 100%', code: null, type: 'webinar', categoryId: 2 },
  { id: aid, name: 'first aid', code: 'fa_1', type: 'classroom', categoryId: 1 },
  { id: secret, name: 'Secret', code: 'S', type: 'elearning', categoryId: null },
  { id: hidden, name: 'Canary course', code: 'canary', type: 'classroom', categoryId: 3 },
].map((course) => ({
  ...course,
  key: `C${course.id}`,
  ...courseKeys(course),
  durationSeconds: 3600,
}));

const nothing = {
  level: 'learner',
  status: 'enrolled',
  progress: 0,
  initialScore: null,
  score: null,
  passed: null,
  seconds: 0,
  enrolledAt: now - 100 * day,
  startedAt: null,
  completedAt: null,
  lastAccessAt: null,
  dueAt: null,
  archivedAt: null,
} as const;

type Enrollment = Partial<Record<keyof typeof nothing, string | number | null>>;
const enrolled = (userId: number, courseId: number, rest: Enrollment = {}) => ({
  userId,
  courseId,
  ...nothing,
  ...rest,
});
const done = (score: number, completedAt: number, rest: Enrollment = {}): Enrollment => ({
  status: 'completed',
  progress: 100,
  score,
  passed: 1,
  completedAt,
  lastAccessAt: completedAt,
  ...rest,
});
const begun = (progress: number, lastAccessAt: number, rest: Enrollment = {}): Enrollment => ({
  status: 'in_progress',
  progress,
  lastAccessAt,
  ...rest,
});

/** The edges: due a second ago, due now, due at the end of the fourteenth day, half done, last here 30 days ago. */
const enrollmentRows = [
  enrolled(ada, fire, done(90, at('2026-02-10T09:00:00'), { seconds: 3600, initialScore: 70 })),
  enrolled(ada, gdpr, begun(40, now - 5 * day, { seconds: 600, dueAt: now - 1 })),
  enrolled(ada, aid, { dueAt: now + 14 * day - 1 }),
  enrolled(bea, fire, begun(50, now - 31 * day, { seconds: 1200, dueAt: now + day })),
  enrolled(bea, gdpr, done(61, at('2025-04-01T00:00:00'), { seconds: 1800, passed: 0 })),
  enrolled(bea, aid, {
    ...begun(10, now - 30 * day, { seconds: 30, dueAt: now - 9 * day }),
    status: 'withdrawn',
  }),
  enrolled(cyr, fire, { dueAt: now }),
  enrolled(cyr, gdpr, {
    ...done(80, at('2026-03-01T00:00:00'), { seconds: 900, archivedAt: now - 2 * day }),
    lastAccessAt: null,
  }),
  enrolled(cyr, aid, { status: 'waiting', dueAt: now - day }),
  enrolled(dan, fire, begun(20, now - day, { seconds: 50, level: 'tutor', dueAt: now - day })),
  enrolled(dan, gdpr, begun(49.5, now - 30 * day - 1, { seconds: 300, dueAt: now + 14 * day })),
  enrolled(eve, secret),
  // What nobody may see.
  enrolled(eve, fire, done(1, now - day, { seconds: 77_777 })),
  ...[fire, gdpr, aid, secret, hidden].map((course) =>
    enrolled(zed, course, begun(77, now - day, { seconds: 77_777, dueAt: now - day })),
  ),
  ...[ada, bea].map((user) => enrolled(user, hidden, begun(77, now, { dueAt: now - day }))),
];

const fieldRows = [
  { id: 1, key: 'dept', name: 'Department', invisible: 0 },
  { id: 2, key: 'pay', name: 'Pay grade', invisible: 1 },
];
const fieldValues = [
  { userId: ada, fieldId: 1, value: 'Sales & Co' },
  { userId: bea, fieldId: 1, value: 'ÅRSMØTE' },
  { userId: cyr, fieldId: 1, value: '50%' },
  { userId: zed, fieldId: 1, value: 'Canary' },
  { userId: ada, fieldId: 2, value: 'A7' },
].map((row) => ({ ...row, valueKey: fold(row.value) }));

/** With the text that it is sorted by. */
const named = <Row extends object>(row: Row & { readonly name?: unknown }) => ({
  ...row,
  nameKey: fold(String(row.name)),
});

export const learning = [
  ...bulk(
    tables.branches,
    [
      { id: 1, key: 'B1', name: 'Sales' },
      { id: 2, key: 'B2', name: 'Ålesund YARD' },
      { id: 3, key: 'B3', name: 'Canary branch' },
    ].map(named),
  ),
  ...bulk(
    tables.categories,
    [
      { id: 1, key: 'K1', name: 'Safety' },
      { id: 2, key: 'K2', name: 'Law' },
      { id: 3, key: 'K3', name: 'Canary category' },
    ].map(named),
  ),
  ...bulk(tables.users, userRows),
  ...bulk(tables.userFields, fieldRows),
  ...bulk(tables.userFieldValues, fieldValues),
  ...bulk(tables.groups, [
    { id: 1, key: 'G1', name: 'First' },
    { id: 2, key: 'G2', name: 'Second' },
  ]),
  ...bulk(
    tables.groupMembers,
    [ada, bea, cyr, dan].map((userId) => ({ groupId: 1, userId })),
  ),
  ...bulk(tables.groupMembers, [{ groupId: 2, userId: eve }]),
  ...bulk(tables.courses, courseRows),
  ...bulk(tables.learningPlans, [
    { id: 1, key: 'P1', code: 'ON', name: 'Onboarding', nameKey: 'onboarding' },
    { id: 2, key: 'P2', code: 'X', name: 'Canary plan', nameKey: 'canary plan' },
  ]),
  ...bulk(
    tables.learningPlanCourses,
    [
      [1, fire],
      [1, gdpr],
      [2, fire],
      [2, hidden],
    ].map(([planId, courseId]) => ({ planId, courseId })),
  ),
];

const certificate = (id: number, rest: Record<string, string | number | null>) => ({
  id,
  key: `T${id}`,
  courseId: null,
  planId: null,
  name: 'Certificate of Übung',
  code: null,
  issuedAt: at('2026-02-10T09:00:00'),
  expiresAt: null,
  ...rest,
});

export const progress = [
  ...bulk(tables.enrollments, enrollmentRows),
  ...bulk(tables.planEnrollments, [
    { userId: ada, planId: 1, completedAt: null, dueAt: now - 1 },
    { userId: bea, planId: 1, completedAt: now - day, dueAt: now - 2 * day },
    { userId: cyr, planId: 1, completedAt: null, dueAt: now },
    { userId: ada, planId: 2, completedAt: null, dueAt: null },
    { userId: eve, planId: 1, completedAt: null, dueAt: null },
    { userId: zed, planId: 1, completedAt: null, dueAt: null },
  ]),
  ...bulk(
    tables.certificates,
    [
      certificate(1, { userId: ada, courseId: fire, expiresAt: now + 60 * day }),
      certificate(2, { userId: bea, courseId: gdpr, expiresAt: now + 60 * day + 1 }),
      certificate(3, { userId: ada, planId: 1, expiresAt: now }),
      certificate(4, { userId: cyr, courseId: fire, code: 'X-4' }),
      certificate(5, { userId: eve, courseId: fire, name: 'Canary' }),
      certificate(6, { userId: zed, courseId: fire, name: 'Canary' }),
      certificate(7, { userId: ada, courseId: hidden, name: 'Canary' }),
      certificate(8, { userId: eve, courseId: secret, expiresAt: now + 1 }),
      certificate(9, { userId: ada, planId: 2, name: 'Canary' }),
    ].map(named),
  ),
  ...bulk(
    tables.sessions,
    [
      {
        id: 1,
        key: 'S1',
        courseId: aid,
        name: 'Monday',
        location: 'Oslo',
        startsAt: now - 10 * day,
      },
      { id: 2, key: 'S2', courseId: gdpr, name: 'Online', location: null, startsAt: now + day },
      { id: 3, key: 'S3', courseId: hidden, name: 'Canary', location: 'Canary', startsAt: now },
    ].map(named),
  ),
  ...bulk(tables.attendances, [
    { userId: ada, sessionId: 1, status: 'attended', seconds: 7200, score: 8 },
    { userId: bea, sessionId: 1, status: 'absent', seconds: null, score: null },
    { userId: dan, sessionId: 2, status: 'registered', seconds: null, score: null },
    { userId: zed, sessionId: 1, status: 'attended', seconds: 1, score: 1 },
    { userId: ada, sessionId: 3, status: 'attended', seconds: 1, score: 1 },
    { userId: eve, sessionId: 1, status: 'attended', seconds: 1, score: 1 },
  ]),
  ...bulk(tables.externalTrainings, [
    {
      id: 1,
      key: 'X1',
      userId: ada,
      name: 'Welding',
      provider: 'Ørsted',
      status: 'approved',
      seconds: 60,
    },
    {
      id: 2,
      key: 'X2',
      userId: eve,
      name: 'Diving',
      provider: null,
      status: 'pending',
      seconds: null,
    },
    {
      id: 3,
      key: 'X3',
      userId: zed,
      name: 'Canary',
      provider: 'Canary',
      status: 'approved',
      seconds: 1,
    },
  ]),
];

const axis = (datasetId: number, name: string, mode: string) => ({ datasetId, axis: name, mode });
export const authority = (permissions: readonly PermissionId[]) => [
  ...bulk(
    tables.datasets,
    ['team', 'newcomer', 'ceiling', 'ghost'].map((name, place) => ({ id: place + 1, name })),
  ),
  ...bulk(tables.datasetSelections, [
    axis(1, 'people', 'subset'),
    axis(1, 'courses', 'subset'),
    axis(1, 'plans', 'subset'),
    axis(2, 'people', 'subset'),
    axis(2, 'courses', 'subset'),
    axis(3, 'people', 'all'),
    axis(3, 'courses', 'all'),
    axis(3, 'plans', 'all'),
  ]),
  ...bulk(
    tables.datasetItems,
    [
      [1, 'group', 1],
      [1, 'course', aid],
      [1, 'plan', 1],
      [2, 'group', 2],
      [2, 'course', secret],
    ].map(([datasetId, kind, itemId]) => ({ datasetId, kind, itemId, descendants: 0 })),
  ),
  ...bulk(
    tables.datasetAssignments,
    [1, 2].map((datasetId) => ({ powerUserId: sue, datasetId })),
  ),
  ...bulk(tables.profiles, [{ id: 1, name: 'Supervisor' }]),
  ...bulk(
    tables.profilePermissions,
    permissions.map((permission) => ({ profileId: 1, permission })),
  ),
  ...bulk(tables.grants, [{ powerUserId: sue, profileId: 1, grantedAt: 0 }]),
  ...bulk(tables.sites, [{ id: 'portal', name: 'Portal', active: 1, ceilingDatasetId: 3 }]),
];
